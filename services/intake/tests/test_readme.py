"""The README says what the rules decide: its state table is made of their answers."""

from dataclasses import replace
from datetime import timedelta
from functools import reduce
from pathlib import Path
from typing import get_args
from uuid import UUID

import pytest

from ht_contracts.registry import event_types
from ht_intake.access import PERMISSIONS
from ht_intake.domain.referral.commands import (
    AcceptReferral,
    AmendReferral,
    BookFirstMeeting,
    CloseUnreachable,
    Command,
    ConvertReferral,
    DeclineReferral,
    LinkReferral,
    ReceiveReferral,
    RecordContactAttempt,
    RedirectReferral,
    RejectReferral,
    ReopenReferral,
    WithdrawReferral,
)
from ht_intake.domain.referral.events import Event
from ht_intake.domain.referral.evolving import evolve
from ht_intake.domain.referral.referral import decide
from ht_intake.domain.referral.said import Person, PersonTold
from ht_intake.domain.referral.state import NO_REFERRAL_YET, Referral, Status
from ht_intake.domain.refusals import Refused
from ht_intake.domain.taking_in import TakingIn
from ht_intake.settings import Settings
from ht_kit.settings import DecidingSettings

from .people import APRIL, MARCH, MAY, ROSE, TODAY, TOMORROW

README = (Path(__file__).parents[1] / "README.md").read_text()
REFERRALS = (Path(__file__).parents[3] / "docs/inbound-referrals.md").read_text()
PERSON = PersonTold(by="in_person", where_else=("exercise",))
RECEIVE = ReceiveReferral(
    referral=UUID(int=41),
    programme="northfield",
    source="gp_practice",
    consent="agreed",
    received_at=MARCH,
    asked_at=TODAY,
    person=Person(called="Rose", telephone="07700 900001"),
)
CONVERT = ConvertReferral(
    client=ROSE,
    case=UUID(int=31),
    agreed_to_take_part_at=APRIL,
    converted_at=MAY,
    asked_at=TODAY,
)
DECIDING: dict[str, Command] = {
    "accept": AcceptReferral(accepted_at=APRIL, asked_at=TODAY),
    "accept against the criteria": AcceptReferral(
        accepted_at=APRIL, asked_at=TODAY, override_reason="lives over the road"
    ),
    "reject": RejectReferral(
        reason="duplicate",
        tell_referrer_by="letter",
        person=PERSON,
        rejected_at=APRIL,
        asked_at=TODAY,
    ),
    "reject, nobody told": RejectReferral(
        reason="duplicate",
        tell_referrer_by="not_told",
        person=PERSON,
        rejected_at=APRIL,
        asked_at=TODAY,
    ),
    "redirect": RedirectReferral(
        to="exercise",
        tell_referrer_by="letter",
        person=PERSON,
        redirected_at=APRIL,
        asked_at=TODAY,
    ),
    "link": LinkReferral(client=ROSE, case=UUID(int=32), linked_at=MAY, asked_at=TODAY),
    "convert": CONVERT,
    "convert, not taking part": replace(CONVERT, agreed_to_take_part_at=None),
}


def attempt(number: int) -> Command:
    return RecordContactAttempt(
        attempt=UUID(int=100 + number),
        at=APRIL + timedelta(days=7 * number, hours=5 * number),
        channel="telephone",
        result="no_answer",
        through="direct",
        asked_at=TODAY,
    )


TRIED = [attempt(number) for number in range(3)]
REACHING: dict[str, Command] = {
    "try": attempt(3),
    "book": BookFirstMeeting(meeting_at=TOMORROW, booked_at=MAY, asked_at=TODAY),
    "close": CloseUnreachable(closed_at=MAY, asked_at=TODAY, by=TakingIn()),
    "reopen": ReopenReferral(reopened_at=TODAY, asked_at=TODAY),
    "decline": DeclineReferral(declined_at=MAY, how="telephone", asked_at=TODAY),
    "withdraw, by the person": WithdrawReferral(by="person", withdrawn_at=MAY, asked_at=TODAY),
    "withdraw, by the referrer": WithdrawReferral(
        by="referrer", withdrawn_at=MAY, asked_at=TODAY
    ),
    "amend": AmendReferral(
        parts=frozenset({"note"}),
        reason="misheard",
        note="Rings back",
        amended_at=MAY,
        asked_at=TODAY,
    ),
}
ACCEPTED = [RECEIVE, DECIDING["accept"]]
ASKED_BEFORE: dict[str, list[Command]] = {
    "returned": [replace(RECEIVE, consent="not_agreed")],
    "received": [RECEIVE],
    "accepted": ACCEPTED,
    "contacting": [*ACCEPTED, *TRIED],
    "booked": [*ACCEPTED, REACHING["book"]],
    "converted": [*ACCEPTED, CONVERT],
    "linked": [RECEIVE, DECIDING["link"]],
    "rejected": [RECEIVE, DECIDING["reject"]],
    "redirected": [RECEIVE, DECIDING["redirect"]],
    "unreachable": [*ACCEPTED, *TRIED, REACHING["close"]],
    "declined": [*ACCEPTED, REACHING["decline"]],
    "withdrawn": [*ACCEPTED, REACHING["withdraw, by the person"]],
}


def after(commands: list[Command]) -> Referral:
    def happens(state: Referral, command: Command) -> Referral:
        events: list[Event] = decide(command, state)
        return reduce(evolve, events, state)

    return reduce(happens, commands, NO_REFERRAL_YET)


def comes_of(asked: Command, state: Referral) -> str:
    try:
        happened = decide(asked, state)
    except Refused as refusal:
        return f"*{type(refusal).__name__}*"
    status: str = reduce(evolve, happened, state).status
    if status == state.status:
        return "noted" if happened else "nothing"
    return status


def state_table(asked: dict[str, Command]) -> str:
    lines = [
        [f"**{status}**", *(comes_of(command, after(before)) for command in asked.values())]
        for status, before in ASKED_BEFORE.items()
    ]
    header = ["status", *asked]
    return "\n".join(
        "| " + " | ".join(cells) + " |" for cells in [header, ["---"] * len(header), *lines]
    )


def test_each_row_of_the_tables_is_named_for_where_the_referral_stands() -> None:
    stands = {status: after(before).status for status, before in ASKED_BEFORE.items()}

    assert stands == {status: status for status in get_args(Status)}


@pytest.mark.parametrize(
    ("asked", "page"),
    [(DECIDING, README), (REACHING, REFERRALS)],
    ids=["deciding", "reaching"],
)
def test_the_state_tables_are_what_the_rules_decide(
    asked: dict[str, Command], page: str
) -> None:
    table = state_table(asked)

    assert table in page, f"the table must read:\n{table}"


def test_every_event_that_goes_out_is_named() -> None:
    told = [name for name in event_types() if name.startswith("ht.intake.")]

    assert [name for name in told if f"`{name.split('.')[2]}`" not in README] == []


def test_every_permission_is_named_with_its_roles() -> None:
    lines = {
        f"| `{permission}` | {', '.join(sorted(roles))} |"
        for permission, roles in PERMISSIONS.items()
    }

    assert sorted(line for line in lines if line not in README) == []


def test_every_setting_of_its_own_is_named() -> None:
    own = Settings.model_fields.keys() - DecidingSettings.model_fields.keys()

    assert [name for name in own if f"`HT_INTAKE_{name.upper()}`" not in README] == []
