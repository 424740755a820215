"""What was measured in a case, what was begun, and what changed."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from ht_plans.domain.case.assessing import when
from ht_plans.domain.case.events import AssessmentNotTaken, AssessmentTaken, Measure
from ht_plans.domain.case.state import Case
from ht_plans.domain.codes import Instrument, Mode, NotTaken, Phase
from ht_plans.domain.scoring.definition import rounded
from ht_plans.domain.scoring.pairing import Pair, Reading, pairs_of
from ht_plans.domain.scoring.scores import bands_of

_SHOWN = Decimal("0.1")


class MeasureView(BaseModel):
    """What came of one instrument. `value` counts; `shown` is rounded for people.

    `bands` names the figure on each scale of its rule, but for a body mass index in pregnancy.
    A measure that was put right says when last, and why.
    """

    instrument: Instrument
    not_taken: NotTaken | None = None
    value: Decimal | None = None
    shown: Decimal | None = None
    unit: str | None = None
    algorithm: str | None = None
    follow_up: bool = False
    mode: Mode | None = None
    bands: dict[str, str] = {}
    answers: dict[str, str] | None = None
    corrected_at: datetime | None = None
    correction_reason: str | None = None


class AssessmentView(BaseModel):
    """One conversation, over all measures."""

    assessment: UUID
    phase: Phase
    taken_at: datetime
    measures: list[MeasureView]


class DraftView(BaseModel):
    """A conversation that is not finished: what was answered, and what is still missing."""

    phase: Phase
    drafted_at: datetime
    answers: dict[Instrument, dict[str, str]]
    not_taken: dict[Instrument, NotTaken]
    missing: dict[Instrument, list[str]]


class ChangeView(BaseModel):
    """From before support to its end, by one rule. `went` is told where it can be said."""

    instrument: Instrument
    algorithm: str
    before: Decimal
    before_at: datetime
    after: Decimal
    after_at: datetime
    change: Decimal
    went: str | None
    notable: bool | None


def assessments_of(case: Case) -> list[AssessmentView]:
    """Show each conversation, as it was last corrected."""
    held = {measure.assessment: measure for measure in case.measures}
    return [
        AssessmentView(
            assessment=assessment,
            phase=one.phase,
            taken_at=when(one),
            measures=[
                _measure(measure, case)
                for measure in case.measures
                if measure.assessment == assessment
            ],
        )
        for assessment, one in held.items()
    ]


def drafts_of(case: Case) -> list[DraftView]:
    """Show what was begun and not recorded yet."""
    return [
        DraftView(
            phase=phase,
            drafted_at=draft.drafted_at,
            answers={name: dict(said) for name, said in (draft.answers or {}).items()},
            not_taken=dict(draft.not_taken),
            missing={name: list(items) for name, items in draft.missing.items()},
        )
        for phase, draft in case.drafts.items()
    ]


def changes_of(case: Case) -> list[ChangeView]:
    """Show what changed, where there is a reading before and one after by the same rule."""
    readings = (
        Reading(
            instrument=measure.instrument,
            algorithm=measure.algorithm,
            phase=measure.phase,
            value=measure.value,
            taken_at=measure.taken_at,
        )
        for measure in case.measures
        if isinstance(measure, AssessmentTaken)
    )
    return [_change(pair) for pair in pairs_of(readings)]


def _measure(measure: Measure, case: Case) -> MeasureView:
    corrections = [
        each
        for each in case.corrections
        if (each.assessment, each.instrument) == (measure.assessment, measure.instrument)
    ]
    corrected_at = corrections[-1].corrected_at if corrections else None
    reason = corrections[-1].reason if corrections else None
    match measure:
        case AssessmentNotTaken():
            return MeasureView(
                instrument=measure.instrument,
                not_taken=measure.reason,
                corrected_at=corrected_at,
                correction_reason=reason,
            )
        case AssessmentTaken():
            return MeasureView(
                instrument=measure.instrument,
                value=measure.value,
                shown=rounded(measure.value, _SHOWN),
                unit=measure.unit,
                algorithm=measure.algorithm,
                follow_up=measure.follow_up,
                mode=measure.mode,
                bands=dict(
                    bands_of(
                        measure.instrument, measure.algorithm, measure.value, measure.answers
                    )
                ),
                answers=None if measure.answers is None else dict(measure.answers),
                corrected_at=corrected_at,
                correction_reason=reason,
            )


def _change(pair: Pair) -> ChangeView:
    return ChangeView(
        instrument=pair.before.instrument,
        algorithm=pair.before.algorithm,
        before=pair.before.value,
        before_at=pair.before.taken_at,
        after=pair.after.value,
        after_at=pair.after.taken_at,
        change=pair.change,
        went=pair.went,
        notable=pair.notable,
    )
