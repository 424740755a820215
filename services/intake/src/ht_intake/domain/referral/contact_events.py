"""What can have happened while the programme tried to reach somebody, or they said no.

These names and fields are kept for ever, as those of every event.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ht_intake.domain.codes import (
    Channel,
    ContactedThrough,
    ContactResult,
    ReferralStage,
    WithdrawnBy,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAttempted:
    """Somebody tried to reach the person, directly or through somebody whom they named."""

    referral: UUID
    attempt: UUID
    at: datetime
    channel: Channel
    result: ContactResult
    through: ContactedThrough


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMeetingBooked:
    """The person knows when they will be met. A later booking takes the place of this one."""

    referral: UUID
    meeting_at: datetime
    booked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralUnreachable:
    """Nobody was reached. The person may come back to it for six months."""

    referral: UUID
    attempts: int
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralReopened:
    """Somebody who could not be reached came back."""

    referral: UUID
    reopened_at: datetime
    contact_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDeclined:
    """The person does not wish to take it up. That is their choice, and nothing failed."""

    referral: UUID
    declined_at: datetime
    how: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralWithdrawn:
    """The referral was taken back.

    It ends, unless the referrer takes it back when the person has been reached already: from
    then on it is the person's.
    """

    referral: UUID
    by: WithdrawnBy
    stage: ReferralStage
    ended: bool
    withdrawn_at: datetime
