"""Another leader takes over: many cases are offered to its programme in one act, and back.

"A contract that changes hands moves all its open cases … to the new provider in one previewed,
reversible act, with what each client was told."
"""

from dataclasses import replace
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain.case.handing_over import (
    NoSuchProgramme,
    NotAgreedToBeShared,
    TransferToItself,
)
from ht_plans.domain.codes import CaseId, ClientId, HandoverId, TransferId
from ht_plans.domain.handover import refusals
from ht_plans.domain.handover.commands import (
    Command,
    HandOverCases,
    MarkHandoverCarriedOut,
    MarkHandoverEnded,
    RecordWhatClientWasTold,
    TakeHandoverBack,
)
from ht_plans.domain.handover.events import (
    CasesHandedOver,
    ClientToldOfHandover,
    Event,
    HandoverCarriedOut,
    HandoverEnded,
    HandoverTakenBack,
    Offered,
)
from ht_plans.domain.handover.handover import (
    MOST_AT_ONCE,
    NOTHING_HANDED_OVER,
    Handover,
    decide,
    evolve,
)

from .case_at_work import AMINA, APRIL, CASE, MARCH

ACT = HandoverId(UUID(int=81))
SECOND, BILAL = CaseId(UUID(int=2)), ClientId(UUID(int=9))


def an_offer(case: CaseId, client: ClientId, *, agreed: bool = True) -> Offered:
    return Offered(
        case=case,
        client=client,
        transfer=TransferId(UUID(int=case.int + 500)),
        agreed_to_share=agreed,
        told="letter",
    )


HAND_OVER = HandOverCases(
    handover=ACT,
    organisation="wellbeing-northfield",
    programme="northfield",
    to_organisation="southfield-council",
    to_programme="southfield",
    reason="contract_ended",
    offers=(an_offer(CASE, AMINA), an_offer(SECOND, BILAL)),
    open_cases={CASE: AMINA, SECOND: BILAL},
    now=MARCH,
)
HANDED_OVER = CasesHandedOver(
    handover=ACT,
    programme="northfield",
    to_organisation="southfield-council",
    to_programme="southfield",
    reason="contract_ended",
    cases=2,
    offers=HAND_OVER.offers,
    handed_over_at=MARCH,
)
CARRIED_OUT = HandoverCarriedOut(handover=ACT, carried_out_at=MARCH)
TAKEN_BACK = HandoverTakenBack(handover=ACT, taken_back_at=APRIL)
ENDED = HandoverEnded(handover=ACT, ended_at=APRIL)


def an_act(*history: Event) -> Specification[Command, Handover, Event]:
    return Specification(decide, evolve, NOTHING_HANDED_OVER).given(*history)


def test_many_cases_are_handed_over_in_one_act_and_once() -> None:
    an_act().when(HAND_OVER).then(HANDED_OVER)
    an_act(HANDED_OVER).when(HAND_OVER).then_nothing()


def test_whose_case_it_is_says_the_register_and_not_who_asks() -> None:
    mistaken = tuple(replace(each, client=ClientId(UUID(int=999))) for each in HAND_OVER.offers)

    an_act().when(replace(HAND_OVER, offers=mistaken)).then(HANDED_OVER)


def test_an_act_hands_something_over_and_has_an_end() -> None:
    many = tuple(
        an_offer(CaseId(UUID(int=number)), AMINA) for number in range(MOST_AT_ONCE + 1)
    )

    an_act().when(replace(HAND_OVER, offers=())).then_refused(refusals.NothingToHandOver)
    an_act().when(replace(HAND_OVER, offers=many)).then_refused(refusals.TooManyToHandOver)


def test_a_case_that_ended_or_is_offered_already_is_previewed_again() -> None:
    an_act().when(replace(HAND_OVER, open_cases={CASE: AMINA})).then_refused(
        refusals.NotToBeOffered
    )


def test_another_organisation_hears_of_nobody_who_did_not_agree() -> None:
    not_agreed = (HAND_OVER.offers[0], an_offer(SECOND, BILAL, agreed=False))
    at_home = replace(HAND_OVER, to_organisation="wellbeing-northfield", offers=not_agreed)

    an_act().when(replace(HAND_OVER, offers=not_agreed)).then_refused(NotAgreedToBeShared)
    an_act().when(at_home).then(
        replace(HANDED_OVER, to_organisation="wellbeing-northfield", offers=not_agreed)
    )


def test_cases_are_handed_over_to_another_programme_that_is_known() -> None:
    to_itself = replace(HAND_OVER, to_programme="northfield")

    an_act().when(replace(HAND_OVER, to_organisation=None)).then_refused(NoSuchProgramme)
    an_act().when(to_itself).then_refused(TransferToItself)


def test_what_a_client_was_told_can_be_entered_later() -> None:
    said = RecordWhatClientWasTold(case=CASE, told="telephone", told_at=APRIL)
    told = ClientToldOfHandover(
        handover=ACT, case=CASE, client=AMINA, told="telephone", told_at=APRIL
    )

    an_act(HANDED_OVER).when(said).then(told)
    an_act(HANDED_OVER, told).when(said).then_nothing()
    for not_theirs in (
        replace(said, case=CaseId(UUID(int=3))),
        replace(said, hidden=frozenset({AMINA})),
    ):
        an_act(HANDED_OVER).when(not_theirs).then_refused(refusals.NotHandedOver)


def test_an_act_is_taken_back_once_it_has_been_carried_out() -> None:
    back = TakeHandoverBack(now=APRIL)

    an_act(HANDED_OVER).when(back).then_refused(refusals.StillHandingOver)
    an_act(HANDED_OVER, CARRIED_OUT).when(back).then(TAKEN_BACK)
    an_act(HANDED_OVER, CARRIED_OUT, TAKEN_BACK).when(back).then_nothing()


def test_an_act_is_carried_out_once_and_ends_once_if_it_was_taken_back() -> None:
    done: list[Event] = [HANDED_OVER, CARRIED_OUT]

    an_act(HANDED_OVER).when(MarkHandoverCarriedOut(at=MARCH)).then(CARRIED_OUT)
    an_act(*done).when(MarkHandoverCarriedOut(at=APRIL)).then_nothing()
    an_act(*done).when(MarkHandoverEnded(at=APRIL)).then_nothing()
    an_act(*done, TAKEN_BACK).when(MarkHandoverEnded(at=APRIL)).then(ENDED)
    an_act(*done, TAKEN_BACK, ENDED).when(MarkHandoverEnded(at=APRIL)).then_nothing()


@pytest.mark.parametrize(
    "asked",
    [
        MarkHandoverCarriedOut(at=MARCH),
        TakeHandoverBack(now=MARCH),
        MarkHandoverEnded(at=MARCH),
        RecordWhatClientWasTold(case=CASE, told="letter", told_at=MARCH),
    ],
)
def test_an_act_that_never_was_has_nothing_to_it(asked: Command) -> None:
    an_act().when(asked).then_refused(refusals.NoSuchHandover)
