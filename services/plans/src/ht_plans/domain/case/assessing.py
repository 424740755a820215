"""Assessment: one conversation over all measures, before, during and after support."""

from datetime import datetime
from typing import get_args

from ht_plans.domain.case.commands import RecordAssessment
from ht_plans.domain.case.events import AssessmentNotTaken, AssessmentTaken, Measure
from ht_plans.domain.case.refusals import AnotherConversationThen, AnsweredAndNot
from ht_plans.domain.case.state import Case
from ht_plans.domain.codes import Instrument
from ht_plans.domain.refusals import DatedInTheFuture
from ht_plans.domain.scoring.answers import Answer, instrument_of
from ht_plans.domain.scoring.scores import score

INSTRUMENTS: tuple[Instrument, ...] = get_args(Instrument)


def record_assessment(asked: RecordAssessment, case: Case) -> list[Measure]:
    """Record the whole conversation: each measure answered, or a reason why it is not."""
    case.taking_part(asked.taken_at)
    if asked.taken_at > asked.now:
        raise DatedInTheFuture
    answers = {instrument_of(answer): answer for answer in asked.answers}
    if len(answers) != len(asked.answers) or answers.keys() & asked.not_taken.keys():
        raise AnsweredAndNot
    conversation = [
        _taken(answers[instrument], asked, case)
        if instrument in answers
        else _not_taken(instrument, asked, case)
        for instrument in INSTRUMENTS
    ]
    return [] if _was_held(conversation, case) else conversation


def _taken(answer: Answer, asked: RecordAssessment, case: Case) -> Measure:
    opened, scored = case.open(), score(answer)
    return AssessmentTaken(
        case=opened.case,
        client=opened.client,
        assessment=asked.assessment,
        phase=asked.phase,
        instrument=scored.instrument,
        algorithm=scored.algorithm,
        unit=scored.unit,
        value=scored.value,
        answers=scored.answers,
        follow_up=scored.follow_up,
        taken_at=asked.taken_at,
    )


def _not_taken(instrument: Instrument, asked: RecordAssessment, case: Case) -> Measure:
    opened = case.open()
    return AssessmentNotTaken(
        case=opened.case,
        client=opened.client,
        assessment=asked.assessment,
        phase=asked.phase,
        instrument=instrument,
        reason=asked.not_taken.get(instrument, "not_asked"),
        asked_at=asked.taken_at,
    )


def _was_held(conversation: list[Measure], case: Case) -> bool:
    """Say whether this very conversation is recorded; refuse another of its kind and time."""
    told = [_what_it_says(measure) for measure in conversation]
    earlier = [
        _what_it_says(measure)
        for measure in case.measures
        if (measure.phase, when(measure)) == (conversation[0].phase, when(conversation[0]))
    ]
    if earlier and earlier != told:
        raise AnotherConversationThen
    return bool(earlier)


def when(measure: Measure) -> datetime:
    """Say when a measure was talked about."""
    match measure:
        case AssessmentTaken():
            return measure.taken_at
        case AssessmentNotTaken():
            return measure.asked_at


def _what_it_says(measure: Measure) -> tuple[str, object]:
    match measure:
        case AssessmentTaken():
            return measure.instrument, measure.value
        case AssessmentNotTaken():
            return measure.instrument, measure.reason
