"""From the ethnic group that a person names to the category that returns are made in.

People are asked with the list of the 2021 census; returns of the NHS are still in the 16
categories of 2001 and the two of not saying (STANDARDS.md 1.4).
"""

from collections.abc import Mapping
from typing import Final

from ht_intake.domain.codes import EthnicGroup, Ethnicity

CATEGORY_OF: Final[Mapping[EthnicGroup, Ethnicity]] = {
    "british": "A",
    "irish": "B",
    "gypsy_or_irish_traveller": "C",
    "roma": "C",
    "other_white": "C",
    "white_and_black_caribbean": "D",
    "white_and_black_african": "E",
    "white_and_asian": "F",
    "other_mixed": "G",
    "indian": "H",
    "pakistani": "J",
    "bangladeshi": "K",
    "other_asian": "L",
    "caribbean": "M",
    "african": "N",
    "other_black": "P",
    "chinese": "R",
    "arab": "S",
    "any_other": "S",
    "declined": "Z",
    "not_known": "99",
}
