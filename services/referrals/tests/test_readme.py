"""The README says what the rules decide: its state table is made of their answers."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from pathlib import Path
from typing import get_args
from uuid import UUID

from ht_contracts.registry import event_types
from ht_referrals.access import PERMISSIONS
from ht_referrals.domain.commands import (
    MarkUnanswered,
    OnwardCommand,
    RecordAnswer,
    SendReferral,
    SendWithoutConsent,
    WithdrawReferral,
)
from ht_referrals.domain.events import (
    OnwardEvent,
    ReferralAcknowledged,
    ReferralDrafted,
    ReferralOutcomeRecorded,
    ReferralSent,
    ReferralUnanswered,
    ReferralWithdrawn,
)
from ht_referrals.domain.onward import NOTHING_YET, decide, evolve
from ht_referrals.domain.refusals import Refused
from ht_referrals.domain.words import (
    CaseId,
    ClientId,
    Consent,
    ConsentId,
    EntryId,
    Outcome,
    Place,
    ReferralId,
)

README = (Path(__file__).parents[1] / "README.md").read_text()
SOMEDAY = datetime(2026, 2, 3, 10, 15, tzinfo=UTC)
TODAY = SOMEDAY + timedelta(days=60)
REFERRAL, CLIENT = ReferralId(UUID(int=1)), ClientId(UUID(int=3))
SMOKE_FREE = Place(
    entry=EntryId(UUID(int=4)), destination="stop_smoking", recipient="smoke-free", active=True
)
CONSENT = Consent(
    consent=ConsentId(UUID(int=5)),
    client=CLIENT,
    recipient="smoke-free",
    purpose="onward_referral",
    given_at=SOMEDAY,
)
DRAFTED = ReferralDrafted(
    referral=REFERRAL,
    case=CaseId(UUID(int=2)),
    client=CLIENT,
    programme="northfield",
    entry=SMOKE_FREE.entry,
    destination="stop_smoking",
    recipient="smoke-free",
    reason="04",
    summary=None,
    drafted_at=SOMEDAY,
)
SENT = ReferralSent(
    referral=REFERRAL,
    case=CaseId(UUID(int=2)),
    client=CLIENT,
    entry=SMOKE_FREE.entry,
    destination="stop_smoking",
    recipient="smoke-free",
    reason="04",
    consent=CONSENT.consent,
    sent_at=SOMEDAY,
)
HISTORIES: dict[str, list[OnwardEvent]] = {
    "drafted": [DRAFTED],
    "sent": [DRAFTED, SENT],
    "unanswered": [
        DRAFTED,
        SENT,
        ReferralUnanswered(referral=REFERRAL, client=CLIENT, marked_at=TODAY),
    ],
    "acknowledged": [
        DRAFTED,
        SENT,
        ReferralAcknowledged(
            referral=REFERRAL, client=CLIENT, how="email", acknowledged_at=SOMEDAY
        ),
    ],
    **{
        outcome: [
            DRAFTED,
            SENT,
            ReferralOutcomeRecorded(
                referral=REFERRAL,
                client=CLIENT,
                outcome=outcome,
                late=False,
                how="email",
                answered_at=SOMEDAY,
            ),
        ]
        for outcome in get_args(Outcome)
    },
    "withdrawn": [
        DRAFTED,
        SENT,
        ReferralWithdrawn(referral=REFERRAL, client=CLIENT, withdrawn_at=TODAY),
    ],
}
ASKED: dict[str, OnwardCommand] = {
    "send": SendReferral(to=SMOKE_FREE, consents=(CONSENT,), sent_at=SOMEDAY, asked_at=TODAY),
    "send without consent": SendWithoutConsent(
        to=SMOKE_FREE,
        ground="safeguarding",
        why="Says they are hurt at home",
        told=frozenset({"line_manager"}),
        sent_at=SOMEDAY,
        asked_at=TODAY,
    ),
    **{
        answer: RecordAnswer(answer=answer, how="email", answered_at=SOMEDAY, asked_at=TODAY)
        for answer in ("acknowledged", *get_args(Outcome))
    },
    "withdraw": WithdrawReferral(withdrawn_at=TODAY, asked_at=TODAY),
    "14 days of silence": MarkUnanswered(asked_at=TODAY),
}


def comes_of(asked: OnwardCommand, history: list[OnwardEvent]) -> str:
    state = reduce(evolve, history, NOTHING_YET)
    try:
        happened = decide(asked, state)
    except Refused as refusal:
        return f"*{type(refusal).__name__}*"
    return reduce(evolve, happened, state).shown_status if happened else "nothing"


def state_table() -> str:
    header = ["status", *ASKED]
    lines = [
        [f"**{status}**", *(comes_of(asked, history) for asked in ASKED.values())]
        for status, history in HISTORIES.items()
    ]
    return "\n".join(
        "| " + " | ".join(cells) + " |" for cells in [header, ["---"] * len(header), *lines]
    )


def test_the_state_table_is_what_the_rules_decide() -> None:
    assert state_table() in README, f"the table must read:\n{state_table()}"


def test_every_event_that_goes_out_is_named() -> None:
    told = [name for name in event_types() if name.startswith("ht.referrals.")]

    assert [name for name in told if f"`{name.split('.')[2]}`" not in README] == []


def test_every_permission_is_named_with_its_roles() -> None:
    lines = {
        f"| `{permission}` | {', '.join(sorted(roles))} |"
        for permission, roles in PERMISSIONS.items()
    }

    assert sorted(line for line in lines if line not in README) == []
