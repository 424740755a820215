"""An invented sample that ships: no such postcode and no such area exists.

Postcodes begin with XX, which no place does; areas are E01999xxx. Every decile has six
postcodes over four areas. It is loaded when the database is made, as the edition `sample`.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ht_intake.refdata.deprivation import read_imd
from ht_intake.refdata.loading import header_and_rows
from ht_intake.refdata.postcodes import read_postcodes

EDITION = "sample"
DEPRIVATION = Path(__file__).with_name("sample_deprivation.csv")
POSTCODES = Path(__file__).with_name("sample_postcodes.csv")
IN_AN_INSTITUTION = "XX99 9AA"
OUTSIDE_ENGLAND = "XX98 8AA"
NOT_IN_LOOKUP = ("XX97 7AA", "XX97 7AB", "XX97 7AD")
"""Postcodes that look like the sample's, and are in no table."""


@cache
def postcodes_by_decile() -> Mapping[int, tuple[str, ...]]:
    """Give the sample's postcodes of each decile, in their order."""
    deciles = dict(read_imd(DEPRIVATION, edition="IoD2025").rows)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for postcode, lsoa, *_ in read_postcodes(POSTCODES):
        if postcode and lsoa in deciles and postcode != IN_AN_INSTITUTION:
            found[deciles[lsoa]].append(postcode)
    return {decile: tuple(found[decile]) for decile in sorted(found)}


def postcodes_of(decile: int) -> tuple[str, ...]:
    """Give the sample's postcodes of one decile, in their order."""
    return postcodes_by_decile()[decile]


def institutions() -> frozenset[str]:
    """Give the sample's postcodes that are a prison, hostel, refuge or barracks."""
    header, rows = header_and_rows(POSTCODES)
    postcode, institution = header.index("pcds"), header.index("institution")
    return frozenset(row[postcode] for row in rows if row[institution] == "Y")
