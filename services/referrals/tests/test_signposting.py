"""A signpost tells a client where to go. Nothing about them leaves, so it needs no consent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ht_kit.testing import Specification
from ht_referrals.domain.commands import SignpostClient, SignpostCommand
from ht_referrals.domain.events import Signposted, SignpostEvent
from ht_referrals.domain.refusals import DatedInTheFuture, DestinationInactive
from ht_referrals.domain.signpost import NO_SIGNPOST_YET, Signpost, decide, evolve
from ht_referrals.domain.words import CaseId, ClientId, EntryId, Place, SignpostId

TUESDAY = datetime(2026, 2, 3, 10, 15, tzinfo=UTC)
SWIMMING = Place(
    entry=EntryId(UUID(int=4)),
    destination="exercise",
    recipient="northfield-baths",
    active=True,
)
TOLD_OF_SWIMMING = Signposted(
    signpost=SignpostId(UUID(int=1)),
    case=CaseId(UUID(int=2)),
    client=ClientId(UUID(int=3)),
    programme="northfield",
    entry=SWIMMING.entry,
    destination="exercise",
    signposted_at=TUESDAY,
)
TELL_OF_SWIMMING = SignpostClient(
    signpost=SignpostId(UUID(int=1)),
    case=CaseId(UUID(int=2)),
    client=ClientId(UUID(int=3)),
    programme="northfield",
    to=SWIMMING,
    signposted_at=TUESDAY,
    asked_at=TUESDAY + timedelta(hours=2),
)


def no_signpost_yet() -> Specification[SignpostCommand, Signpost, SignpostEvent]:
    return Specification(decide, evolve, NO_SIGNPOST_YET)


def test_a_client_can_be_told_of_a_place_in_the_directory() -> None:
    no_signpost_yet().when(TELL_OF_SWIMMING).then(TOLD_OF_SWIMMING)


def test_a_client_can_be_told_of_a_kind_of_place_that_no_entry_names() -> None:
    (
        no_signpost_yet()
        .when(replace(TELL_OF_SWIMMING, to="advice"))
        .then(replace(TOLD_OF_SWIMMING, entry=None, destination="advice"))
    )


def test_nobody_is_told_of_a_place_that_takes_nobody() -> None:
    closed = replace(SWIMMING, active=False)

    (
        no_signpost_yet()
        .when(replace(TELL_OF_SWIMMING, to=closed))
        .then_refused(DestinationInactive)
    )


def test_a_signpost_cannot_be_dated_in_the_future() -> None:
    tomorrow = TELL_OF_SWIMMING.asked_at + timedelta(days=1)

    (
        no_signpost_yet()
        .when(replace(TELL_OF_SWIMMING, signposted_at=tomorrow))
        .then_refused(DatedInTheFuture)
    )
