"""Taking episodes of support over from another system, and taking that back."""

from ht_plans.domain.case.commands import ImportCase, ImportedConversation, UndoCaseImport
from ht_plans.domain.case.events import (
    AssessmentTaken,
    CaseImported,
    CaseImportUndone,
    CaseOpened,
    Event,
)
from ht_plans.domain.case.refusals import CaseOpenedForAnother, ClientNotImported
from ht_plans.domain.case.state import Case
from ht_plans.domain.refusals import DatedInTheFuture, NotImported, WorkedWithSince
from ht_plans.domain.scoring.answers import Answered
from ht_plans.domain.scoring.scores import Score, score
from ht_plans.domain.scoring.totals import Total, score_of_total


def import_case(asked: ImportCase, case: Case) -> list[Event]:
    """Open the case on its own day, with the measures that the extract has."""
    if case.imported is not None:
        return []
    if case.opened is not None:
        raise CaseOpenedForAnother
    if not asked.client_came_with_it:
        raise ClientNotImported
    days = [asked.opened_at, *(each.taken_at for each in asked.conversations)]
    if max(days) > asked.now:
        raise DatedInTheFuture
    opened = CaseOpened(
        case=asked.case,
        client=asked.client,
        referral=asked.referral,
        programme=asked.programme,
        opened_at=asked.opened_at,
    )
    measures = [
        _taken(answer, held, opened) for held in asked.conversations for answer in held.answers
    ]
    imported = CaseImported(
        case=asked.case,
        client=asked.client,
        of_import=asked.of_import,
        trainer=asked.trainer,
        note=asked.note,
    )
    return [opened, *measures, imported]


def _taken(
    answer: Answered | Total, held: ImportedConversation, opened: CaseOpened
) -> AssessmentTaken:
    scored = scored_as(answer)
    return AssessmentTaken(
        case=opened.case,
        client=opened.client,
        assessment=held.assessment,
        phase=held.phase,
        instrument=scored.instrument,
        algorithm=scored.algorithm,
        unit=scored.unit,
        value=scored.value,
        answers=scored.answers,
        follow_up=False,  # whoever asked then has long looked after it
        taken_at=held.taken_at,
    )


def scored_as(answer: Answered | Total) -> Score:
    """Score what the extract has: answers by our own rules, totals as they are."""
    return score_of_total(answer) if isinstance(answer, Total) else score(answer)


def undo_case_import(asked: UndoCaseImport, case: Case) -> list[Event]:
    """Take it back, unless somebody has worked with the case or one of its plans since."""
    opened = case.open()
    if case.imported is None or case.imported.of_import != asked.of_import:
        raise NotImported
    if case.import_undone is not None:
        return []
    if case.worked_with or asked.plans_worked_with:
        raise WorkedWithSince
    return [
        CaseImportUndone(
            case=opened.case,
            client=opened.client,
            of_import=asked.of_import,
            undone_at=asked.now,
        )
    ]
