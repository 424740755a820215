"""The README says what the rules decide: its state table is made of their answers."""

from dataclasses import replace
from functools import reduce
from pathlib import Path
from uuid import UUID

from ht_contracts.registry import event_types
from ht_intake.access import PERMISSIONS
from ht_intake.domain.referral.commands import (
    AcceptReferral,
    Command,
    ConvertReferral,
    ReceiveReferral,
    RejectReferral,
)
from ht_intake.domain.referral.events import Event
from ht_intake.domain.referral.referral import NO_REFERRAL_YET, Referral, decide, evolve
from ht_intake.domain.refusals import Refused
from ht_intake.readmodels import status_of
from ht_intake.settings import Settings
from ht_kit.settings import DecidingSettings

from .people import APRIL, MARCH, ROSE, TODAY

README = (Path(__file__).parents[1] / "README.md").read_text()
RECEIVE = ReceiveReferral(
    referral=UUID(int=41),
    programme="northfield",
    source="gp_practice",
    consent="agreed",
    received_at=MARCH,
    asked_at=TODAY,
)
CONVERT = ConvertReferral(
    client=ROSE,
    case=UUID(int=31),
    agreed_to_take_part_at=APRIL,
    converted_at=APRIL,
    asked_at=TODAY,
)
ASKED: dict[str, Command] = {
    "accept": AcceptReferral(accepted_at=APRIL, asked_at=TODAY),
    "accept against the criteria": AcceptReferral(
        accepted_at=APRIL, asked_at=TODAY, override_reason="lives over the road"
    ),
    "reject": RejectReferral(
        reason="duplicate", tell_referrer_by="letter", rejected_at=APRIL, asked_at=TODAY
    ),
    "reject, nobody told": RejectReferral(
        reason="duplicate", tell_referrer_by="not_told", rejected_at=APRIL, asked_at=TODAY
    ),
    "convert": CONVERT,
    "convert, not taking part": replace(CONVERT, agreed_to_take_part_at=None),
}
ASKED_BEFORE: dict[str, list[Command]] = {
    "returned": [replace(RECEIVE, consent="not_agreed")],
    "received": [RECEIVE],
    "accepted": [RECEIVE, ASKED["accept"]],
    "rejected": [RECEIVE, ASKED["reject"]],
    "converted": [RECEIVE, ASKED["accept"], CONVERT],
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
    return status_of(reduce(evolve, happened, state)) if happened else "nothing"


def state_table() -> str:
    lines = [
        [f"**{status}**", *(comes_of(asked, after(before)) for asked in ASKED.values())]
        for status, before in ASKED_BEFORE.items()
    ]
    header = ["status", *ASKED]
    return "\n".join(
        "| " + " | ".join(cells) + " |" for cells in [header, ["---"] * len(header), *lines]
    )


def test_each_row_of_the_table_is_named_for_where_the_referral_stands() -> None:
    assert {status_of(after(before)) for before in ASKED_BEFORE.values()} == set(ASKED_BEFORE)


def test_the_state_table_is_what_the_rules_decide() -> None:
    assert state_table() in README, f"the table must read:\n{state_table()}"


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
