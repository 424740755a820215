"""A client's whole history is in their timeline, and each event in it says when it happened."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from types import ModuleType
from typing import Any, Final, get_args, get_type_hints

import pytest

from ht_intake.app import SERVICE as INTAKE
from ht_intake.routes import timeline as of_intake
from ht_kit.service import Service
from ht_plans.app import SERVICE as PLANS
from ht_plans.routes import timeline as of_plans
from ht_referrals.app import SERVICE as REFERRALS
from ht_referrals.routes import timeline as of_referrals

TIMELINES: Final = ((INTAKE, of_intake), (PLANS, of_plans), (REFERRALS, of_referrals))
_NOBODY: Final = "speaks of no client"
_MANY: Final = "speaks of several people: what it did to each is in their own case"
LEFT_OUT: Final[Mapping[str, str]] = {
    "organisation": _NOBODY,
    "programme": _NOBODY,
    "lawful_bases": _NOBODY,
    "contracts": _NOBODY,
    "worker": _NOBODY,
    "membership": _NOBODY,
    "taking_in": _NOBODY,
    "import": _NOBODY,
    "offer": _NOBODY,
    "recording": _NOBODY,
    "cover": _NOBODY,
    "directory-entry": _NOBODY,
    "outreach": "nobody is named in it",
    "advice": "nobody is named in it",
    "referral_draft": "is of nobody until it is sent, and its words are then the referral's",
    "shared-session": _MANY,
    "reassignment": _MANY,
    "handover": _MANY,
    "transfer": "what became of it is in the client's case, on both sides",
    "erasure": "is in intake's, where it is asked for",
}


@pytest.mark.parametrize(
    ("service", "timeline"),
    TIMELINES,
    ids=lambda each: each.name if isinstance(each, Service) else "",
)
def test_a_timeline_tells_of_everything_but_what_has_its_reason(
    service: Service, timeline: ModuleType
) -> None:
    told = {each.name for each in timeline.TOLD}
    there = {each.name for each in service.aggregates}

    assert there - told <= LEFT_OUT.keys(), sorted(there - told - LEFT_OUT.keys())
    assert told.isdisjoint(LEFT_OUT)


def test_no_reason_has_outlived_what_it_was_for() -> None:
    there = {each.name for service, _ in TIMELINES for each in service.aggregates}

    assert LEFT_OUT.keys() <= there


EVENTS: Final = [
    (event, timeline.HAPPENED)
    for _, timeline in TIMELINES
    for aggregate in timeline.TOLD
    for event in map(aggregate.codec.class_of, sorted(aggregate.codec.names))
]


@pytest.mark.parametrize(
    ("event", "happened"), EVENTS, ids=lambda each: getattr(each, "__name__", "")
)
def test_an_event_says_when_it_happened_or_that_only_its_recording_is_known(
    event: type, happened: Mapping[type, str | None]
) -> None:
    if event in happened:
        named = happened[event]
        assert named is None or named in {each.name for each in fields(event)}
        return
    kinds: Mapping[str, Any] = get_type_hints(event)

    assert any(
        name.endswith("_at") and datetime in {kind, *get_args(kind)}
        for name, kind in kinds.items()
    ), "name the field that says when, or None"
