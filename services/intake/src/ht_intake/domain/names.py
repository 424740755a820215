"""Names as they are compared: the same however they are typed."""

import unicodedata
from typing import Final

_DROPPED: Final = "'\u2019\u02bc`\u00b4"  # O'Neill is one word


def words_of(*names: str | None) -> tuple[str, ...]:
    """Give the words of names without capitals, accents and signs, each once, in order."""
    plain = " ".join(name for name in names if name is not None)
    for sign in _DROPPED:
        plain = plain.replace(sign, "")
    letters = (
        letter if letter.isalnum() else " "
        for letter in unicodedata.normalize("NFKD", plain.casefold())
        if not unicodedata.combining(letter)
    )
    return tuple(dict.fromkeys("".join(letters).split()))
