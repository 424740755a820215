"""What can have happened in a case.

These names and fields are kept for ever. Add an optional field freely; never rename,
remove or re-mean one. A fact that now means something else is a new event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from ht_plans.domain.case.course_events import Turn
from ht_plans.domain.codes import (
    AskedBy,
    AssessmentId,
    Attendance,
    Cancelled,
    CaseId,
    ClientId,
    CorrectionId,
    Instrument,
    Interpreter,
    LocalPlace,
    Medium,
    Mode,
    NotSeen,
    NotTaken,
    OtherPresent,
    Phase,
    Place,
    ReassignmentId,
    ReferralId,
    Seen,
    SessionId,
    SessionType,
    SharedSessionId,
    WorkerId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """A client and a programme start to work together."""

    case: CaseId
    client: ClientId
    referral: ReferralId
    programme: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerAssigned:
    """A health trainer supports this client from now on.

    `over_cap` says that the trainer had a full caseload, and that somebody answered for it.
    Of many who were moved in one act, it names the act; so does whoever is given back by it.
    What is booked ahead with the former trainer goes along (`goes_along`), unless the new one
    has something else at that time: then it is with nobody, and somebody arranges it anew.
    """

    case: CaseId
    client: ClientId
    worker: WorkerId
    assigned_at: datetime
    over_cap: bool
    override_reason: str | None
    of_reassignment: ReassignmentId | None = None
    gives_back: ReassignmentId | None = None
    goes_along: tuple[SessionId, ...] = ()
    with_nobody: tuple[SessionId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBooked:
    """A client and a trainer arranged to meet or speak. It does not say that they did."""

    case: CaseId
    client: ClientId
    session: SessionId
    kind: SessionType
    medium: Medium
    place: Place | None
    planned_start: datetime
    minutes: int | None = None
    worker: WorkerId | None = None
    local_place: LocalPlace | None = None
    language: str | None = None
    interpreter: Interpreter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRescheduled:
    """A session that was arranged was moved. The earlier time stays in the history.

    `worker` is whom it is with from now on, where it was with nobody.
    """

    case: CaseId
    client: ClientId
    session: SessionId
    planned_start: datetime
    minutes: int | None
    asked_by: AskedBy
    rescheduled_at: datetime
    worker: WorkerId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAmended:
    """What was written about a session was put right. The earlier words stay in the history."""

    case: CaseId
    client: ClientId
    session: SessionId
    note: str | None
    reason: str | None
    amended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniquesUsed:
    """All techniques that a session used, as far as now known, by their BCTTv1 numbers."""

    case: CaseId
    client: ClientId
    session: SessionId
    techniques: tuple[str, ...]
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAttended:
    """A session took place, on time (5) or late (6). `entered_at` is when that was told.

    `written_at` is when it was written down without a connection, to be sent later. `shared`
    names the household or group session that this was one client's part of.
    """

    case: CaseId
    client: ClientId
    session: SessionId
    kind: SessionType
    medium: Medium
    place: Place
    attendance: Seen
    started_at: datetime
    duration_minutes: int
    note: str | None
    local_place: LocalPlace | None = None
    language: str | None = None
    interpreter: Interpreter | None = None
    entered_at: datetime | None = None
    written_at: datetime | None = None
    others_present: tuple[OtherPresent, ...] | None = None
    shared: SharedSessionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMissed:
    """The client did not come (3), or came too late to be seen (7)."""

    case: CaseId
    client: ClientId
    session: SessionId
    kind: SessionType
    medium: Medium
    place: Place | None
    attendance: NotSeen
    planned_start: datetime
    note: str | None
    entered_at: datetime | None = None
    written_at: datetime | None = None
    shared: SharedSessionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCancelled:
    """A planned session was called off, by the client (2) or by the provider (4).

    `interpreter` is 5 where it was because the interpreter did not attend.
    """

    case: CaseId
    client: ClientId
    session: SessionId
    kind: SessionType
    medium: Medium
    place: Place | None
    attendance: Cancelled
    planned_start: datetime
    note: str | None
    entered_at: datetime | None = None
    written_at: datetime | None = None
    shared: SharedSessionId | None = None
    interpreter: Interpreter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceCorrected:
    """How a session went was put right. What stood before stays in the history.

    It is told whole: a session that took place has `started_at` and `duration_minutes`, any
    other `planned_start`. The note is not touched: it is amended by itself.
    """

    case: CaseId
    client: ClientId
    session: SessionId
    correction: CorrectionId
    kind: SessionType
    medium: Medium
    place: Place | None
    attendance: Attendance
    started_at: datetime | None
    duration_minutes: int | None
    planned_start: datetime | None
    local_place: LocalPlace | None
    language: str | None
    interpreter: Interpreter | None
    others_present: tuple[OtherPresent, ...] | None
    reason: str | None
    corrected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentTaken:
    """The client answered one instrument, and the service scored it.

    `value` is unrounded. `follow_up` says that the answers ask for a closer look.
    """

    case: CaseId
    client: ClientId
    assessment: AssessmentId
    phase: Phase
    instrument: Instrument
    algorithm: str
    unit: str
    value: Decimal
    answers: Mapping[str, str] | None
    follow_up: bool
    taken_at: datetime
    mode: Mode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentNotTaken:
    """One instrument was left unanswered in the conversation. That is an answer too."""

    case: CaseId
    client: ClientId
    assessment: AssessmentId
    phase: Phase
    instrument: Instrument
    reason: NotTaken
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDrafted:
    """Part of a conversation was answered, and is kept until the conversation is recorded.

    Nothing is scored, and nobody is assessed by it. It takes the place of an earlier draft.
    `missing` names the items that the measures begun still need.
    """

    case: CaseId
    client: ClientId
    assessment: AssessmentId
    phase: Phase
    answers: Mapping[Instrument, Mapping[str, str]] | None
    not_taken: Mapping[Instrument, NotTaken]
    missing: Mapping[Instrument, tuple[str, ...]]
    drafted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentCorrected:
    """What one instrument of a conversation says was put right. What stood before is kept.

    It has a figure with the rule that made it, or else the reason why there is none.
    """

    case: CaseId
    client: ClientId
    correction: CorrectionId
    assessment: AssessmentId
    phase: Phase
    instrument: Instrument
    algorithm: str | None
    unit: str | None
    value: Decimal | None
    answers: Mapping[str, str] | None
    follow_up: bool
    mode: Mode | None
    not_taken: NotTaken | None
    reason: str | None
    taken_at: datetime
    corrected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportWithdrawn:
    """The client no longer takes part. Nothing more is planned; nothing is erased."""

    case: CaseId
    client: ClientId
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseImported:
    """What the case says so far came from another system's extract.

    `trainer` is what that system called the health trainer, `note` what stood there.
    """

    case: CaseId
    client: ClientId
    of_import: UUID
    trainer: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseImportUndone:
    """The import was taken back, and nobody had worked with this case: it never counted."""

    case: CaseId
    client: ClientId
    of_import: UUID
    undone_at: datetime


SessionRecorded: TypeAlias = SessionAttended | SessionMissed | SessionCancelled
Measure: TypeAlias = AssessmentTaken | AssessmentNotTaken
Event: TypeAlias = (
    CaseOpened
    | TrainerAssigned
    | SessionBooked
    | SessionRescheduled
    | NoteAmended
    | TechniquesUsed
    | SessionAttended
    | SessionMissed
    | SessionCancelled
    | AttendanceCorrected
    | AssessmentTaken
    | AssessmentNotTaken
    | AssessmentDrafted
    | AssessmentCorrected
    | SupportWithdrawn
    | CaseImported
    | CaseImportUndone
    | Turn
)
