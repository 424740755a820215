"""A draft can be written at leisure: nothing leaves, and it counts nowhere until it is sent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ht_kit.testing import Specification
from ht_referrals.domain.commands import DraftReferral, OnwardCommand
from ht_referrals.domain.events import OnwardEvent, ReferralDrafted
from ht_referrals.domain.onward import NOTHING_YET, Onward, decide, evolve
from ht_referrals.domain.refusals import DatedInTheFuture, DestinationInactive
from ht_referrals.domain.words import CaseId, ClientId, EntryId, Place, ReferralId

TUESDAY = datetime(2026, 2, 3, 10, 15, tzinfo=UTC)
SMOKE_FREE = Place(
    entry=EntryId(UUID(int=4)),
    destination="stop_smoking",
    recipient="northfield-smoke-free",
    active=True,
)
DRAFT = DraftReferral(
    referral=ReferralId(UUID(int=1)),
    case=CaseId(UUID(int=2)),
    client=ClientId(UUID(int=3)),
    programme="northfield",
    to=SMOKE_FREE,
    reason="04",
    summary="Would like help before the operation in May",
    drafted_at=TUESDAY,
    asked_at=TUESDAY + timedelta(hours=2),
)
DRAFTED = ReferralDrafted(
    referral=ReferralId(UUID(int=1)),
    case=CaseId(UUID(int=2)),
    client=ClientId(UUID(int=3)),
    programme="northfield",
    entry=SMOKE_FREE.entry,
    destination="stop_smoking",
    recipient="northfield-smoke-free",
    reason="04",
    summary="Would like help before the operation in May",
    drafted_at=TUESDAY,
)


def nothing_yet() -> Specification[OnwardCommand, Onward, OnwardEvent]:
    return Specification(decide, evolve, NOTHING_YET)


def test_a_referral_can_be_drafted_before_anybody_is_asked_for_consent() -> None:
    nothing_yet().when(DRAFT).then(DRAFTED)


def test_a_draft_needs_no_summary() -> None:
    (nothing_yet().when(replace(DRAFT, summary=None)).then(replace(DRAFTED, summary=None)))


def test_nothing_is_drafted_to_a_place_that_takes_nobody() -> None:
    closed = replace(SMOKE_FREE, active=False)

    nothing_yet().when(replace(DRAFT, to=closed)).then_refused(DestinationInactive)


def test_a_draft_cannot_be_dated_in_the_future() -> None:
    tomorrow = DRAFT.asked_at + timedelta(days=1)

    nothing_yet().when(replace(DRAFT, drafted_at=tomorrow)).then_refused(DatedInTheFuture)
