"""Assessment: one request carries the whole conversation."""

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Depends

from ht_kit.http import AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.case.commands import KeepDraft, RecordAssessment
from ht_plans.domain.codes import AssessmentId, Phase
from ht_plans.domain.scoring.refusals import PartlyAnswered
from ht_plans.handling import Cases
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form, Instant
from ht_plans.routes.measures import MeasuresForm, answers_of, reasons_of

router = APIRouter(
    prefix="/cases/{case_id}/assessments",
    tags=["assessments"],
    dependencies=[Depends(allows("assessment:write"))],
)


class RecordAssessmentForm(Form):
    """The body of POST /cases/{id}/assessments. What is recorded and left out was not asked."""

    phase: Phase
    taken_at: Instant
    measures: MeasuresForm


class KeepDraftForm(Form):
    """The body of POST /cases/{id}/assessments/draft."""

    phase: Phase
    measures: MeasuresForm


@router.post("", status_code=201)
async def record_assessment(
    case_id: UUID,
    *,
    form: RecordAssessmentForm,
    cases: Cases,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Record an assessment conversation. Declined, not asked and not possible are answers.

    A conversation that is partly answered is refused, and kept as a draft.
    """
    recording = await facts.recording()
    command = RecordAssessment(
        assessment=AssessmentId(asked.new_id),
        phase=form.phase,
        answers=answers_of(form.measures),
        not_taken=reasons_of(form.measures),
        recorded=frozenset(recording.instruments),
        taken_at=form.taken_at,
        now=asked.at,
        of_a_child=await facts.of_a_child(case_id),
    )
    try:
        recorded = await cases.handle(
            case_id, command, asked=asked, ids={"assessment": command.assessment}
        )
    except PartlyAnswered:
        draft = KeepDraft(
            assessment=command.assessment,
            phase=command.phase,
            answers=command.answers,
            not_taken=command.not_taken,
            recorded=command.recorded,
            now=command.now,
            of_a_child=command.of_a_child,
        )
        # Under a key of its own: the one that was sent has not been answered.
        kept = replace(asked, key=f"{asked.key}:draft", expected_version=None)
        await cases.handle(case_id, draft, asked=kept)
        raise
    return answer(recorded, created=True)


@router.post("/draft")
async def keep_draft(
    case_id: UUID,
    *,
    form: KeepDraftForm,
    cases: Cases,
    facts: FactsDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Keep what was answered so far. It is shown with the case until all of it is recorded."""
    recording = await facts.recording()
    command = KeepDraft(
        assessment=AssessmentId(asked.new_id),
        phase=form.phase,
        answers=answers_of(form.measures),
        not_taken=reasons_of(form.measures),
        recorded=frozenset(recording.instruments),
        now=asked.at,
        of_a_child=await facts.of_a_child(case_id),
    )
    return answer(await cases.handle(case_id, command, asked=asked))
