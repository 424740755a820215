"""Putting right what a conversation says."""

from uuid import UUID

from fastapi import APIRouter, Depends

from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.case.commands import CorrectAssessment
from ht_plans.domain.codes import AssessmentId, CorrectionId, Instrument
from ht_plans.handling import Cases
from ht_plans.routes.forms import Form, FreeText
from ht_plans.routes.measures import MeasureForm, NotTakenForm, answered

router = APIRouter(
    prefix="/cases/{case_id}/assessments/{assessment_id}",
    tags=["assessments"],
    dependencies=[Depends(allows("assessment:write"))],
)


class CorrectAssessmentForm(Form):
    """The body of POST /cases/{id}/assessments/{assessment}/corrections."""

    instrument: Instrument
    measure: MeasureForm
    reason: FreeText


@router.post("/corrections", status_code=201)
async def correct_assessment(
    case_id: UUID,
    assessment_id: UUID,
    *,
    form: CorrectAssessmentForm,
    cases: Cases,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Correct one measure of a conversation: what it says is scored anew."""
    command = CorrectAssessment(
        correction=CorrectionId(asked.new_id),
        assessment=AssessmentId(assessment_id),
        instrument=form.instrument,
        corrected=(
            form.measure.reason
            if isinstance(form.measure, NotTakenForm)
            else answered(form.instrument, form.measure)
        ),
        reason=form.reason,
        now=asked.at,
    )
    recorded = await cases.handle(
        case_id, command, asked=asked, ids={"correction": command.correction}
    )
    return answer(recorded, created=True)
