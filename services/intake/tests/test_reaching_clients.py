"""May this be sent to this person by this channel, and how must it be worded.

What was not said to be safe is not. A message that names the service on a shared telephone can
hurt somebody, so every message asks here first.
"""

from dataclasses import replace
from functools import reduce
from typing import get_args

import pytest

from ht_intake.domain.client.contacting import MessageKind, Sending, how_to_send
from ht_intake.domain.client.events import ClientErased, Event, TakingPartWithdrawn
from ht_intake.domain.client.said import AccessNeedsRecorded, ContactRulesRecorded
from ht_intake.domain.client.saying import RecordContactRules
from ht_intake.domain.client.state import NO_CLIENT_YET, Client, evolve
from ht_intake.domain.codes import Channel
from ht_intake.domain.refusals import PreferredIsNotSafe

from .people import APRIL, MARCH, MAY, ROSE, TODAY, registered, registering, rose
from .test_asking_clients import NEEDS

RULES = ContactRulesRecorded(
    client=ROSE,
    safe=("telephone", "text", "letter"),
    preferred="text",
    shared=("telephone",),
    may_name_the_service=True,
    may_leave_a_message=True,
    words=None,
    recorded_at=MARCH,
)
REGISTERED = replace(
    registered(registering()), telephone="07700 900123", address="1 Invented Row"
)
LEFT = TakingPartWithdrawn(client=ROSE, withdrawn_at=MAY)


def client(*history: Event) -> Client:
    return reduce(evolve, [REGISTERED, *history], NO_CLIENT_YET)


def sending(*history: Event, by: Channel = "text", kind: MessageKind = "reminder") -> Sending:
    return how_to_send(client(*history), by, kind)


def test_a_reminder_goes_the_way_that_is_safe() -> None:
    assert sending(RULES).allowed
    assert sending(RULES).by_machine
    assert sending(RULES).wording == "open"


@pytest.mark.parametrize("channel", ["email", "video"])
def test_what_was_not_said_to_be_safe_is_not(channel: Channel) -> None:
    assert sending(RULES, by=channel).because == "not_safe"


@pytest.mark.parametrize("channel", ["text", "email", "letter", "video"])
def test_before_anybody_asked_nothing_is_written(channel: Channel) -> None:
    assert sending(by=channel).because == "not_asked"


def test_before_anybody_asked_a_person_may_ring_and_says_as_little_as_possible() -> None:
    ringing = sending(by="telephone")

    assert (ringing.allowed, ringing.wording, ringing.leave_a_message) == (
        True,
        "discreet",
        False,
    )


def test_who_is_reached_through_somebody_is_not_rung_before_anybody_asked() -> None:
    hostel = replace(REGISTERED, how_reached="through_hostel", reached_through="The Harbour")

    assert how_to_send(evolve(NO_CLIENT_YET, hostel), "telephone", "support").because == (
        "not_asked"
    )
    rung = how_to_send(evolve(evolve(NO_CLIENT_YET, hostel), RULES), "telephone", "support")
    assert (rung.allowed, rung.through, rung.by_machine) == (True, "The Harbour", False)


def test_a_shared_telephone_hears_neither_the_name_nor_a_message() -> None:
    ringing = sending(RULES, by="telephone")

    assert (ringing.allowed, ringing.wording, ringing.leave_a_message) == (
        True,
        "discreet",
        False,
    )


def test_who_does_not_want_the_service_named_has_it_named_nowhere() -> None:
    unnamed = replace(RULES, may_name_the_service=False)

    assert {sending(unnamed, by=channel).wording for channel in RULES.safe} == {"discreet"}


def test_what_the_client_said_about_being_reached_is_read_by_a_person_first() -> None:
    worded = sending(replace(RULES, words="only while the children are at school"))

    assert (worded.allowed, worded.by_machine) == (True, False)


def test_without_a_number_nothing_can_be_sent_to_it() -> None:
    phoneless = replace(REGISTERED, telephone=None)
    known = evolve(evolve(NO_CLIENT_YET, phoneless), RULES)

    assert how_to_send(known, "text", "reminder").because == "no_address_for_it"
    assert how_to_send(known, "letter", "reminder").allowed


@pytest.mark.parametrize("kind", ["support", "reminder", "maintenance_check", "survey"])
def test_who_takes_no_part_any_more_is_left_in_peace(kind: MessageKind) -> None:
    assert sending(RULES, LEFT, kind=kind).because == "not_taking_part"
    assert sending(RULES, LEFT, kind="duty").allowed


def test_a_survey_needs_a_consent_for_surveys() -> None:
    known = client(RULES)

    assert how_to_send(known, "text", "survey").because == "no_consent_to_surveys"
    assert how_to_send(known, "text", "survey", agreed_to_surveys=True).allowed


def test_a_letter_comes_in_the_form_that_can_be_read() -> None:
    needs = AccessNeedsRecorded(
        client=ROSE,
        communication_support=NEEDS.communication_support,
        contact_methods=NEEDS.contact_methods,
        information_formats=("braille",),
        communication_professionals=(),
        language="cy",
        interpreter_needed="no",
        words=None,
        review_on=APRIL.date(),
        recorded_at=MARCH,
    )

    letter = sending(RULES, needs, by="letter")

    assert (letter.formats, letter.language) == (("braille",), "cy")


@pytest.mark.parametrize("kind", get_args(MessageKind))
@pytest.mark.parametrize("channel", get_args(Channel))
def test_nothing_is_sent_to_somebody_erased(kind: MessageKind, channel: Channel) -> None:
    gone = ClientErased(
        client=ROSE, reason="asked_by_the_person", reference=None, erased_at=TODAY
    )

    assert sending(RULES, gone, by=channel, kind=kind).because == "erased"


def test_what_is_preferred_is_safe() -> None:
    asked = RecordContactRules(
        safe=("text",),
        preferred="letter",
        shared=(),
        may_name_the_service=False,
        may_leave_a_message=False,
        words=None,
        recorded_at=MARCH,
        asked_at=TODAY,
    )

    rose().when(asked).then_refused(PreferredIsNotSafe)
