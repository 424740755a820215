"""Assessment: one conversation over all measures, before, during and after support."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final

from ht_plans.domain.case.commands import KeepDraft, RecordAssessment
from ht_plans.domain.case.events import (
    AssessmentDrafted,
    AssessmentNotTaken,
    AssessmentTaken,
    Measure,
)
from ht_plans.domain.case.refusals import (
    AdultMeasureForChild,
    AnotherConversationThen,
    AnsweredAndNot,
    NothingForChildren,
    NotRecordedHere,
)
from ht_plans.domain.case.state import Case
from ht_plans.domain.codes import Instrument
from ht_plans.domain.refusals import DatedInTheFuture
from ht_plans.domain.scoring.answers import Answered, missing_from
from ht_plans.domain.scoring.instruments import in_order
from ht_plans.domain.scoring.refusals import PartlyAnswered
from ht_plans.domain.scoring.scores import score

FOR_ADULTS: Final = frozenset[Instrument]({"bmi"})
"""Growth is told by a centile, which is not computed here; adult bands would mislead."""


def record_assessment(asked: RecordAssessment, case: Case) -> list[Measure]:
    """Record the whole conversation: each measure answered, or a reason why it is not."""
    case.taking_part(asked.taken_at)
    if asked.taken_at > asked.now:
        raise DatedInTheFuture
    answers = _by_instrument(asked.answers)
    if answers.keys() & asked.not_taken.keys():
        raise AnsweredAndNot
    to_record = _to_record(asked, asked.not_taken.keys() | answers.keys())
    missing = {instrument: missing_from(each) for instrument, each in answers.items()}
    if partly := {instrument: items for instrument, items in missing.items() if items}:
        raise PartlyAnswered(partly)
    conversation = [
        _taken(answers[instrument], asked, case)
        if instrument in answers
        else _not_taken(instrument, asked, case)
        for instrument in in_order(to_record)
    ]
    return [] if _was_held(conversation, case) else conversation


def keep_draft(asked: KeepDraft, case: Case) -> list[AssessmentDrafted]:
    """Keep what was answered so far. It is held against what each instrument asks."""
    opened = case.open()
    answers = _by_instrument(asked.answers)
    _to_record(asked, asked.not_taken.keys() | answers.keys())
    missing = {instrument: missing_from(each) for instrument, each in answers.items()}
    said = {
        instrument: answers[instrument].given
        for instrument in answers
        if answers[instrument].given
    }
    earlier = case.drafts.get(asked.phase)
    told = (said, asked.not_taken)
    if not said or (earlier is not None and (earlier.answers, earlier.not_taken) == told):
        return []
    return [
        AssessmentDrafted(
            case=opened.case,
            client=opened.client,
            assessment=asked.assessment,
            phase=asked.phase,
            answers=said,
            not_taken=asked.not_taken,
            missing={name: items for name, items in missing.items() if name in said and items},
            drafted_at=asked.now,
        )
    ]


def _by_instrument(answers: tuple[Answered, ...]) -> Mapping[Instrument, Answered]:
    named = {answered.instrument: answered for answered in answers}
    if len(named) != len(answers):
        raise AnsweredAndNot
    return {instrument: named[instrument] for instrument in in_order(frozenset(named))}


def _to_record(
    asked: RecordAssessment | KeepDraft, told: AbstractSet[Instrument]
) -> frozenset[Instrument]:
    """Give what this conversation is about: a child is neither given nor denied a figure."""
    for_adults = FOR_ADULTS if asked.of_a_child else frozenset[Instrument]()
    if told & for_adults:
        raise AdultMeasureForChild
    if strange := in_order(frozenset(told - asked.recorded)):
        raise NotRecordedHere(strange)
    to_record = asked.recorded - for_adults
    if not to_record:
        raise NothingForChildren
    return to_record


def _taken(answered: Answered, asked: RecordAssessment, case: Case) -> Measure:
    opened, scored = case.open(), score(answered)
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
        mode=answered.mode,
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
        if conversation
        and (measure.phase, when(measure)) == (conversation[0].phase, when(conversation[0]))
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
            return measure.instrument, (measure.algorithm, measure.value)
        case AssessmentNotTaken():
            return measure.instrument, measure.reason
