"""From a postcode to an area with its published decile, or to the reason why there is none."""

from typing import Protocol

import asyncpg

from ht_intake.domain.client.area import Area
from ht_intake.domain.codes import Unresolved
from ht_intake.postcode import NO_FIXED_ABODE

_LOOKUP = """
SELECT e.edition, p.postcode, l.lsoa, p.ward, p.local_authority, p.institution,
       p.lookup_version, a.decile
FROM deprivation_edition e
LEFT JOIN postcode p ON p.postcode = $1
LEFT JOIN LATERAL (
    SELECT CASE e.areas_of WHEN 2001 THEN p.lsoa01 WHEN 2011 THEN p.lsoa11 ELSE p.lsoa21 END
) AS l (lsoa) ON true
LEFT JOIN deprivation_area a ON a.edition = e.edition AND a.lsoa = l.lsoa
WHERE e.edition = $2
"""

_OF_AREA = """
SELECT e.edition, a.decile FROM deprivation_edition e
LEFT JOIN deprivation_area a ON a.edition = e.edition AND a.lsoa = $1
WHERE e.edition = $2
"""


class EditionNotLoaded(Exception):  # noqa: N818 - named for its reason
    """The deprivation indices that this installation is set to use have not been loaded."""


class Reader(Protocol):
    """Whatever can read one row of the reference tables."""

    async def row(self, sql: str, *args: object) -> asyncpg.Record | None:
        """Give the first row of one SELECT, or None."""
        ...


async def area_of(reader: Reader, postcode: str, *, edition: str) -> Area:
    """Look a postcode up. The decile is the one that the edition publishes, and no other."""
    if postcode == NO_FIXED_ABODE:
        return Area(postcode=postcode, unresolved="no_fixed_abode")
    found = await reader.row(_LOOKUP, postcode, edition)
    if found is None:
        raise EditionNotLoaded(edition)
    if found["postcode"] is None:
        return Area(postcode=postcode, unresolved="not_in_lookup")
    unresolved = _unresolved(found)
    return Area(
        postcode=postcode,
        lsoa=found["lsoa"],
        ward=found["ward"],
        local_authority=found["local_authority"],
        lookup_version=found["lookup_version"],
        decile=None if unresolved else found["decile"],
        edition=None if unresolved else edition,
        unresolved=unresolved,
    )


async def area_of_lsoa(reader: Reader, lsoa: str | None, *, edition: str) -> Area:
    """Look a small area up by its code, as old extracts give it instead of a postcode."""
    found = await reader.row(_OF_AREA, lsoa, edition)
    if found is None:
        raise EditionNotLoaded(edition)
    if found["decile"] is None:
        outside = lsoa is not None and not lsoa.startswith("E")
        return Area(lsoa=lsoa, unresolved="outside_england" if outside else "not_in_lookup")
    return Area(lsoa=lsoa, decile=found["decile"], edition=edition)


def _unresolved(found: asyncpg.Record) -> Unresolved | None:
    if found["institution"]:
        return "institution"
    if found["lsoa"] is None or (found["decile"] is None and found["lsoa"].startswith("E")):
        return "not_in_lookup"
    return "outside_england" if found["decile"] is None else None
