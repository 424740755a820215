"""A case goes on in another programme, of this organisation or another: if that accepts.

"A transfer to another organisation closes the case, notes a disclosure and opens a new case
there, linked both ways."
"""

from dataclasses import replace
from uuid import UUID

import pytest

from ht_kit.testing import Specification
from ht_plans.domain import transfer as rules
from ht_plans.domain.case.course_commands import (
    CloseForDeath,
    CompleteTransfer,
    NoteTransferDeclined,
    OfferTransfer,
    ReopenCase,
    TakeOfferBack,
)
from ht_plans.domain.case.course_events import (
    CaseTransferDeclined,
    CaseTransferOffered,
    CaseTransferred,
)
from ht_plans.domain.case.handing_over import (
    AlreadyOffered,
    NoSuchProgramme,
    NotAgreedToBeShared,
    NothingToTakeBack,
    TransferToItself,
)
from ht_plans.domain.case.refusals import CaseHasClosed
from ht_plans.domain.case.reopening import GoesOnElsewhere
from ht_plans.domain.codes import CaseId, ClientId, TransferId
from ht_plans.domain.refusals import DatedInTheFuture, Refused
from ht_plans.domain.transfer import (
    AcceptTransfer,
    AnotherClientHere,
    AnsweredOtherwise,
    CallOffTransfer,
    ClientNotRegistered,
    ClientNotSaid,
    ClientTakesNoPart,
    DeclineTransfer,
    EndOffer,
    NobodyToGoOnWith,
    NothingOffered,
    OfferedCaseEnded,
    Over,
    ReceiveTransfer,
    Transfer,
    TransferAccepted,
    TransferDeclined,
    TransferReceived,
)

from .case_at_work import (
    A_DAY,
    AMINA,
    APRIL,
    CASE,
    CLOSED,
    FEBRUARY,
    MARCH,
    SEEN,
    a_case,
    a_plan,
)

OFFER_ID, NEW_CASE = TransferId(UUID(int=81)), CaseId(UUID(int=82))
AMINA_THERE, SOMEBODY = ClientId(UUID(int=83)), ClientId(UUID(int=84))
OFFER = OfferTransfer(
    transfer=OFFER_ID,
    organisation="wellbeing-northfield",
    to_organisation="southfield-council",
    to_programme="southfield",
    reason="moved",
    agreed_to_share=True,
    offered_at=FEBRUARY,
    now=FEBRUARY,
)
OFFERED = CaseTransferOffered(
    case=CASE,
    client=AMINA,
    transfer=OFFER_ID,
    to_organisation="southfield-council",
    to_programme="southfield",
    reason="moved",
    agreed_to_share=True,
    offered_at=FEBRUARY,
)
DONE = CompleteTransfer(
    transfer=OFFER_ID,
    organisation="wellbeing-northfield",
    new_case=NEW_CASE,
    plans=(a_plan("abandoned"),),
    transferred_at=MARCH,
)
TRANSFERRED = CaseTransferred(
    case=CASE,
    client=AMINA,
    transfer=OFFER_ID,
    new_case=NEW_CASE,
    to_programme="southfield",
    disclosed_to="southfield-council",
    transferred_at=MARCH,
)
ENDED = replace(CLOSED, reason="08", conclusion="ended_early")
NO = CaseTransferDeclined(
    case=CASE, client=AMINA, transfer=OFFER_ID, reason="no_capacity", declined_at=MARCH
)
NOTE_NO = NoteTransferDeclined(transfer=OFFER_ID, reason="no_capacity", declined_at=MARCH)


def test_a_case_is_offered_to_another_programme() -> None:
    a_case().when(OFFER).then(OFFERED)


def test_an_offer_is_made_once() -> None:
    a_case(OFFERED).when(OFFER).then_nothing()


def test_one_programme_is_asked_at_a_time() -> None:
    another = replace(OFFER, transfer=TransferId(UUID(int=85)), to_programme="eastfield")

    a_case(OFFERED).when(another).then_refused(AlreadyOffered)


def test_a_case_is_not_offered_to_its_own_programme() -> None:
    a_case().when(replace(OFFER, to_programme="northfield")).then_refused(TransferToItself)


def test_a_case_is_not_offered_to_a_programme_that_nobody_leads() -> None:
    a_case().when(replace(OFFER, to_organisation=None)).then_refused(NoSuchProgramme)


def test_another_organisation_hears_of_a_client_only_if_they_agreed() -> None:
    unasked = replace(OFFER, agreed_to_share=False)

    a_case().when(unasked).then_refused(NotAgreedToBeShared)


def test_within_the_organisation_nothing_is_disclosed() -> None:
    at_home = replace(OFFER, to_organisation="wellbeing-northfield", agreed_to_share=False)
    offered = replace(OFFERED, to_organisation="wellbeing-northfield", agreed_to_share=False)

    a_case().when(at_home).then(offered)
    a_case(SEEN, offered).when(DONE).then(replace(TRANSFERRED, disclosed_to=None), ENDED)


def test_an_offer_cannot_be_dated_in_the_future() -> None:
    a_case().when(replace(OFFER, offered_at=FEBRUARY + A_DAY)).then_refused(DatedInTheFuture)


def test_a_case_that_has_ended_is_not_offered() -> None:
    late = replace(OFFER, offered_at=APRIL, now=APRIL)

    a_case(CLOSED).when(late).then_refused(CaseHasClosed)


def test_an_accepted_case_closes_and_notes_what_was_disclosed() -> None:
    a_case(SEEN, OFFERED).when(DONE).then(TRANSFERRED, ENDED)


def test_a_case_that_had_ended_meanwhile_only_names_where_it_goes_on() -> None:
    a_case(SEEN, OFFERED, CLOSED).when(DONE).then(TRANSFERRED)


def test_a_case_that_goes_on_elsewhere_is_not_opened_again_here() -> None:
    again = ReopenCase(because="came_back", reason="Rang", reopened_at=APRIL, now=APRIL)

    a_case(SEEN, OFFERED, TRANSFERRED, ENDED).when(again).then_refused(GoesOnElsewhere)


def test_an_answer_to_another_offer_changes_nothing() -> None:
    a_case(OFFERED).when(replace(DONE, transfer=TransferId(UUID(int=86)))).then_nothing()
    a_case().when(NOTE_NO).then_nothing()


def test_a_declined_case_stays_and_can_be_offered_elsewhere() -> None:
    a_case(OFFERED).when(NOTE_NO).then(NO)
    elsewhere = replace(OFFER, transfer=TransferId(UUID(int=85)), to_programme="eastfield")
    a_case(OFFERED, NO).when(elsewhere).then(
        replace(OFFERED, transfer=TransferId(UUID(int=85)), to_programme="eastfield")
    )


TAKE_BACK = TakeOfferBack(taken_back_at=MARCH, now=MARCH)
TAKEN_BACK = CaseTransferDeclined(
    case=CASE, client=AMINA, transfer=OFFER_ID, reason="taken_back", declined_at=MARCH
)


def test_an_offer_is_taken_back_and_can_be_made_to_somebody_else() -> None:
    elsewhere = replace(
        OFFER, transfer=TransferId(UUID(int=78)), offered_at=APRIL, now=APRIL, reason="other"
    )

    a_case(OFFERED).when(TAKE_BACK).then(TAKEN_BACK)
    a_case(OFFERED, TAKEN_BACK).when(TAKE_BACK).then_nothing()
    a_case(OFFERED, TAKEN_BACK).when(elsewhere).then(
        replace(OFFERED, transfer=elsewhere.transfer, offered_at=APRIL, reason="other")
    )


def test_nothing_is_taken_back_that_is_not_offered_or_not_yet() -> None:
    a_case().when(TAKE_BACK).then_refused(NothingToTakeBack)
    a_case(OFFERED, NO).when(TAKE_BACK).then_refused(NothingToTakeBack)
    a_case(OFFERED).when(replace(TAKE_BACK, now=MARCH - A_DAY)).then_refused(DatedInTheFuture)


def test_a_case_that_opened_there_is_brought_over_though_the_offer_was_taken_back() -> None:
    a_case(SEEN, OFFERED, TAKEN_BACK).when(DONE).then(TRANSFERRED, ENDED)


def test_a_death_ends_an_offer_so_that_nobody_else_begins() -> None:
    died = CloseForDeath(plans=(), closed_at=MARCH)
    ended = replace(NO, reason="client_died")
    no_more = replace(CLOSED, reason="06", conclusion="ended_early")

    a_case(SEEN, OFFERED).when(died).then(ended, no_more)
    a_case(SEEN, OFFERED, CLOSED).when(died).then(ended)
    a_case(SEEN, OFFERED, ended, no_more).when(DONE).then_nothing()


RECEIVE = ReceiveTransfer(
    transfer=OFFER_ID,
    programme="southfield",
    from_organisation="wellbeing-northfield",
    from_programme="northfield",
    from_case=CASE,
    client=None,
    reason="moved",
    offered_at=FEBRUARY,
)
RECEIVED = TransferReceived(
    transfer=OFFER_ID,
    programme="southfield",
    from_organisation="wellbeing-northfield",
    from_programme="northfield",
    from_case=CASE,
    client=None,
    reason="moved",
    received_at=FEBRUARY,
)
ACCEPT = AcceptTransfer(
    client=AMINA_THERE, registered=True, new_case=NEW_CASE, accepted_at=MARCH, now=MARCH
)
ACCEPTED = TransferAccepted(
    transfer=OFFER_ID, client=AMINA_THERE, new_case=NEW_CASE, accepted_at=MARCH
)
DECLINE = DeclineTransfer(reason="no_capacity", declined_at=MARCH, now=MARCH)
DECLINED = TransferDeclined(transfer=OFFER_ID, reason="no_capacity", declined_at=MARCH)


def a_transfer(
    *history: rules.Event,
) -> Specification[rules.Command, Transfer, rules.Event]:
    return Specification(rules.decide, rules.evolve, rules.NOTHING_OFFERED).given(*history)


def test_a_transfer_is_received_once() -> None:
    a_transfer().when(RECEIVE).then(RECEIVED)
    a_transfer(RECEIVED).when(RECEIVE).then_nothing()


def test_a_programme_that_accepts_says_who_the_client_is_here() -> None:
    a_transfer(RECEIVED).when(ACCEPT).then(ACCEPTED)
    a_transfer(RECEIVED).when(replace(ACCEPT, client=None)).then_refused(ClientNotSaid)


def test_a_case_goes_on_with_nobody_who_is_not_registered_here() -> None:
    unknown = replace(ACCEPT, registered=False)

    a_transfer(RECEIVED).when(unknown).then_refused(ClientNotRegistered)
    a_transfer(RECEIVED, ACCEPTED).when(unknown).then_nothing()
    at_home = replace(RECEIVED, client=AMINA)
    a_transfer(at_home).when(replace(unknown, client=None)).then(
        replace(ACCEPTED, client=AMINA)
    )


def test_a_client_of_the_same_organisation_stays_who_they_are() -> None:
    known = replace(RECEIVED, client=AMINA)

    a_transfer(known).when(replace(ACCEPT, client=None)).then(replace(ACCEPTED, client=AMINA))
    a_transfer(known).when(replace(ACCEPT, client=SOMEBODY)).then_refused(AnotherClientHere)


def test_a_transfer_is_accepted_once_and_opens_one_case() -> None:
    again = replace(ACCEPT, new_case=CaseId(UUID(int=87)))

    a_transfer(RECEIVED, ACCEPTED).when(again).then_nothing()


def test_an_accepted_transfer_is_not_accepted_for_somebody_else() -> None:
    a_transfer(RECEIVED, ACCEPTED).when(replace(ACCEPT, client=SOMEBODY)).then_refused(
        AnsweredOtherwise
    )


@pytest.mark.parametrize(
    ("over", "why"),
    [
        ("client_died", NobodyToGoOnWith),
        ("client_stopped", ClientTakesNoPart),
        ("case_ended", OfferedCaseEnded),
    ],
)
def test_nothing_is_accepted_that_is_over(over: Over, why: type[Refused]) -> None:
    a_transfer(RECEIVED).when(replace(ACCEPT, over=over)).then_refused(why)
    a_transfer(RECEIVED, ACCEPTED).when(replace(ACCEPT, over=over)).then_nothing()


def test_what_ends_between_acceptance_and_opening_calls_the_transfer_off() -> None:
    over = CallOffTransfer(reason="client_died", called_off_at=MARCH)
    called_off = replace(DECLINED, reason="client_died")

    a_transfer(RECEIVED, ACCEPTED).when(over).then(called_off)
    a_transfer(RECEIVED, ACCEPTED, called_off).when(ACCEPT).then_refused(AnsweredOtherwise)
    a_transfer(RECEIVED).when(over).then_nothing()
    a_transfer(RECEIVED, DECLINED).when(over).then_nothing()
    a_transfer().when(over).then_refused(NothingOffered)


def test_an_offer_that_is_over_need_not_be_answered() -> None:
    a_transfer(RECEIVED).when(EndOffer(reason="taken_back", ended_at=MARCH)).then(
        TransferDeclined(transfer=OFFER_ID, reason="taken_back", declined_at=MARCH)
    )
    a_transfer(RECEIVED, ACCEPTED).when(
        EndOffer(reason="case_ended", ended_at=MARCH)
    ).then_nothing()


def test_a_transfer_is_declined_once() -> None:
    a_transfer(RECEIVED).when(DECLINE).then(DECLINED)
    a_transfer(RECEIVED, DECLINED).when(DECLINE).then_nothing()


def test_an_answer_is_not_changed_into_another() -> None:
    a_transfer(RECEIVED, ACCEPTED).when(DECLINE).then_refused(AnsweredOtherwise)
    a_transfer(RECEIVED, DECLINED).when(ACCEPT).then_refused(AnsweredOtherwise)
    a_transfer(RECEIVED, DECLINED).when(replace(DECLINE, reason="other")).then_refused(
        AnsweredOtherwise
    )


def test_answers_are_not_dated_in_the_future() -> None:
    tomorrow = MARCH + A_DAY

    a_transfer(RECEIVED).when(replace(ACCEPT, accepted_at=tomorrow)).then_refused(
        DatedInTheFuture
    )
    a_transfer(RECEIVED).when(replace(DECLINE, declined_at=tomorrow)).then_refused(
        DatedInTheFuture
    )


def test_what_was_never_offered_is_not_answered() -> None:
    a_transfer().when(ACCEPT).then_refused(NothingOffered)
    a_transfer().when(DECLINE).then_refused(NothingOffered)
