"""How alike names and people are, however they are typed."""

from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

from ht_intake.domain.matching import Described, births_agree, postcodes_agree
from ht_intake.domain.names import words_of
from ht_intake.likeness import telephone_digits
from ht_intake.tokens import sound_of

_ALIKE: Final = 0.93
_FROM, _FROM_TWO = 4, 8  # letters from which on one slip, and two, are overlooked
_NEARLY: Final = 0.8
_BEGUN: Final = 0.95
_LEAST_BEGUN: Final = 3


def names_alike(one: str, other: str) -> bool:
    """Say whether two words are one name: equal, a slip apart, or of one sound."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    slips = 0 if shorter < _FROM else 1 if shorter < _FROM_TWO else 2
    if slips and OSA.distance(one, other, score_cutoff=slips) <= slips:
        return True
    sound = sound_of(one)
    return sound is not None and sound == sound_of(other)


def score(sought: Described, known: Described) -> float:
    """Say how well somebody answers to what is sought, from 0 to 1: each detail counts once."""
    found = [
        each
        for each in (
            _of_names(sought, known),
            _of_number(sought, known),
            _of_telephone(sought, known),
            _of_two(sought.birth_date, known.birth_date,
                    nearly=births_agree(sought.birth_date, known.birth_date)),
            _of_two(sought.postcode, known.postcode,
                    nearly=postcodes_agree(sought.postcode, known.postcode)),
        )
        if each is not None
    ]  # fmt: skip
    return sum(found) / len(found) if found else 0.0


def _of_names(sought: Described, known: Described) -> float | None:
    words = words_of(sought.name, sought.called)
    if not words:
        return None
    theirs = words_of(known.name, known.called)
    return sum(max((_words(word, each) for each in theirs), default=0) for word in words) / len(
        words
    )


def _words(sought: str, known: str) -> float:
    if sought == known:
        return 1.0
    if len(sought) >= _LEAST_BEGUN and known.startswith(sought):
        return _BEGUN
    if names_alike(sought, known):
        return max(_NEARLY, JaroWinkler.similarity(sought, known))
    return JaroWinkler.similarity(sought, known, score_cutoff=_ALIKE)


def _of_number(sought: Described, known: Described) -> float | None:
    if sought.nhs_number is None:
        return None
    return float(sought.nhs_number == known.nhs_number)


def _of_telephone(sought: Described, known: Described) -> float | None:
    dialled = telephone_digits(sought.telephone)
    return None if dialled is None else float(dialled == telephone_digits(known.telephone))


def _of_two(sought: object, known: object, *, nearly: bool | None) -> float | None:
    if sought is None:
        return None
    return 1.0 if sought == known else _NEARLY if nearly else 0.0
