"""Messages as nobody should send them: bytes, headers and subjects, and events gone wrong."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ht_contracts.envelope import CONTENT_TYPE

_SAMPLES: Final = Path(__file__).parent.parent / "contracts" / "samples"
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STRUCTURED: Final = {"Content-Type": CONTENT_TYPE, "Ht-Hash": "00" * 32}
_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
_HOSTILE: Final = st.sampled_from(
    [
        *("", "\0", "a\0b", "\ud800", "\u202e", "x" * 100_000, "NaN", "٣"),
        *("0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "2026-02-30T00:00:00Z"),
        *("{00000000-0000-0000-0000-000000000007}", "7" * 32, str(UUID(int=0))),
        "urn:uuid:019b8db4-e0a3-72e6-ae97-ba94d0eda82f",
        "\N{ARABIC-INDIC DIGIT ZERO}" * 32,
        *("nobody", "northfield", 0, -1, 2**31, 2**63, 10**400, 1e308),
    ]
)
_WRONG: Final = _HOSTILE | _JSON
_HEADER: Final = st.sampled_from(
    ["Content-Type", "ce-id", "ce-type", "ce-specversion", "ce-subject", "Ht-Hash", "x"]
)
_HEADERS: Final = st.just(_STRUCTURED) | st.dictionaries(
    _HEADER, st.text(max_size=40) | st.just(CONTENT_TYPE), max_size=5
)
_TOKENS: Final = st.lists(st.text("abz019_-ü", min_size=1, max_size=12), min_size=1, max_size=5)


class Sent(NamedTuple):
    """A message, as it is given to the stream."""

    subject: str
    headers: Mapping[str, str]
    body: bytes


def sample(kind: str) -> dict[str, Any]:
    """Give an event of this type, of people and things that nothing else speaks of."""
    told = (_SAMPLES / f"{kind}.json").read_text()
    for known in set(_ID.findall(told)):
        told = told.replace(known, str(uuid4()))
    event: dict[str, Any] = json.loads(told)
    return event


def well_sent(service: str, event: Mapping[str, Any]) -> Sent:
    """Send an event as a relay does."""
    where = f"evt.{service}.{event['organisation']}.thing.{event['subject']}"
    return Sent(where, _STRUCTURED, json.dumps(event).encode())


def fuzzed(service: str, kinds: Sequence[str], count: int) -> list[Sent]:
    """Draw so many messages for the stream of a service, of all kinds of wrong."""
    found: list[Sent] = []

    @settings(max_examples=count, phases=[Phase.generate], database=None)
    @given(_messages(service, kinds))
    def gather(message: Sent) -> None:
        found.append(message)

    gather()
    return found


def _messages(service: str, kinds: Sequence[str]) -> st.SearchStrategy[Sent]:
    subjects = _TOKENS.map(lambda tokens: ".".join(("evt", service, *tokens)))
    events = st.sampled_from(kinds).map(sample).flatmap(_gone_wrong).map(_written)
    anything = st.binary(max_size=200) | _JSON.map(_written)
    return st.one_of(
        st.builds(Sent, subjects, _HEADERS, anything),
        st.builds(Sent, subjects, _HEADERS, events),
        st.builds(Sent, subjects, st.just(_STRUCTURED), events),
    )


def _gone_wrong(event: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Replace or leave out some of an event's attributes, or some of what it tells."""
    told = _changed(event["data"]).map(lambda changed: {**event, "data": changed})
    return told | told | _changed(event)


def _changed(whole: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sampled_from(sorted(whole))
    replaced = st.dictionaries(names, _WRONG, min_size=1, max_size=3)
    left_out = st.sets(names, max_size=2)
    return st.tuples(replaced, left_out).map(
        lambda wrong: {
            name: value for name, value in {**whole, **wrong[0]}.items() if name not in wrong[1]
        }
    )


def _written(value: object) -> bytes:
    return json.dumps(value).encode()
