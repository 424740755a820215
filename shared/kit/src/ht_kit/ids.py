"""Ids for things (UUIDv7), and references that people can read to each other."""

from typing import AnyStr
from uuid import UUID

import uuid_utils.compat
from asyncpg.pgproto import pgproto

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I: they are misheard and misread


def new_id() -> UUID:
    """Make an id that sorts by when it was made."""
    return uuid_utils.compat.uuid7()


def read_id(written: AnyStr) -> UUID:
    """Read an id as it was written: as text, or as its sixteen bytes.

    It is a UUID of asyncpg's own, as ids from the database are: equal to any other, and read
    and written in a tenth of the time.
    """
    return pgproto.UUID(written)


def reference_for(identifier: UUID) -> str:
    """Give the reference `R-XXXX-XXXX` of a thing: seven letters and a check letter.

    The letters come from the random end of the id. The check letter is a weighted sum modulo
    32 with odd weights, so one wrong letter is always noticed.
    """
    number = identifier.int
    digits = [(number >> (5 * place)) & 31 for place in range(7)]
    check = sum((2 * place + 1) * digit for place, digit in enumerate(digits)) % 32
    letters = "".join(_ALPHABET[digit] for digit in [*digits, check])
    return f"R-{letters[:4]}-{letters[4:]}"


def is_reference(text: str) -> bool:
    """Say whether a reference was read back rightly."""
    letters = text.removeprefix("R-").replace("-", "")
    if not text.startswith("R-") or len(letters) != 8 or set(letters) - set(_ALPHABET):  # noqa: PLR2004
        return False
    *digits, check = (_ALPHABET.index(letter) for letter in letters)
    return check == sum((2 * place + 1) * digit for place, digit in enumerate(digits)) % 32
