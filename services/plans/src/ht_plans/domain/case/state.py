"""What a case remembers: what its rules read, and what its trainer looks up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from ht_plans.domain.case.course import Course, turned
from ht_plans.domain.case.course_events import (
    CaseClosed,
    CaseDisengaged,
    CaseLinked,
    CasePaused,
    CaseReopened,
    CaseResumed,
    CaseTransferDeclined,
    CaseTransferOffered,
    CaseTransferred,
)
from ht_plans.domain.case.events import (
    AssessmentCorrected,
    AssessmentDrafted,
    AssessmentNotTaken,
    AssessmentTaken,
    AttendanceCorrected,
    CaseImported,
    CaseImportUndone,
    CaseOpened,
    Event,
    Measure,
    NoteAmended,
    SessionAttended,
    SessionBooked,
    SessionCancelled,
    SessionMissed,
    SessionRecorded,
    SessionRescheduled,
    SupportWithdrawn,
    TechniquesUsed,
    TrainerAssigned,
)
from ht_plans.domain.case.put_right import as_it_went
from ht_plans.domain.case.refusals import CaseHasClosed, CaseNotOpen, SupportHasEnded
from ht_plans.domain.codes import Phase, SessionId, WorkerId
from ht_plans.domain.days import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as it is booked now, if it is, and as it went, once that is recorded."""

    booked: SessionBooked | None = None
    went: SessionRecorded | None = None
    moves: tuple[SessionRescheduled, ...] = ()
    note_amended_at: datetime | None = None
    attendance_corrected_at: datetime | None = None
    techniques: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An episode of support so far. Its measures are as they were last corrected."""

    opened: CaseOpened | None = None
    trainer: TrainerAssigned | None = None
    sessions: Mapping[SessionId, Session] = field(default_factory=dict)
    measures: tuple[Measure, ...] = ()
    drafts: Mapping[Phase, AssessmentDrafted] = field(default_factory=dict)
    corrections: tuple[AssessmentCorrected, ...] = ()
    withdrawn_at: datetime | None = None
    imported: CaseImported | None = None
    worked_with: bool = False
    import_undone: CaseImportUndone | None = None
    course: Course = field(default_factory=Course)

    @property
    def ended_at(self) -> datetime | None:
        """Say after when nothing more is planned or done here, if anything ended it."""
        closed = self.course.closed
        ends = [self.withdrawn_at, None if closed is None else closed.closed_at]
        return min((each for each in ends if each is not None), default=None)

    @property
    def assessed(self) -> bool:
        """Say whether an assessment conversation was held, even if all was declined in it."""
        return bool(self.measures)

    @property
    def asked_before(self) -> frozenset[str]:
        """Name the instruments that were asked at the beginning, whether taken or not."""
        return frozenset(each.instrument for each in self.measures if each.phase == "pre")

    def trainer_of(self, session: Session) -> WorkerId | None:
        """Say whose case it was when a session was, or is to be."""
        match session.went:
            case SessionAttended(started_at=at):
                return self.course.trainer_at(at)
            case SessionMissed(planned_start=at) | SessionCancelled(planned_start=at):
                return self.course.trainer_at(at)
            case None:
                booked = session.booked
                return self.course.trainer_at(booked.planned_start) if booked else None

    @property
    def closed_on(self) -> date | None:
        """Say on which day the case was closed, if it is closed now."""
        closed = self.course.closed
        return None if closed is None else day_of(closed.closed_at)

    def open(self) -> CaseOpened:
        """Give how the case was opened, or refuse."""
        if self.opened is None:
            raise CaseNotOpen
        return self.opened

    def taking_part(self, at: datetime) -> CaseOpened:
        """Give how the case was opened, or refuse what lies after its end."""
        opened, closed = self.open(), self.course.closed
        if self.withdrawn_at is not None and at > self.withdrawn_at:
            raise SupportHasEnded
        if closed is not None and at > closed.closed_at:
            raise CaseHasClosed
        return opened


NO_CASE_YET = Case()


def evolve(case: Case, event: Event) -> Case:
    """Remember what happened. Never refuses: it has already happened.

    Whatever happens in a case after it was imported is work with it.
    """
    happened = _evolve(case, event)
    return happened if case.imported is None else replace(happened, worked_with=True)


def _evolve(case: Case, event: Event) -> Case:  # noqa: C901, PLR0911 - one arm for each event
    match event:
        case CaseOpened():
            return replace(case, opened=event)
        case TrainerAssigned():
            return _with_trainer(case, event)
        case SessionBooked():
            return _with_session(case, event.session, Session(booked=event))
        case SessionRescheduled() | NoteAmended() | TechniquesUsed() | AttendanceCorrected():
            return _with_session(case, event.session, _later(case, event))
        case SessionAttended() | SessionMissed() | SessionCancelled():
            earlier = case.sessions.get(event.session, Session())
            went = _with_session(case, event.session, replace(earlier, went=event))
            return _with_them_again(went) if isinstance(event, SessionAttended) else went
        case AssessmentTaken() | AssessmentNotTaken():
            drafts = {
                phase: each for phase, each in case.drafts.items() if phase != event.phase
            }
            return replace(case, measures=(*case.measures, event), drafts=drafts)
        case AssessmentDrafted():
            return replace(case, drafts={**case.drafts, event.phase: event})
        case AssessmentCorrected():
            measures = tuple(_as_corrected(measure, event) for measure in case.measures)
            return replace(case, measures=measures, corrections=(*case.corrections, event))
        case SupportWithdrawn():
            return replace(case, withdrawn_at=event.withdrawn_at)
        case CaseImported():
            return replace(case, imported=event)
        case CaseImportUndone():
            return replace(case, import_undone=event)
        case (
            CasePaused()
            | CaseResumed()
            | CaseDisengaged()
            | CaseClosed()
            | CaseReopened()
            | CaseTransferOffered()
            | CaseTransferDeclined()
            | CaseTransferred()
            | CaseLinked()
        ):
            return replace(case, course=turned(case.course, event))


def _with_trainer(case: Case, assigned: TrainerAssigned) -> Case:
    """Give the case to its trainer, and what is booked ahead with it."""
    whose: dict[SessionId, WorkerId | None] = dict.fromkeys(
        assigned.goes_along, assigned.worker
    )
    whose |= dict.fromkeys(assigned.with_nobody)
    sessions = {
        session_id: replace(each, booked=replace(each.booked, worker=whose[session_id]))
        if each.booked is not None and session_id in whose
        else each
        for session_id, each in case.sessions.items()
    }
    course = replace(case.course, trainers=(*case.course.trainers, assigned))
    return replace(case, trainer=assigned, sessions=sessions, course=course)


def _with_them_again(case: Case) -> Case:
    """Take a client who was seen as engaged again, whatever was said of them before."""
    if case.course.disengaged is None:
        return case
    return replace(case, course=replace(case.course, disengaged=None))


def _later(
    case: Case, event: SessionRescheduled | NoteAmended | TechniquesUsed | AttendanceCorrected
) -> Session:
    session = case.sessions.get(event.session, Session())
    match event:
        case SessionRescheduled():
            booked = session.booked and replace(
                session.booked,
                planned_start=event.planned_start,
                minutes=event.minutes,
                worker=event.worker or session.booked.worker,
            )
            return replace(session, booked=booked, moves=(*session.moves, event))
        case NoteAmended():
            went = session.went and replace(session.went, note=event.note)
            return replace(session, went=went, note_amended_at=event.amended_at)
        case TechniquesUsed():
            return replace(session, techniques=event.techniques)
        case AttendanceCorrected():
            return replace(
                session,
                went=as_it_went(event, session.went),
                attendance_corrected_at=event.corrected_at,
            )


def _as_corrected(measure: Measure, corrected: AssessmentCorrected) -> Measure:
    told = (corrected.assessment, corrected.instrument)
    if (measure.assessment, measure.instrument) != told:
        return measure
    if corrected.algorithm is None or corrected.unit is None or corrected.value is None:
        return AssessmentNotTaken(
            case=corrected.case,
            client=corrected.client,
            assessment=corrected.assessment,
            phase=corrected.phase,
            instrument=corrected.instrument,
            reason=corrected.not_taken or "not_possible",
            asked_at=corrected.taken_at,
        )
    return AssessmentTaken(
        case=corrected.case,
        client=corrected.client,
        assessment=corrected.assessment,
        phase=corrected.phase,
        instrument=corrected.instrument,
        algorithm=corrected.algorithm,
        unit=corrected.unit,
        value=corrected.value,
        answers=corrected.answers,
        follow_up=corrected.follow_up,
        taken_at=corrected.taken_at,
        mode=corrected.mode,
    )


def _with_session(case: Case, session_id: SessionId, session: Session) -> Case:
    return replace(case, sessions={**case.sessions, session_id: session})
