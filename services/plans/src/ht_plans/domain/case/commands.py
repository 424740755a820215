"""What may be asked of a case. `now` is the moment of asking: no rule reads a clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from ht_plans.domain.case.course_commands import Steering
from ht_plans.domain.codes import (
    AskedBy,
    AssessmentId,
    Cancelled,
    CaseId,
    ClientId,
    CorrectionId,
    EarlierCase,
    Instrument,
    Interpreter,
    LocalPlace,
    Medium,
    NotSeen,
    NotTaken,
    NotYet,
    OtherPresent,
    Phase,
    Place,
    ReferralId,
    Seen,
    SessionId,
    SessionType,
    SharedKind,
    SharedSessionId,
    WorkerId,
)
from ht_plans.domain.scoring.answers import Answered
from ht_plans.domain.scoring.totals import Total


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """Start an episode of support, because a referral was converted.

    `follows` is the case that the client had before, where there is one.
    """

    case: CaseId
    client: ClientId
    referral: ReferralId
    programme: str
    opened_at: datetime
    follows: CaseId | None = None
    because: EarlierCase = "came_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """What the register says about somebody, and how many clients they support already.

    `too_close`: they are this client, or are related to them, a friend, or a colleague.
    """

    worker: WorkerId
    roles: frozenset[str]
    accreditations: frozenset[str]
    caseload: int = 0
    too_close: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignTrainer:
    """Give the client a health trainer. `cap` is the programme's, where it sets one.

    `busy` are sessions that are booked when this trainer has something else.
    """

    worker: Worker
    cap: int | None
    override_reason: str | None
    assigned_at: datetime
    now: datetime
    busy: frozenset[SessionId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSession:
    """Arrange to meet or speak: with this worker, or else with the client's trainer.

    `too_close` are those who have declared a conflict with the client.
    """

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
    too_close: frozenset[WorkerId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RescheduleSession:
    """Move a session that was arranged. Without `minutes` it lasts as long as it was to."""

    session: SessionId
    planned_start: datetime
    minutes: int | None
    asked_by: AskedBy
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendNote:
    """Put right what was written about a session."""

    session: SessionId
    note: str
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTechniques:
    """Say which techniques a session used, where the programme records them."""

    session: SessionId
    techniques: frozenset[str]
    recorded_here: bool
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The household or group session that a client's session is part of, as it stands.

    `room` is how many more clients can have been there than are recorded, once it is known
    how many people came.
    """

    session: SharedSessionId
    kind: SharedKind
    cases: frozenset[CaseId]
    called_off: bool
    room: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttended:
    """Record a session that took place, booked or not.

    `written_at` is when it was written down without a connection, if it was.
    """

    session: SessionId
    kind: SessionType
    medium: Medium
    place: Place
    attendance: Seen
    started_at: datetime
    duration_minutes: int
    note: str | None
    now: datetime
    local_place: LocalPlace | None = None
    language: str | None = None
    interpreter: Interpreter | None = None
    written_at: datetime | None = None
    others_present: frozenset[OtherPresent] = frozenset()
    together: Together | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNotHeld:
    """Record a session that was missed or called off, booked or not.

    A session that lies ahead (0) has not gone any way yet. `interpreter` is 5 where there was
    no session because the interpreter did not attend.
    """

    session: SessionId
    kind: SessionType
    medium: Medium
    place: Place | None
    attendance: NotSeen | Cancelled | NotYet
    planned_start: datetime
    note: str | None
    now: datetime
    written_at: datetime | None = None
    interpreter: Literal["5"] | None = None
    together: Together | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectAttendance:
    """Put right how a session went: told whole, as it should have been, without the note."""

    correction: CorrectionId
    corrected: RecordAttended | RecordNotHeld
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAssessment:
    """Record a whole conversation.

    `recorded` names the instruments that the programme records. One of them with neither an
    answer nor a reason was not asked. `of_a_child` says that the client is under 18.
    """

    assessment: AssessmentId
    phase: Phase
    answers: tuple[Answered, ...]
    not_taken: Mapping[Instrument, NotTaken]
    recorded: frozenset[Instrument]
    taken_at: datetime
    now: datetime
    of_a_child: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepDraft:
    """Keep what was answered so far in a conversation that is not finished."""

    assessment: AssessmentId
    phase: Phase
    answers: tuple[Answered, ...]
    not_taken: Mapping[Instrument, NotTaken]
    recorded: frozenset[Instrument]
    now: datetime
    of_a_child: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectAssessment:
    """Put right what one instrument of a conversation says: an answer, or why there is none."""

    correction: CorrectionId
    assessment: AssessmentId
    instrument: Instrument
    corrected: Answered | NotTaken
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSupport:
    """End support, because the client no longer takes part."""

    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedConversation:
    """Measures that another system has of one day. What it lacks was not said."""

    assessment: AssessmentId
    phase: Phase
    taken_at: datetime
    answers: tuple[Answered | Total, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCase:
    """Take an episode of support over from another system's extract."""

    case: CaseId
    client: ClientId
    client_came_with_it: bool
    referral: ReferralId
    programme: str
    of_import: UUID
    opened_at: datetime
    trainer: str | None
    note: str | None
    conversations: tuple[ImportedConversation, ...]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoCaseImport:
    """Take the import of this case back, if nobody has worked with it or its plans since."""

    of_import: UUID
    plans_worked_with: bool
    now: datetime


Command: TypeAlias = (
    OpenCase
    | AssignTrainer
    | BookSession
    | RescheduleSession
    | AmendNote
    | RecordTechniques
    | RecordAttended
    | RecordNotHeld
    | CorrectAttendance
    | RecordAssessment
    | KeepDraft
    | CorrectAssessment
    | WithdrawSupport
    | ImportCase
    | UndoCaseImport
    | Steering
)
