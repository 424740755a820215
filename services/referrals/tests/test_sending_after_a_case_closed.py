"""A case sends clients on in maintenance and for twelve months after it closed, no longer.

DOMAIN.md 4.5. Who comes back later gets a new case.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ht_referrals.domain.refusals import CaseClosedTooLongAgo
from ht_referrals.domain.timing import last_day_to_send

from .test_drafting_referrals import DRAFT, DRAFTED, nothing_yet
from .test_drafting_referrals import TUESDAY as DRAFTED_AT
from .test_sending_referrals import CONSENT, SENT, a_draft, send

# The sending is dated 3 February 2026.
A_YEAR_BEFORE = datetime(2025, 2, 3, 0, 30, tzinfo=UTC)
THE_DAY_BEFORE_THAT = datetime(2025, 2, 2, 23, 30, tzinfo=UTC)


def test_a_referral_is_sent_on_the_last_day_of_twelve_months() -> None:
    a_draft().when(replace(send(CONSENT), case_closed_at=A_YEAR_BEFORE)).then(SENT)


def test_a_referral_is_not_sent_a_day_later() -> None:
    (
        a_draft()
        .when(replace(send(CONSENT), case_closed_at=THE_DAY_BEFORE_THAT))
        .then_refused(CaseClosedTooLongAgo)
    )


def test_a_referral_is_drafted_on_the_last_day_and_not_a_day_later() -> None:
    assert DRAFTED_AT.date() == date(2026, 2, 3)
    nothing_yet().when(replace(DRAFT, case_closed_at=A_YEAR_BEFORE)).then(DRAFTED)
    (
        nothing_yet()
        .when(replace(DRAFT, case_closed_at=THE_DAY_BEFORE_THAT))
        .then_refused(CaseClosedTooLongAgo)
    )


@pytest.mark.parametrize(
    ("closed_at", "last_day"),
    [
        pytest.param(datetime(2024, 2, 29, 12, tzinfo=UTC), date(2025, 2, 28), id="a leap day"),
        pytest.param(
            datetime(2025, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1), id="a summer night"
        ),
    ],
)
def test_twelve_months_are_counted_in_days_of_the_people_concerned(
    closed_at: datetime, last_day: date
) -> None:
    assert last_day_to_send(closed_at) == last_day
