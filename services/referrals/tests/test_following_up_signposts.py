"""Whether a client went where they were told to go: once, and corrected when it was wrong.

DOMAIN.md 4.5: SignpostFollowedUp(took_up | did_not | unknown).
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ht_kit.testing import Specification
from ht_referrals.domain.commands import FollowUpSignpost, SignpostCommand
from ht_referrals.domain.events import (
    SignpostEvent,
    SignpostFollowedUp,
    SignpostImported,
    SignpostImportUndone,
)
from ht_referrals.domain.refusals import (
    DatedBeforeWhatItFollows,
    DatedInTheFuture,
    NotSignposted,
    SignpostTakenBack,
)
from ht_referrals.domain.signpost import Signpost

from .test_signposting import TOLD_OF_SWIMMING, TUESDAY, no_signpost_yet

MARCH = datetime(2026, 3, 3, 10, 15, tzinfo=UTC)
WENT = FollowUpSignpost(took_up="took_up", followed_up_at=MARCH, asked_at=MARCH)
DID_NOT = replace(WENT, took_up="did_not")
FOUND_THAT_THEY_WENT = SignpostFollowedUp(
    signpost=TOLD_OF_SWIMMING.signpost,
    case=TOLD_OF_SWIMMING.case,
    client=TOLD_OF_SWIMMING.client,
    took_up="took_up",
    corrects=False,
    followed_up_at=MARCH,
)
IMPORTED = SignpostImported(
    signpost=TOLD_OF_SWIMMING.signpost,
    case=TOLD_OF_SWIMMING.case,
    client=TOLD_OF_SWIMMING.client,
    of_import=UUID(int=8),
)
UNDONE = SignpostImportUndone(
    signpost=IMPORTED.signpost,
    case=IMPORTED.case,
    client=IMPORTED.client,
    of_import=IMPORTED.of_import,
    undone_at=MARCH,
)


def told(*then: SignpostEvent) -> Specification[SignpostCommand, Signpost, SignpostEvent]:
    return no_signpost_yet().given(TOLD_OF_SWIMMING, *then)


def test_a_client_went_where_they_were_told_to_go() -> None:
    told().when(WENT).then(FOUND_THAT_THEY_WENT)


def test_it_may_stay_unknown() -> None:
    unknown = replace(WENT, took_up="unknown")

    told().when(unknown).then(replace(FOUND_THAT_THEY_WENT, took_up="unknown"))


def test_what_is_found_later_corrects_what_was_noted_and_leaves_it_there() -> None:
    corrected = replace(FOUND_THAT_THEY_WENT, took_up="did_not", corrects=True)

    told(FOUND_THAT_THEY_WENT).when(DID_NOT).then(corrected)


def test_the_same_is_noted_once() -> None:
    told(FOUND_THAT_THEY_WENT).when(WENT).then_nothing()


def test_nobody_went_before_they_were_told_or_in_the_future() -> None:
    early = replace(WENT, followed_up_at=TUESDAY - timedelta(minutes=1))
    late = replace(WENT, followed_up_at=MARCH + timedelta(minutes=1))

    told().when(early).then_refused(DatedBeforeWhatItFollows)
    told().when(late).then_refused(DatedInTheFuture)


def test_there_is_nothing_to_follow_up_before_somebody_was_told() -> None:
    no_signpost_yet().when(WENT).then_refused(NotSignposted)


def test_an_import_that_was_taken_back_is_not_followed_up() -> None:
    told(IMPORTED, UNDONE).when(WENT).then_refused(SignpostTakenBack)
