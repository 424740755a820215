"""Events published by the plans service.

No free text and no identity leaves the service: a subscriber learns that a goal about diet
was set, never what the client said. `case`, `plan` and `client` are ids; the case's
programme is in the envelope.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from ht_contracts.codes import (
    Agreement,
    AskedBy,
    Attendance,
    Cancelled,
    Channel,
    CheckResult,
    ClientPresence,
    Closure,
    ClosureDetail,
    Conclusion,
    DietSubtype,
    EarlierCase,
    EndedEarly,
    GoalKind,
    Instrument,
    Interpreter,
    Issue,
    Medium,
    NotSeen,
    NotTaken,
    PauseReason,
    Phase,
    Place,
    PlanResult,
    Reassignment,
    Reopening,
    Seen,
    SessionType,
    Told,
    TransferReason,
    TransferRefusal,
)
from ht_contracts.envelope import Published


class CaseOpened(Published):
    """An episode of support began: a client and a programme start to work together."""

    type: ClassVar[str] = "ht.plans.case_opened.v1"

    case: UUID
    client: UUID
    referral: UUID
    opened_at: AwareDatetime


class TrainerAssigned(Published):
    """A worker of the programme supports this case from now on."""

    type: ClassVar[str] = "ht.plans.trainer_assigned.v1"

    case: UUID
    client: UUID
    worker: UUID
    assigned_at: AwareDatetime


class SessionBooked(Published):
    """A client and a trainer arranged to meet or speak."""

    type: ClassVar[str] = "ht.plans.session_booked.v1"

    case: UUID
    client: UUID
    session: UUID
    kind: SessionType
    medium: Medium
    planned_start: AwareDatetime


class SessionRescheduled(Published):
    """A session that was arranged was moved: the client or the provider asked for it."""

    type: ClassVar[str] = "ht.plans.session_rescheduled.v1"

    case: UUID
    client: UUID
    session: UUID
    planned_start: AwareDatetime
    asked_by: AskedBy
    rescheduled_at: AwareDatetime


class TechniquesUsed(Published):
    """Which techniques of behaviour change a session used, by their BCTTv1 numbers."""

    type: ClassVar[str] = "ht.plans.techniques_used.v1"

    case: UUID
    client: UUID
    session: UUID
    techniques: tuple[str, ...]
    recorded_at: AwareDatetime


class SessionAttended(Published):
    """A session took place. `duration_minutes` is 1 to 240.

    `interpreter` says who interpreted, or that nobody had to, where that was asked.
    """

    type: ClassVar[str] = "ht.plans.session_attended.v1"

    case: UUID
    client: UUID
    session: UUID
    kind: SessionType
    attendance: Seen
    medium: Medium
    place: Place
    started_at: AwareDatetime
    duration_minutes: int
    interpreter: Interpreter | None = None


class SessionMissed(Published):
    """The client did not come, or came too late to be seen."""

    type: ClassVar[str] = "ht.plans.session_missed.v1"

    case: UUID
    client: UUID
    session: UUID
    kind: SessionType
    attendance: NotSeen
    planned_start: AwareDatetime


class SessionCancelled(Published):
    """A planned session was called off, by the client (2) or by the provider (4).

    `interpreter` is 5 where it was because the interpreter did not attend.
    """

    type: ClassVar[str] = "ht.plans.session_cancelled.v1"

    case: UUID
    client: UUID
    session: UUID
    kind: SessionType
    attendance: Cancelled
    planned_start: AwareDatetime
    interpreter: Interpreter | None = None


class AttendanceCorrected(Published):
    """How a session went was put right: this takes the place of what was told of it before.

    A session that took place has `started_at` and `duration_minutes`, any other has
    `planned_start`. A later correction takes the place of an earlier.
    """

    type: ClassVar[str] = "ht.plans.attendance_corrected.v1"

    case: UUID
    client: UUID
    session: UUID
    correction: UUID
    kind: SessionType
    attendance: Attendance
    medium: Medium
    place: Place | None
    started_at: AwareDatetime | None
    duration_minutes: int | None
    planned_start: AwareDatetime | None
    corrected_at: AwareDatetime
    interpreter: Interpreter | None = None


class SharedSessionBooked(Published):
    """One slot was arranged for a household, or for a group of whoever comes."""

    type: ClassVar[str] = "ht.plans.shared_session_booked.v1"

    session: UUID
    kind: SessionType
    medium: Medium
    planned_start: AwareDatetime


class SharedSessionRescheduled(Published):
    """A household or group session was moved: those to come or the provider asked for it."""

    type: ClassVar[str] = "ht.plans.shared_session_rescheduled.v1"

    session: UUID
    planned_start: AwareDatetime
    asked_by: AskedBy
    rescheduled_at: AwareDatetime


class SharedSessionHeld(Published):
    """A household or group session took place. `size` counts everybody, clients or not.

    How each client attended is told by `session_attended` of their own case.
    """

    type: ClassVar[str] = "ht.plans.shared_session_held.v1"

    session: UUID
    kind: SessionType
    medium: Medium
    place: Place
    started_at: AwareDatetime
    duration_minutes: int
    size: int


class SharedSessionSizeCorrected(Published):
    """How many people came to a household or group session was put right."""

    type: ClassVar[str] = "ht.plans.shared_session_size_corrected.v1"

    session: UUID
    size: int
    corrected_at: AwareDatetime


class SharedSessionCancelled(Published):
    """A household or group session was called off for all."""

    type: ClassVar[str] = "ht.plans.shared_session_cancelled.v1"

    session: UUID
    kind: SessionType
    attendance: Cancelled
    planned_start: AwareDatetime
    cancelled_at: AwareDatetime


class SafeguardingConcernRaised(Published):
    """A safeguarding concern was raised in the programme: to be counted, and no more."""

    type: ClassVar[str] = "ht.plans.safeguarding_concern_raised.v1"

    concern: UUID
    raised_at: AwareDatetime


class SafeguardingConcernEnded(Published):
    """Whoever is responsible has said what came of a safeguarding concern."""

    type: ClassVar[str] = "ht.plans.safeguarding_concern_ended.v1"

    concern: UUID
    ended_at: AwareDatetime


class AssessmentTaken(Published):
    """One instrument was answered, and scored by the server.

    `value` is the unrounded figure that pairs and sums use: kg/m² for bmi, portions a day,
    snacks a week, 0 to 100 for general_health, the mean 1 to 5 for ngse, per cent for who5.
    Figures are compared only where `algorithm` is the same: it names the rule that made them.
    """

    type: ClassVar[str] = "ht.plans.assessment_taken.v1"

    case: UUID
    client: UUID
    assessment: UUID
    instrument: Instrument
    algorithm: str
    phase: Phase
    value: Decimal
    taken_at: AwareDatetime


class AssessmentNotTaken(Published):
    """One instrument was part of the conversation, but was not answered, and why."""

    type: ClassVar[str] = "ht.plans.assessment_not_taken.v1"

    case: UUID
    client: UUID
    assessment: UUID
    instrument: Instrument
    phase: Phase
    reason: NotTaken
    asked_at: AwareDatetime


class AssessmentCorrected(Published):
    """What one instrument of a conversation says was put right: this takes its place.

    It has a `value` with its `algorithm`, or else the reason why it is `not_taken`. Phase and
    `taken_at` are those of the conversation. A later correction takes the place of an earlier.
    """

    type: ClassVar[str] = "ht.plans.assessment_corrected.v1"

    case: UUID
    client: UUID
    correction: UUID
    assessment: UUID
    instrument: Instrument
    algorithm: str | None
    phase: Phase
    value: Decimal | None
    not_taken: NotTaken | None
    taken_at: AwareDatetime
    corrected_at: AwareDatetime


class RecordingChosen(Published):
    """A programme chose what it records from now on; the envelope says which programme."""

    type: ClassVar[str] = "ht.plans.recording_chosen.v1"

    instruments: tuple[Instrument, ...]
    techniques: bool
    chosen_at: AwareDatetime


class SupportWithdrawn(Published):
    """The client no longer takes part: nothing more is planned on this case."""

    type: ClassVar[str] = "ht.plans.support_withdrawn.v1"

    case: UUID
    client: UUID
    withdrawn_at: AwareDatetime


class PlanDrafted(Published):
    """A client and a trainer began to write a plan. It counts nowhere until it is agreed."""

    type: ClassVar[str] = "ht.plans.plan_drafted.v1"

    plan: UUID
    case: UUID
    client: UUID
    primary_issue: Issue | None
    drafted_at: AwareDatetime


class PlanAgreed(Published):
    """The client agreed to the plan: from now on it is a full Personal Health Plan."""

    type: ClassVar[str] = "ht.plans.plan_agreed.v1"

    plan: UUID
    case: UUID
    client: UUID
    primary_issue: Issue
    diet_subtype: DietSubtype | None
    secondary_issues: tuple[Issue, ...]
    how: Agreement
    agreed_at: AwareDatetime


class GoalSet(Published):
    """A client and their health trainer agreed something to work towards."""

    type: ClassVar[str] = "ht.plans.goal_set.v1"

    plan: UUID
    client: UUID
    goal: UUID
    behaviour: Issue
    kind: GoalKind
    due_on: date
    set_at: AwareDatetime


class GoalAchieved(Published):
    """A goal's result was recorded: the client did what they set out to do."""

    type: ClassVar[str] = "ht.plans.goal_achieved.v1"

    plan: UUID
    client: UUID
    goal: UUID
    recorded_at: AwareDatetime


class GoalPartlyAchieved(Published):
    """A goal's result was recorded: the client got part of the way."""

    type: ClassVar[str] = "ht.plans.goal_partly_achieved.v1"

    plan: UUID
    client: UUID
    goal: UUID
    recorded_at: AwareDatetime


class GoalNotAchieved(Published):
    """A goal's result was recorded: this time it did not come about."""

    type: ClassVar[str] = "ht.plans.goal_not_achieved.v1"

    plan: UUID
    client: UUID
    goal: UUID
    recorded_at: AwareDatetime


class CheckDue(BaseModel):
    """A maintenance check that a sign-off scheduled."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    check: UUID
    months: int
    due_on: date


class PlanSignedOff(Published):
    """A plan ended with a result. `rolled_up` is what the goals alone would say."""

    type: ClassVar[str] = "ht.plans.plan_signed_off.v1"

    plan: UUID
    case: UUID
    client: UUID
    result: PlanResult
    rolled_up: PlanResult
    overridden: bool
    client_present: ClientPresence
    checks: tuple[CheckDue, ...]
    signed_off_at: AwareDatetime


class GoalRevised(Published):
    """A client and their trainer put an agreed goal in other words or numbers."""

    type: ClassVar[str] = "ht.plans.goal_revised.v1"

    plan: UUID
    client: UUID
    goal: UUID
    behaviour: Issue
    kind: GoalKind
    due_on: date
    revised_at: AwareDatetime


class PlanReviewed(Published):
    """A client and their trainer looked together at how the plan is going."""

    type: ClassVar[str] = "ht.plans.plan_reviewed.v1"

    plan: UUID
    case: UUID
    client: UUID
    next_review_on: date | None
    reviewed_at: AwareDatetime


class GoalResult(BaseModel):
    """What came of one goal, as it stands now."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    goal: UUID
    result: PlanResult


class PlanSignOffCorrected(Published):
    """What came of a plan was put right: this holds from now on, of each of its goals too.

    The result of a goal is told here and not a second time as `goal_achieved` or its
    siblings. `checks` are those that the correction scheduled, or gave another day; those that
    it leaves nothing to ask about are told as `maintenance_checked` with the result cancelled.
    `signed_off_at` and `client_present` are there where the sign-off said them wrongly.
    """

    type: ClassVar[str] = "ht.plans.plan_sign_off_corrected.v1"

    plan: UUID
    case: UUID
    client: UUID
    result: PlanResult
    rolled_up: PlanResult
    overridden: bool
    goals: tuple[GoalResult, ...]
    checks: tuple[CheckDue, ...]
    corrected_at: AwareDatetime
    signed_off_at: AwareDatetime | None = None
    client_present: ClientPresence | None = None


class PlanSuperseded(Published):
    """A plan ended without a result, because another plan of its case took its place."""

    type: ClassVar[str] = "ht.plans.plan_superseded.v1"

    plan: UUID
    case: UUID
    client: UUID
    by: UUID
    superseded_at: AwareDatetime


class PlanAbandoned(Published):
    """A plan ended early, without a result."""

    type: ClassVar[str] = "ht.plans.plan_abandoned.v1"

    plan: UUID
    case: UUID
    client: UUID
    reason: EndedEarly
    ended_at: AwareDatetime


class MaintenanceCheckFellDue(Published):
    """The day came on which a client should be asked whether the change has lasted."""

    type: ClassVar[str] = "ht.plans.maintenance_check_fell_due.v1"

    plan: UUID
    client: UUID
    check: UUID
    months: int
    due_on: date


class MaintenanceCheckAttempted(Published):
    """Somebody tried to reach the client for a maintenance check, without success."""

    type: ClassVar[str] = "ht.plans.maintenance_check_attempted.v1"

    plan: UUID
    client: UUID
    check: UUID
    channel: Channel
    attempted_at: AwareDatetime


class MaintenanceChecked(Published):
    """A maintenance check ended: with an answer about the change, or without one."""

    type: ClassVar[str] = "ht.plans.maintenance_checked.v1"

    plan: UUID
    case: UUID
    client: UUID
    check: UUID
    months: int
    result: CheckResult
    checked_at: AwareDatetime


class ClientDataErased(Published):
    """Plans can read nothing personal of a client any more."""

    type: ClassVar[str] = "ht.plans.client_data_erased.v1"

    client: UUID
    erased_at: AwareDatetime


class CaseImported(Published):
    """What a case says so far came from another system, with its own dates."""

    type: ClassVar[str] = "ht.plans.case_imported.v1"

    case: UUID
    client: UUID
    of_import: UUID


class CaseImportUndone(Published):
    """The import of a case was taken back: nothing of it ever counted."""

    type: ClassVar[str] = "ht.plans.case_import_undone.v1"

    case: UUID
    client: UUID
    of_import: UUID
    undone_at: AwareDatetime


class CheckDone(BaseModel):
    """A maintenance check that another system tells of."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    check: UUID
    months: int
    result: CheckResult
    checked_at: AwareDatetime


class PlanImported(Published):
    """A plan as another system tells it, agreed on its own day, with what came of it.

    Nothing is known of how the client agreed and who was present. Without a primary issue it
    counts in no figure about plans. `ended_at` is None while the plan is open.
    """

    type: ClassVar[str] = "ht.plans.plan_imported.v1"

    plan: UUID
    case: UUID
    client: UUID
    of_import: UUID
    primary_issue: Issue | None
    agreed_at: AwareDatetime
    result: PlanResult | None
    ended_early: EndedEarly | None
    ended_at: AwareDatetime | None
    checks: tuple[CheckDone, ...]


class PlanImportUndone(Published):
    """The import of a plan was taken back: it never counted."""

    type: ClassVar[str] = "ht.plans.plan_import_undone.v1"

    plan: UUID
    case: UUID
    client: UUID
    of_import: UUID
    undone_at: AwareDatetime


class CaseLinked(Published):
    """This case follows an earlier one: of a client who came back, or was transferred."""

    type: ClassVar[str] = "ht.plans.case_linked.v1"

    case: UUID
    client: UUID
    earlier: UUID
    because: EarlierCase
    linked_at: AwareDatetime


class CasePaused(Published):
    """Support rests for a reason, until about the day on which the client is expected back."""

    type: ClassVar[str] = "ht.plans.case_paused.v1"

    case: UUID
    client: UUID
    reason: PauseReason
    expected_return_on: date
    paused_at: AwareDatetime


class CaseResumed(Published):
    """Support goes on after a pause."""

    type: ClassVar[str] = "ht.plans.case_resumed.v1"

    case: UUID
    client: UUID
    resumed_at: AwareDatetime


class CaseDisengaged(Published):
    """The client has stopped coming. The case is still open: they may come again."""

    type: ClassVar[str] = "ht.plans.case_disengaged.v1"

    case: UUID
    client: UUID
    disengaged_at: AwareDatetime


class CaseClosed(Published):
    """An episode of support ended. `conclusion` follows from what took place in it.

    `follow_up_by` is who follows up an onward referral that was still waiting.
    """

    type: ClassVar[str] = "ht.plans.case_closed.v1"

    case: UUID
    client: UUID
    reason: Closure
    detail: ClosureDetail | None
    conclusion: Conclusion
    follow_up_by: UUID | None
    closed_at: AwareDatetime


class CaseReopened(Published):
    """An episode of support that had ended goes on after all."""

    type: ClassVar[str] = "ht.plans.case_reopened.v1"

    case: UUID
    client: UUID
    because: Reopening
    reopened_at: AwareDatetime


class CaseTransferOffered(Published):
    """Another programme was asked to go on with a case."""

    type: ClassVar[str] = "ht.plans.case_transfer_offered.v1"

    case: UUID
    client: UUID
    transfer: UUID
    to_organisation: str
    to_programme: str
    reason: TransferReason
    offered_at: AwareDatetime


class CaseTransferDeclined(Published):
    """The other programme cannot take a case: it stays where it is."""

    type: ClassVar[str] = "ht.plans.case_transfer_declined.v1"

    case: UUID
    client: UUID
    transfer: UUID
    reason: TransferRefusal
    declined_at: AwareDatetime


class CaseTransferred(Published):
    """Another programme goes on with a case, as `new_case`.

    `disclosed_to` names the organisation that was told of the client, where it is another one.
    """

    type: ClassVar[str] = "ht.plans.case_transferred.v1"

    case: UUID
    client: UUID
    transfer: UUID
    new_case: UUID
    to_programme: str
    disclosed_to: str | None
    transferred_at: AwareDatetime


class PlanTakenUpAgain(Published):
    """A death that ended a plan, or these of its checks, was a mistake: they go on."""

    type: ClassVar[str] = "ht.plans.plan_taken_up_again.v1"

    plan: UUID
    case: UUID
    client: UUID
    checks: tuple[UUID, ...]
    taken_up_at: AwareDatetime


class TransferReceived(Published):
    """Another programme asks this one to go on with a case."""

    type: ClassVar[str] = "ht.plans.transfer_received.v1"

    transfer: UUID
    from_organisation: str
    from_programme: str
    reason: TransferReason
    received_at: AwareDatetime


class TransferAccepted(Published):
    """This programme goes on with a case that another one had, as `new_case`."""

    type: ClassVar[str] = "ht.plans.transfer_accepted.v1"

    transfer: UUID
    client: UUID
    new_case: UUID
    accepted_at: AwareDatetime


class TransferDeclined(Published):
    """This programme does not take a case that another one has.

    After it accepted, that says that no case opened after all, and why: the client had died or
    stopped taking part, or the case that was offered had ended.
    """

    type: ClassVar[str] = "ht.plans.transfer_declined.v1"

    transfer: UUID
    reason: TransferRefusal
    declined_at: AwareDatetime


class CasesReassigned(Published):
    """Somebody decided that a number of cases move to other workers, in one act.

    `former` is the one worker whose all of them were, if it was one. Each case tells its new
    trainer itself (`trainer_assigned`).
    """

    type: ClassVar[str] = "ht.plans.cases_reassigned.v1"

    reassignment: UUID
    because: Reassignment
    former: UUID | None = None
    cases: int
    reassigned_at: AwareDatetime


class ReassignmentCarriedOut(Published):
    """Every case of an act is where it was to go, or where somebody put it meanwhile."""

    type: ClassVar[str] = "ht.plans.reassignment_carried_out.v1"

    reassignment: UUID
    carried_out_at: AwareDatetime


class ClientWasTold(Published):
    """A client was told who supports them from now on, or is still to be told."""

    type: ClassVar[str] = "ht.plans.client_was_told.v1"

    reassignment: UUID
    case: UUID
    client: UUID
    told: Told
    told_at: AwareDatetime


class ReassignmentUndone(Published):
    """An act that moved cases was taken back: each goes back to whoever had it."""

    type: ClassVar[str] = "ht.plans.reassignment_undone.v1"

    reassignment: UUID
    undone_at: AwareDatetime


class ReassignmentGivenBack(Published):
    """Every case of an act is back, but for those that somebody moved on since."""

    type: ClassVar[str] = "ht.plans.reassignment_given_back.v1"

    reassignment: UUID
    given_back_at: AwareDatetime


class CasesHandedOver(Published):
    """Another programme is asked to go on with a number of cases, in one act.

    Each case tells its offer itself (`case_transfer_offered`).
    """

    type: ClassVar[str] = "ht.plans.cases_handed_over.v1"

    handover: UUID
    to_organisation: str
    to_programme: str
    reason: TransferReason
    cases: int
    handed_over_at: AwareDatetime


class HandoverCarriedOut(Published):
    """Every case of an act is offered, or was ended or offered elsewhere meanwhile."""

    type: ClassVar[str] = "ht.plans.handover_carried_out.v1"

    handover: UUID
    carried_out_at: AwareDatetime


class ClientToldOfHandover(Published):
    """A client was told who is to support them, or is still to be told."""

    type: ClassVar[str] = "ht.plans.client_told_of_handover.v1"

    handover: UUID
    case: UUID
    client: UUID
    told: Told
    told_at: AwareDatetime


class HandoverTakenBack(Published):
    """An act was taken back: what nobody has accepted is offered no more."""

    type: ClassVar[str] = "ht.plans.handover_taken_back.v1"

    handover: UUID
    taken_back_at: AwareDatetime


class HandoverEnded(Published):
    """No case of an act that was taken back is offered any more, but for those accepted."""

    type: ClassVar[str] = "ht.plans.handover_ended.v1"

    handover: UUID
    ended_at: AwareDatetime


class CoverArranged(Published):
    """A worker is away from the first day to the last, and another covers for them."""

    type: ClassVar[str] = "ht.plans.cover_arranged.v1"

    cover: UUID
    worker: UUID
    covered_by: UUID
    from_on: date
    until_on: date
    arranged_at: AwareDatetime


class CoverEnded(Published):
    """A cover ended before its last day."""

    type: ClassVar[str] = "ht.plans.cover_ended.v1"

    cover: UUID
    ended_at: AwareDatetime
