"""Everything but a name and how to reach somebody can wait, and is *not asked* until asked.

What was said before stays: an answer is added, a detail is completed, corrected or changed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ht_intake.domain.client.amending import amend_details
from ht_intake.domain.client.area import Area
from ht_intake.domain.client.commands import RegisterClient
from ht_intake.domain.client.ethnicity import CATEGORY_OF
from ht_intake.domain.client.questions import QUESTIONS
from ht_intake.domain.client.said import (
    AccessNeedsRecorded,
    AnswersRecorded,
    ClientDetailsAmended,
)
from ht_intake.domain.client.saying import (
    AmendDetails,
    Names,
    NhsNumber,
    Reaching,
    RecordAccessNeeds,
    RecordAnswers,
)
from ht_intake.domain.client.state import Client, evolve
from ht_intake.domain.codes import EthnicGroup, Ethnicity
from ht_intake.domain.refusals import (
    AnotherEthnicCategory,
    AnswersContradict,
    CorrectionNeedsReason,
    DatedInTheFuture,
    NameNeeded,
    NoSuchAnswer,
    NoSuchQuestion,
    NothingAnswered,
    NotRegistered,
    OneAnswerOnly,
    Refused,
    ReviewedBeforeRecorded,
    SayWhyItDiffers,
)

from .people import APRIL, MARCH, MAY, ROSE, TODAY, TOMORROW, nobody_yet, registered, rose

LITTLE = RegisterClient(
    client=ROSE,
    programme="northfield",
    registered_at=MARCH,
    asked_at=TODAY,
    name=None,
    called="Rosie",
    how_reached="through_hostel",
)
AMEND = AmendDetails(amended_at=APRIL, asked_at=TODAY)
ELSEWHERE = Area(postcode="XX9 9ZZ", ward="E05999009", decile=10, edition="sample")
NEEDS = RecordAccessNeeds(
    communication_support=("lipreading",),
    contact_methods=("text",),
    information_formats=("large_print",),
    communication_professionals=(),
    language="q4",
    interpreter_needed="yes",
    words=None,
    review_on=None,
    recorded_at=MARCH,
    asked_at=TODAY,
)


def answering(**answers: tuple[str, ...]) -> RecordAnswers:
    return RecordAnswers(answers=answers, recorded_at=APRIL, asked_at=TODAY)


def answered(
    answers: Mapping[str, tuple[str, ...]],
    sealed: Mapping[str, tuple[str, ...]] | None = None,
) -> AnswersRecorded:
    return AnswersRecorded(
        client=ROSE, answers=answers, sealed_answers=sealed, recorded_at=APRIL
    )


def test_what_to_call_somebody_and_how_to_reach_them_is_enough_to_begin() -> None:
    known = registered(LITTLE)

    assert {known.gender, known.ethnicity, known.gp_status, known.employment} == {"not_asked"}
    assert (known.age_band, known.nhs_number_absent, known.unresolved) == ("not_asked",) * 3


def test_what_is_told_for_the_first_time_needs_no_explanation() -> None:
    nobody_yet().given(registered(LITTLE)).when(replace(AMEND, gender="2")).then(
        ClientDetailsAmended(
            client=ROSE,
            changed=("gender",),
            because="asked",
            reason=None,
            amended_at=APRIL,
            gender="2",
        )
    )


def test_what_differs_from_before_was_wrong_or_has_changed() -> None:
    rose().when(replace(AMEND, gender="1")).then_refused(SayWhyItDiffers)


def test_a_correction_says_why() -> None:
    correcting = replace(AMEND, gender="1", because="corrected")

    rose().when(correcting).then_refused(CorrectionNeedsReason)
    rose().when(replace(correcting, reason="typed wrongly")).then(
        ClientDetailsAmended(
            client=ROSE,
            changed=("gender",),
            because="corrected",
            reason="typed wrongly",
            amended_at=APRIL,
            gender="1",
        )
    )


def test_who_moved_is_known_at_the_new_place_and_nothing_is_left_of_the_old_one() -> None:
    moving = replace(AMEND, area=ELSEWHERE, address="9 Invented Row", because="changed")
    (moved,) = _events(moving)
    client = evolve(evolve(Client(), registered(LITTLE)), moved)

    assert client.registered is not None
    assert (client.registered.postcode, client.registered.quintile) == ("XX9 9ZZ", 5)
    assert (client.registered.unresolved, client.registered.called) == (None, "Rosie")


def _events(asked: AmendDetails) -> list[ClientDetailsAmended]:
    return amend_details(asked, evolve(Client(), registered(LITTLE)))


def test_a_birth_date_told_later_gives_the_age_on_the_day_of_registration() -> None:
    (told,) = _events(replace(AMEND, birth=date(1986, 4, 1)))

    assert (told.birth_date, told.age_band) == (date(1986, 4, 1), "35-39")


def test_a_number_told_later_that_somebody_here_has_is_for_a_person_to_look_at() -> None:
    number = NhsNumber(number="9990000026", absent=None, known_here=True)

    (told,) = _events(replace(AMEND, nhs_number=number))

    assert (told.possible_same_person, told.nhs_number_status) == (True, "02")


def test_what_is_the_same_as_before_changes_nothing() -> None:
    same = Names(name="Rose Invented", called=None)

    rose().when(replace(AMEND, names=same, gender="2")).then_nothing()


def test_nobody_loses_their_name() -> None:
    nameless = replace(AMEND, names=Names(name=None, called=None), because="changed")

    rose().when(nameless).then_refused(NameNeeded)


def test_a_telephone_that_is_gone_is_gone() -> None:
    client = evolve(Client(), registered(replace(LITTLE, telephone="07700 900123")))
    reaching = Reaching(how_reached="through_hostel")

    (told,) = amend_details(replace(AMEND, reaching=reaching, because="changed"), client)

    known = evolve(client, told).registered
    assert known is not None
    assert known.telephone is None


def test_nothing_is_known_of_nobody_nor_tomorrow() -> None:
    nobody_yet().when(replace(AMEND, gender="2")).then_refused(NotRegistered)
    rose().when(replace(AMEND, gender="1", amended_at=TOMORROW)).then_refused(DatedInTheFuture)


def test_an_answer_is_added_to_what_was_answered_before() -> None:
    first = answered({"accommodation": ("HM04",)})
    later = replace(answering(accommodation=("MA",)), recorded_at=MAY)

    rose(first).when(later).then(replace(answered({"accommodation": ("MA",)}), recorded_at=MAY))


def test_somebody_need_not_say_which_benefit_they_live_on() -> None:
    some = RecordAnswers(answers={"benefits": ("any",)}, recorded_at=APRIL, asked_at=TODAY)
    none_and_some = replace(some, answers={"benefits": ("any", "none")})

    rose().when(some).then(
        AnswersRecorded(
            client=ROSE, answers={"benefits": ("any",)}, sealed_answers=None, recorded_at=APRIL
        )
    )
    rose().when(none_and_some).then_refused(AnswersContradict)


def test_what_nobody_else_should_know_is_sealed() -> None:
    asked = answering(carer=("yes",), religion=("declined",))

    rose().when(asked).then(answered({"carer": ("yes",)}, {"religion": ("declined",)}))


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (answering(disability=("NN", "05")), AnswersContradict),
        (answering(disability=("declined", "05")), AnswersContradict),
        (answering(long_term_conditions=("none", "cancer")), AnswersContradict),
        (answering(carer=("yes", "no")), OneAnswerOnly),
        (answering(carer=("perhaps",)), NoSuchAnswer),
        (answering(carer=()), NoSuchAnswer),
        (answering(favourite_colour=("blue",)), NoSuchQuestion),
        (answering(), NothingAnswered),
    ],
)
def test_an_answer_has_to_be_one(asked: RecordAnswers, refusal: type[Refused]) -> None:
    rose().when(asked).then_refused(refusal)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_can_be_declined_or_not_known(question: str) -> None:
    for absence in ("declined", "not_known"):
        QUESTIONS[question].check((absence,))
    with pytest.raises(NoSuchAnswer):
        QUESTIONS[question].check(("not_asked",))


@given(some.sampled_from(sorted(QUESTIONS)), some.data())
def test_whatever_is_accepted_is_among_the_answers(
    question: str, data: some.DataObject
) -> None:
    known = QUESTIONS[question]
    told = tuple(data.draw(some.lists(some.sampled_from(sorted(known.answers)), min_size=1)))
    try:
        known.check(told)
    except (OneAnswerOnly, AnswersContradict):
        return
    assert known.answers.issuperset(told)
    assert len(told) == 1 or known.alone.isdisjoint(told)


def test_needs_are_looked_at_again_a_year_later() -> None:
    rose().when(NEEDS).then(
        AccessNeedsRecorded(
            client=ROSE,
            communication_support=("lipreading",),
            contact_methods=("text",),
            information_formats=("large_print",),
            communication_professionals=(),
            language="q4",
            interpreter_needed="yes",
            words=None,
            review_on=date(2027, 3, 9),
            recorded_at=MARCH,
        )
    )


def test_a_review_comes_after_what_it_reviews() -> None:
    early = replace(NEEDS, review_on=date(2026, 3, 9))

    rose().when(early).then_refused(ReviewedBeforeRecorded)


def of_category(category: Ethnicity, because: str = "asked") -> ClientDetailsAmended:
    assert because in {"asked", "changed"}
    return ClientDetailsAmended(
        client=ROSE,
        changed=("ethnicity",),
        because="asked" if because == "asked" else "changed",
        reason=None,
        amended_at=APRIL,
        ethnicity=category,
    )


@pytest.mark.parametrize("group", get_args(EthnicGroup))
def test_every_group_of_2021_belongs_to_a_category_that_returns_are_made_in(
    group: EthnicGroup,
) -> None:
    category = CATEGORY_OF[group]

    nobody_yet().given(registered(LITTLE)).when(answering(ethnic_group=(group,))).then(
        answered({"ethnic_group": (group,)}), of_category(category)
    )


def test_roma_and_travellers_arabs_and_chinese_are_where_the_standard_puts_them() -> None:
    assert CATEGORY_OF["roma"] == CATEGORY_OF["gypsy_or_irish_traveller"] == "C"
    assert (CATEGORY_OF["arab"], CATEGORY_OF["chinese"]) == ("S", "R")


def test_a_group_never_contradicts_the_category_that_is_recorded() -> None:
    rose().when(answering(ethnic_group=("irish",))).then_refused(AnotherEthnicCategory)
    for group in ("british", "declined", "not_known"):
        rose().when(answering(ethnic_group=(group,))).then(answered({"ethnic_group": (group,)}))


def test_who_did_not_wish_to_say_may_say_later() -> None:
    silent = of_category("Z")

    nobody_yet().given(registered(LITTLE), silent).when(answering(ethnic_group=("roma",))).then(
        answered({"ethnic_group": ("roma",)}), of_category("C", "changed")
    )
