"""What clients are found by: tokens of what they say, from which nothing can be read.

Each token is a code under the organisation's search key (ARCHITECTURE 3.5): of every name, its
first three letters and its sound; of birth date, postcode, NHS number and telephone. A client
holds each in a place of its own, so that another name takes the place of the former one.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from jellyfish import metaphone

from ht_intake.domain.client.state import Client
from ht_intake.domain.matching import Described, described
from ht_intake.domain.names import words_of
from ht_intake.likeness import telephone_digits
from ht_kit.aggregate import Blind, Row

_NAMES: Final = 4
_WORDS_SOUGHT: Final = 6
_BEGINNING: Final = 3
_LEAST_SOUND: Final = 2
_MONTHS: Final = 12
_NAME, _SOUND, _START = 4, 2, 1
WEIGHT_OF_A_NAME: Final = _NAME + _SOUND + _START
_WEIGHT: Final = {"nhs_number": 24, "birth_date": 6, "telephone": 6, "postcode": 4}


class Token(NamedTuple):
    """Something to find by, and how much it says that it is the same."""

    blind: Blind
    weight: int


def token_rows(client_id: UUID, client: Client) -> list[Row]:
    """Keep the tokens of a client.

    A place that something may have stood in is emptied: what was taken back, or erased, leads
    to nobody. Of somebody who never said otherwise only what there is is written.
    """
    if client.registered is None:
        return []
    nobody = client.erased is not None or client.import_undone is not None
    held = {} if nobody else dict(places_of(described(client.registered)))
    kept = _EVERY_PLACE if nobody or client.amended else held
    return [
        Row(
            "client_token",
            {"client": client_id, "kind": place, "token": held.get(place, Blind(place, None))},
        )
        for place in kept
    ]


def tokens_for(sought: Described) -> list[Token]:
    """Give what somebody may be found by, mistyped or not: each once."""
    found = [
        token
        for word in words_of(sought.name, sought.called)[:_WORDS_SOUGHT]
        for token in _of_word(word)
    ]
    changed = replace(sought, birth_date=_changed_over(sought.birth_date))
    return [*dict.fromkeys([*found, *_of_details(sought), *_of_details(changed)])]


def sound_of(word: str) -> str | None:
    """Give what a name sounds like, where that says something."""
    sound: str = metaphone(word)
    return sound if len(sound) >= _LEAST_SOUND else None


def _changed_over(born: date | None) -> date | None:
    """Give the date with day and month changed over, where that is one."""
    if born is None or born.day > _MONTHS:
        return None
    return born.replace(month=born.day, day=born.month)


def _of_word(word: str) -> Iterator[Token]:
    yield Token(Blind("name", word), _NAME)
    if sound := sound_of(word):
        yield Token(Blind("sound", sound), _SOUND)
    if len(word) >= _BEGINNING:
        yield Token(Blind("start", word[:_BEGINNING]), _START)


def _of_details(who: Described) -> Iterator[Token]:
    said = {
        "nhs_number": who.nhs_number,
        "birth_date": None if who.birth_date is None else who.birth_date.isoformat(),
        "postcode": who.postcode,
        "telephone": telephone_digits(who.telephone),
    }
    for kind, value in said.items():
        if value is not None:
            yield Token(Blind(kind, value), _WEIGHT[kind])


def places_of(who: Described) -> Iterator[tuple[str, Blind]]:
    """Put each token in a place: given and family name, what they are called, and the rest."""
    named = words_of(who.name)
    first = (*named[:1], *named[-1:], *words_of(who.called), *named)
    for number, word in enumerate(list(dict.fromkeys(first))[:_NAMES], start=1):
        for token in _of_word(word):
            yield f"{token.blind.kind}_{number}", token.blind
    for token in _of_details(who):
        yield token.blind.kind, token.blind


_EVERY_PLACE: Final = (
    *(f"{kind}_{number}" for kind in ("name", "sound", "start") for number in range(1, 5)),
    *_WEIGHT,
)
