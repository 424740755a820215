"""What two referrals of one person have in common, however it was typed."""

import re
import unicodedata

_SHORTEST = 9


def telephone_digits(telephone: str | None) -> str | None:
    """Give the digits of a telephone number as they are dialled within the country."""
    if telephone is None:
        return None
    digits = re.sub(r"[^0-9+]", "", telephone)
    digits = re.sub(r"^(\+44|0044)0?", "0", digits).removeprefix("+")
    return digits if len(digits) >= _SHORTEST else None


def name_and_postcode(name: str | None, postcode: str | None) -> str | None:
    """Give name and postcode as one: letters alone, without accents, in any order of names."""
    if name is None or postcode is None:
        return None
    letters = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"[^\W\d_]+", re.sub(r"[\u0300-\u036f'\u2019`-]", "", letters))
    if not words:
        return None
    return f"{' '.join(sorted(words))}/{re.sub(r'[^A-Z0-9]', '', postcode.upper())}"
