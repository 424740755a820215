"""Corrections of what a conversation says: what stood before is superseded, never lost."""

from ht_plans.domain.case.assessing import when
from ht_plans.domain.case.commands import CorrectAssessment
from ht_plans.domain.case.events import (
    AssessmentCorrected,
    AssessmentNotTaken,
    AssessmentTaken,
    Measure,
)
from ht_plans.domain.case.refusals import NoReason, NoSuchMeasure
from ht_plans.domain.case.state import Case
from ht_plans.domain.codes import NotTaken
from ht_plans.domain.scoring.answers import Answered
from ht_plans.domain.scoring.refusals import NoSuchItem
from ht_plans.domain.scoring.scores import score


def correct_assessment(asked: CorrectAssessment, case: Case) -> list[AssessmentCorrected]:
    """Put one measure right. It keeps its time and phase: they say which pair it makes."""
    case.open()
    if not asked.reason.strip():
        raise NoReason
    measure = _measure_to_correct(asked, case)
    if isinstance(asked.corrected, Answered):
        corrected = _with_a_figure(asked, asked.corrected, measure)
    else:
        corrected = _without_one(asked, asked.corrected, measure)
    return [] if _says_already(measure, corrected) else [corrected]


def _measure_to_correct(asked: CorrectAssessment, case: Case) -> Measure:
    for measure in case.measures:
        if (measure.assessment, measure.instrument) == (asked.assessment, asked.instrument):
            return measure
    raise NoSuchMeasure


def _with_a_figure(
    asked: CorrectAssessment, answered: Answered, measure: Measure
) -> AssessmentCorrected:
    if answered.instrument != asked.instrument:
        raise NoSuchItem(asked.instrument, answered.instrument)
    scored = score(answered)
    return AssessmentCorrected(
        case=measure.case,
        client=measure.client,
        correction=asked.correction,
        assessment=measure.assessment,
        phase=measure.phase,
        instrument=measure.instrument,
        algorithm=scored.algorithm,
        unit=scored.unit,
        value=scored.value,
        answers=scored.answers,
        follow_up=scored.follow_up,
        mode=answered.mode,
        not_taken=None,
        reason=asked.reason,
        taken_at=when(measure),
        corrected_at=asked.now,
    )


def _without_one(
    asked: CorrectAssessment, reason: NotTaken, measure: Measure
) -> AssessmentCorrected:
    return AssessmentCorrected(
        case=measure.case,
        client=measure.client,
        correction=asked.correction,
        assessment=measure.assessment,
        phase=measure.phase,
        instrument=measure.instrument,
        algorithm=None,
        unit=None,
        value=None,
        answers=None,
        follow_up=False,
        mode=None,
        not_taken=reason,
        reason=asked.reason,
        taken_at=when(measure),
        corrected_at=asked.now,
    )


def _says_already(measure: Measure, corrected: AssessmentCorrected) -> bool:
    match measure:
        case AssessmentTaken():
            said = (measure.algorithm, measure.answers, measure.mode)
            return said == (corrected.algorithm, corrected.answers, corrected.mode)
        case AssessmentNotTaken():
            return measure.reason == corrected.not_taken
