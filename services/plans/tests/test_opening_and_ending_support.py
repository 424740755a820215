"""A case opens when a referral is converted, once, however often that is heard of.

"WithdrawFromTakingPart ends support and erases nothing."
"""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.case.case import NO_CASE_YET, Case, decide, evolve
from ht_plans.domain.case.commands import (
    BookSession,
    Command,
    OpenCase,
    RecordAttended,
    WithdrawSupport,
)
from ht_plans.domain.case.events import CaseOpened, Event, SessionAttended, SupportWithdrawn
from ht_plans.domain.case.refusals import CaseNotOpen, CaseOpenedForAnother, SupportHasEnded
from ht_plans.domain.codes import CaseId, ClientId, ReferralId, SessionId

CASE, AMINA, REFERRAL = CaseId(UUID(int=1)), ClientId(UUID(int=7)), ReferralId(UUID(int=8))
WALK_IN = SessionId(UUID(int=11))
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
WEDNESDAY = datetime(2026, 1, 14, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 16, 9, tzinfo=UTC)

OPENED = CaseOpened(
    case=CASE, client=AMINA, referral=REFERRAL, programme="northfield", opened_at=MONDAY
)
WITHDRAWN = SupportWithdrawn(case=CASE, client=AMINA, withdrawn_at=WEDNESDAY)
OPEN = OpenCase(
    case=CASE, client=AMINA, referral=REFERRAL, programme="northfield", opened_at=MONDAY
)


def no_case() -> Specification[Command, Case, Event]:
    return Specification(decide, evolve, NO_CASE_YET)


def a_case(*history: Event) -> Specification[Command, Case, Event]:
    return no_case().given(OPENED, *history)


def seen(*, at: datetime) -> RecordAttended:
    return RecordAttended(
        session=WALK_IN,
        kind="walk_in",
        medium="01",
        place="N02",
        attendance="5",
        started_at=at,
        duration_minutes=45,
        note=None,
        now=FRIDAY,
    )


def test_a_converted_referral_opens_a_case() -> None:
    no_case().when(OPEN).then(OPENED)


def test_a_case_that_is_open_stays_as_it_is() -> None:
    a_case().when(OPEN).then_nothing()


def test_a_case_is_never_given_to_another_client() -> None:
    bilal = ClientId(UUID(int=9))

    a_case().when(replace(OPEN, client=bilal)).then_refused(CaseOpenedForAnother)


def test_nothing_can_be_recorded_on_a_case_that_never_opened() -> None:
    no_case().when(seen(at=MONDAY)).then_refused(CaseNotOpen)


def test_a_client_who_no_longer_takes_part_has_their_support_ended() -> None:
    a_case().when(WithdrawSupport(withdrawn_at=WEDNESDAY)).then(WITHDRAWN)


def test_support_ends_once() -> None:
    a_case(WITHDRAWN).when(WithdrawSupport(withdrawn_at=FRIDAY)).then_nothing()


def test_nothing_is_planned_with_a_client_who_no_longer_takes_part() -> None:
    later = BookSession(
        session=WALK_IN, kind="planning", medium="01", place=None, planned_start=FRIDAY
    )

    a_case(WITHDRAWN).when(later).then_refused(SupportHasEnded)


def test_what_happened_while_the_client_took_part_can_still_be_recorded() -> None:
    (
        a_case(WITHDRAWN)
        .when(seen(at=MONDAY))
        .then(
            SessionAttended(
                case=CASE,
                client=AMINA,
                session=WALK_IN,
                kind="walk_in",
                medium="01",
                place="N02",
                attendance="5",
                started_at=MONDAY,
                duration_minutes=45,
                note=None,
                entered_at=FRIDAY,
            )
        )
    )


def test_a_session_after_the_client_stopped_is_refused() -> None:
    a_case(WITHDRAWN).when(seen(at=FRIDAY)).then_refused(SupportHasEnded)
