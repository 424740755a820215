"""Whether two clients may be one person: what agrees says that somebody is asked.

Where both have an NHS number it decides: the same one makes them possibly one, another rules it
out. Else three of four must agree, as far as people mistype: given name, family name, birth
date and postcode. That suggests twins too, and a father and his son: nobody is ever linked by
it, and "not the same person" is remembered (`pair`).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from ht_intake.domain.client.events import ClientRegistered
from ht_intake.domain.codes import Detail
from ht_intake.domain.names import words_of

ENOUGH: Final = 3
_OF_NOBODY: Final = "ZZ99"  # postcodes that stand for no address say nothing of who somebody is

Alike: TypeAlias = Callable[[str, str], bool]
"""Whether two words are one name, as people hear and type it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is known of somebody as far as it says who they are. None was not said."""

    name: str | None = None
    called: str | None = None
    birth_date: date | None = None
    postcode: str | None = None
    nhs_number: str | None = None
    telephone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What agrees of two clients and what differs; what one of them did not say is neither."""

    agrees: tuple[Detail, ...]
    differs: tuple[Detail, ...]

    @property
    def possible(self) -> bool:
        """Say whether a person should look whether the two are one."""
        if "nhs_number" in self.differs:
            return False
        return "nhs_number" in self.agrees or len(self.agrees) >= ENOUGH


def described(known: ClientRegistered) -> Described:
    """Give what a client said of who they are."""
    return Described(
        name=known.name,
        called=known.called,
        birth_date=known.birth_date,
        postcode=known.postcode,
        nhs_number=known.nhs_number,
        telephone=known.telephone,
    )


def compare(one: Described, other: Described, *, alike: Alike) -> Likeness:
    """Say what agrees of two people and what differs."""
    given, family = _names(one, other, alike)
    found: dict[Detail, bool | None] = {
        "nhs_number": _same(one.nhs_number, other.nhs_number),
        "given_name": given,
        "family_name": family,
        "birth_date": births_agree(one.birth_date, other.birth_date),
        "postcode": postcodes_agree(one.postcode, other.postcode),
    }
    return Likeness(
        agrees=tuple(detail for detail, agrees in found.items() if agrees is True),
        differs=tuple(detail for detail, agrees in found.items() if agrees is False),
    )


def births_agree(one: date | None, other: date | None) -> bool | None:
    """Say whether two dates are one, but for a slip of the finger or day and month changed."""
    if one is None or other is None:
        return None
    changed = (one.year, one.day, one.month) == (other.year, other.month, other.day)
    return changed or one_slip(f"{one:%d%m%Y}", f"{other:%d%m%Y}")


def postcodes_agree(one: str | None, other: str | None) -> bool | None:
    """Say whether two postcodes are one, but for a slip of the finger."""
    if one is None or other is None or _OF_NOBODY in (one[:4], other[:4]):
        return None
    return one_slip(one.replace(" ", ""), other.replace(" ", ""))


def one_slip(one: str, other: str) -> bool:
    """Say whether two texts are equal, but for one sign: another, missing, or changed over."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == len(longer):
        where = [at for at, pair in enumerate(zip(one, other, strict=True)) if len({*pair}) > 1]
        first, last = where[0], where[-1]
        over = last == first + 1 and one[first : last + 1] == other[first : last + 1][::-1]
        return first == last or over
    return any(shorter == longer[:at] + longer[at + 1 :] for at in range(len(longer)))


def _same(one: str | None, other: str | None) -> bool | None:
    return None if one is None or other is None else one == other


def _names(one: Described, other: Described, alike: Alike) -> tuple[bool | None, bool | None]:
    """Say whether given and family names agree; they may have been told in either order."""
    given, others_given = _given(one), _given(other)
    family, others_family = words_of(one.name)[1:], words_of(other.name)[1:]
    straight = (
        _any_alike(given, others_given, alike) if given and others_given else None,
        _families(family, others_family, alike) if family and others_family else None,
    )
    crossed = (
        family and others_family
        and _any_alike(given, others_family[-1:], alike)
        and _any_alike(family[-1:], others_given, alike)
    )  # fmt: skip
    return (True, True) if crossed else straight


def _given(who: Described) -> tuple[str, ...]:
    return (*words_of(who.name)[:1], *words_of(who.called)[:1])


def _families(one: tuple[str, ...], other: tuple[str, ...], alike: Alike) -> bool:
    """Compare the last word of each with all but the given name: middle names prove nothing."""
    return _any_alike(one[-1:], other, alike) or _any_alike(one, other[-1:], alike)


def _any_alike(some: Collection[str], others: Collection[str], alike: Alike) -> bool:
    return any(alike(one, other) for one in some for other in others)
