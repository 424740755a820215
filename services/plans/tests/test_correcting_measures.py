"""What a conversation says can be put right: with a reason, and without losing what stood.

A correction takes the place of what it corrects in everything that is made of it.
"""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce
from uuid import UUID

from ht_kit.testing import Specification
from ht_plans.domain.case.case import NO_CASE_YET, Case, decide, evolve
from ht_plans.domain.case.commands import (
    Command,
    CorrectAssessment,
    KeepDraft,
    RecordAssessment,
)
from ht_plans.domain.case.events import (
    AssessmentCorrected,
    AssessmentDrafted,
    AssessmentNotTaken,
    AssessmentTaken,
    CaseOpened,
    Event,
    SupportWithdrawn,
)
from ht_plans.domain.case.refusals import NoReason, NoSuchMeasure, NotRecordedHere
from ht_plans.domain.codes import (
    AssessmentId,
    CaseId,
    ClientId,
    CorrectionId,
    Instrument,
    Phase,
    ReferralId,
)
from ht_plans.domain.scoring.refusals import NoSuchItem, NotPlausible, PartlyAnswered
from ht_plans.routes.measureviews import changes_of

from .answering import answers, items

CASE, AMINA = CaseId(UUID(int=1)), ClientId(UUID(int=7))
TALK, LAST_TALK = AssessmentId(UUID(int=21)), AssessmentId(UUID(int=22))
JANUARY = datetime(2026, 1, 12, 9, tzinfo=UTC)
JUNE = datetime(2026, 6, 8, 9, tzinfo=UTC)
NOW = datetime(2026, 6, 9, 9, tzinfo=UTC)
TWO: frozenset[Instrument] = frozenset({"general_health", "who5"})

OPENED = CaseOpened(
    case=CASE,
    client=AMINA,
    referral=ReferralId(UUID(int=8)),
    programme="northfield",
    opened_at=JANUARY,
)


def rated(value: int, talk: AssessmentId, phase: Phase, at: datetime) -> AssessmentTaken:
    return AssessmentTaken(
        case=CASE,
        client=AMINA,
        assessment=talk,
        phase=phase,
        instrument="general_health",
        algorithm="general_health.0_to_100.v1",
        unit="0-100",
        value=Decimal(value),
        answers={"rating": str(value)},
        follow_up=False,
        taken_at=at,
    )


DECLINED = AssessmentNotTaken(
    case=CASE,
    client=AMINA,
    assessment=TALK,
    phase="pre",
    instrument="who5",
    reason="declined",
    asked_at=JANUARY,
)
FIRST, LAST = rated(4, TALK, "pre", JANUARY), rated(60, LAST_TALK, "post", JUNE)
CORRECT = CorrectAssessment(
    correction=CorrectionId(UUID(int=31)),
    assessment=TALK,
    instrument="general_health",
    corrected=answers("general_health", rating=40),
    reason="A nought was missing",
    now=NOW,
)
CORRECTED = AssessmentCorrected(
    case=CASE,
    client=AMINA,
    correction=CorrectionId(UUID(int=31)),
    assessment=TALK,
    phase="pre",
    instrument="general_health",
    algorithm="general_health.0_to_100.v1",
    unit="0-100",
    value=Decimal(40),
    answers={"rating": "40"},
    follow_up=False,
    mode=None,
    not_taken=None,
    reason="A nought was missing",
    taken_at=JANUARY,
    corrected_at=NOW,
)
STRUCK_OUT = replace(
    CORRECTED,
    algorithm=None,
    unit=None,
    value=None,
    answers=None,
    not_taken="not_possible",
    reason="These were her sister's answers",
)
DRAFT = KeepDraft(
    assessment=TALK,
    phase="pre",
    answers=(items("who5", 3, None, 2),),
    not_taken={"general_health": "declined"},
    recorded=TWO,
    now=NOW,
)
DRAFTED = AssessmentDrafted(
    case=CASE,
    client=AMINA,
    assessment=TALK,
    phase="pre",
    answers={"who5": {"item_1": "3", "item_3": "2"}},
    not_taken={"general_health": "declined"},
    missing={"who5": ("item_2", "item_4", "item_5")},
    drafted_at=NOW,
)


def a_case(*history: Event) -> Specification[Command, Case, Event]:
    return Specification(decide, evolve, NO_CASE_YET).given(OPENED, *history)


def after(*history: Event) -> Case:
    return reduce(evolve, [OPENED, *history], NO_CASE_YET)


def test_a_figure_is_corrected_and_scored_anew() -> None:
    a_case(FIRST, DECLINED).when(CORRECT).then(CORRECTED)


def test_a_correction_takes_the_place_of_what_stood_in_every_pair() -> None:
    (before,) = changes_of(after(FIRST, DECLINED, LAST))
    (corrected,) = changes_of(after(FIRST, DECLINED, LAST, CORRECTED))

    assert [before.before, before.after] == [4, 60]
    assert [corrected.before, corrected.after, corrected.change] == [40, 60, 20]
    assert corrected.went == "better"


def test_what_was_recorded_by_mistake_is_struck_out_and_makes_no_pair() -> None:
    asked = replace(CORRECT, corrected="not_possible", reason="These were her sister's answers")

    a_case(FIRST, DECLINED).when(asked).then(STRUCK_OUT)
    assert changes_of(after(FIRST, LAST, STRUCK_OUT)) == []


def test_what_was_declined_and_is_answered_after_all_is_scored() -> None:
    asked = replace(CORRECT, instrument="who5", corrected=items("who5", 3, 3, 3, 3, 3))

    (event,) = decide(asked, after(FIRST, DECLINED))

    assert isinstance(event, AssessmentCorrected)
    assert event.value == 60
    assert event.taken_at == JANUARY


def test_a_correction_can_be_corrected() -> None:
    again = replace(
        CORRECT,
        correction=CorrectionId(UUID(int=32)),
        corrected=answers("general_health", rating=44),
    )
    first = replace(CORRECTED, correction=CorrectionId(UUID(int=32)), value=Decimal(44))

    a_case(FIRST, CORRECTED).when(again).then(replace(first, answers={"rating": "44"}))


def test_a_correction_says_why() -> None:
    a_case(FIRST).when(replace(CORRECT, reason=" ")).then_refused(NoReason)


def test_there_must_be_something_to_correct() -> None:
    elsewhere = replace(CORRECT, assessment=LAST_TALK)

    a_case(FIRST).when(elsewhere).then_refused(NoSuchMeasure)


def test_a_correction_is_held_against_what_the_instrument_asks() -> None:
    impossible = replace(CORRECT, corrected=answers("general_health", rating=101))
    partly = replace(CORRECT, instrument="who5", corrected=items("who5", 3))
    other = replace(CORRECT, corrected=items("who5", 3, 3, 3, 3, 3))

    a_case(FIRST).when(impossible).then_refused(NotPlausible)
    a_case(DECLINED).when(partly).then_refused(PartlyAnswered)
    a_case(FIRST).when(other).then_refused(NoSuchItem)


def test_what_says_so_already_is_not_corrected() -> None:
    same = replace(CORRECT, corrected=answers("general_health", rating=4))

    a_case(FIRST).when(same).then_nothing()


def test_a_mistake_is_put_right_after_the_client_stopped_too() -> None:
    stopped = SupportWithdrawn(case=CASE, client=AMINA, withdrawn_at=JANUARY)

    a_case(FIRST, stopped).when(CORRECT).then(CORRECTED)


def test_two_rules_of_one_instrument_never_make_a_pair() -> None:
    def moved(rule: str, talk: AssessmentId, phase: Phase) -> AssessmentTaken:
        reading = rated(0, talk, phase, JANUARY if phase == "pre" else JUNE)
        return replace(reading, instrument="gppaq", algorithm=rule, value=Decimal(3))

    by_the_table = moved("gppaq-dh2009", TALK, "pre")
    by_the_total = moved("gppaq-nhs-online", LAST_TALK, "post")

    assert changes_of(after(by_the_table, by_the_total)) == []
    (pair,) = changes_of(after(by_the_table, moved("gppaq-dh2009", LAST_TALK, "post")))
    assert pair.change == 0
    assert pair.went == "same"


def test_the_earliest_before_and_the_latest_after_make_the_pair() -> None:
    readings = (
        rated(60, AssessmentId(UUID(int=41)), "post", JUNE),
        rated(55, AssessmentId(UUID(int=42)), "post", JANUARY),
        rated(50, AssessmentId(UUID(int=43)), "pre", JUNE),
        rated(40, AssessmentId(UUID(int=44)), "pre", JANUARY),
        rated(99, AssessmentId(UUID(int=45)), "review", JUNE),
        rated(98, AssessmentId(UUID(int=46)), "maintenance", JUNE),
    )

    (pair,) = changes_of(after(*readings))

    assert [pair.before, pair.after] == [40, 60]


def test_what_was_answered_so_far_is_kept_and_says_what_is_missing() -> None:
    a_case().when(DRAFT).then(DRAFTED)


def test_a_draft_scores_nothing_and_assesses_nobody() -> None:
    assert not after(DRAFTED).assessed
    assert after(DRAFTED).drafts == {"pre": DRAFTED}


def test_a_draft_is_gone_once_the_conversation_is_recorded() -> None:
    assert after(DRAFTED, FIRST).drafts == {}
    assert after(DRAFTED, LAST).drafts == {"pre": DRAFTED}


def test_a_draft_takes_the_place_of_the_one_before() -> None:
    more = replace(DRAFT, answers=(items("who5", 3, 4, 2),))

    (event,) = decide(more, after(DRAFTED))

    assert isinstance(event, AssessmentDrafted)
    assert event.missing == {"who5": ("item_4", "item_5")}


def test_nothing_answered_is_no_draft() -> None:
    a_case().when(replace(DRAFT, answers=())).then_nothing()


def test_what_the_programme_does_not_record_is_refused() -> None:
    units = answers("alcohol_units", units_a_week=20)
    recorded = RecordAssessment(
        assessment=TALK,
        phase="pre",
        answers=(units,),
        not_taken={},
        recorded=TWO,
        taken_at=JANUARY,
        now=NOW,
    )

    a_case().when(recorded).then_refused(NotRecordedHere)
    a_case().when(replace(recorded, answers=(), not_taken={"wsas": "declined"})).then_refused(
        NotRecordedHere
    )
    a_case().when(replace(DRAFT, answers=(units,))).then_refused(NotRecordedHere)
