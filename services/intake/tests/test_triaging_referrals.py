"""Whoever waits for an answer gets one, by a way that is safe; what is agreed goes on, once."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from ht_intake.domain.codes import ReferralSource, RejectionReason
from ht_intake.domain.referral.commands import (
    LinkReferral,
    RedirectReferral,
    RejectReferral,
    TellReferralsApart,
)
from ht_intake.domain.referral.events import (
    ReferralConverted,
    ReferralLinked,
    ReferralRedirected,
    ReferralRejected,
    ReferralReturned,
    ReferralsToldApart,
)
from ht_intake.domain.referral.evolving import evolve
from ht_intake.domain.referral.redirecting import passed_on
from ht_intake.domain.referral.refusals import (
    AgreementToPassOnNeeded,
    AskThePersonFirst,
    CaseOpenedAlready,
    ChannelNotSafe,
    NoCaseToLinkTo,
    NotTheSendersOwnName,
    RedirectedToItself,
    ReferralLinkedAlready,
    ReferralRedirectedAlready,
    SameReferralTwice,
    SayWhereElse,
    SayWhetherThePersonHears,
    ThereIsASafeChannel,
)
from ht_intake.domain.referral.said import Meeting, Person, PersonTold, Sender
from ht_intake.domain.referral.state import NO_REFERRAL_YET
from ht_intake.domain.refusals import (
    DatedInTheFuture,
    DecidedBeforeReceived,
    Erased,
    JobcentrePlusIsNotTold,
    ReferralDecidedAlready,
    ReferralReturnedAlready,
    ReferrerMustBeTold,
)

from .people import APRIL, MARCH, MAY, ROSE, TODAY, TOMORROW
from .referred import ACCEPTED, CASE, COMING, REFERRAL, a_referral, came, nothing_yet

OTHER = UUID(int=42)
RUNG = PersonTold(by="telephone", where_else=("exercise",))
REJECT = RejectReferral(
    reason="outside_area",
    tell_referrer_by="letter",
    person=RUNG,
    rejected_at=APRIL,
    asked_at=TODAY,
)
REJECTED = ReferralRejected(
    referral=REFERRAL,
    reason="outside_area",
    referrer_told_by="letter",
    rejected_at=APRIL,
    person_told_by="telephone",
    where_else=("exercise",),
)
REDIRECT = RedirectReferral(
    to="other_health_trainer_service",
    programme="southfield",
    person_agreed=True,
    tell_referrer_by="letter",
    person=PersonTold(by="telephone"),
    redirected_at=APRIL,
    asked_at=TODAY,
)
REDIRECTED = ReferralRedirected(
    referral=REFERRAL,
    to="other_health_trainer_service",
    to_programme="southfield",
    referrer_told_by="letter",
    person_told_by="telephone",
    person_not_told_because=None,
    redirected_at=APRIL,
)
LINK = LinkReferral(client=ROSE, case=CASE, linked_at=APRIL, asked_at=TODAY)
LINKED = ReferralLinked(referral=REFERRAL, client=ROSE, case=CASE, linked_at=APRIL)
CONVERTED = ReferralConverted(
    referral=REFERRAL,
    client=ROSE,
    case=CASE,
    agreed_to_take_part_at=APRIL,
    converted_at=APRIL,
)
APART = TellReferralsApart(other=OTHER, told_apart_at=APRIL, asked_at=TODAY)


@pytest.mark.parametrize("source", ["found_by_trainer", "champion", "outreach_event"])
def test_whoever_meets_somebody_asks_them_first(source: ReferralSource) -> None:
    not_asked = replace(COMING, source=source, consent="not_stated")

    nothing_yet().when(not_asked).then_refused(AskThePersonFirst)


def test_somebody_who_was_met_and_says_no_is_only_counted() -> None:
    no = replace(COMING, source="champion", consent="not_agreed")

    nothing_yet().when(no).then(
        ReferralReturned(
            referral=REFERRAL,
            programme="northfield",
            source="champion",
            because="not_agreed",
            received_at=MARCH,
        )
    )


def test_where_somebody_was_met_is_kept_with_the_message_as_it_came() -> None:
    met = replace(
        COMING,
        source="champion",
        met=Meeting(kind="N01", place="Invented Market", event="Health Day"),
        words="wants to walk more",
        original="Dear all, …",
        contact_by=date(2026, 3, 23),
    )

    event = came(met)

    assert (event.met_in, event.place, event.event) == ("N01", "Invented Market", "Health Day")
    assert (event.words, event.original) == ("wants to walk more", "Dear all, …")
    assert event.contact_by == date(2026, 3, 23)


def test_a_partner_sends_under_its_own_name() -> None:
    own = replace(COMING, partner="harbour", sender=Sender(namespace="harbour", reference="1"))
    others = replace(own, sender=Sender(namespace="a81001", reference="1"))

    nothing_yet().when(own).then(came(own))
    nothing_yet().when(others).then_refused(NotTheSendersOwnName)
    nothing_yet().when(replace(own, sender=None)).then_refused(NotTheSendersOwnName)


def test_a_referral_that_names_nobody_says_so() -> None:
    assert came(replace(COMING, person=Person(telephone="07700 900001"))).unidentified
    assert not came().unidentified


def test_the_person_hears_too_and_where_else_to_go() -> None:
    a_referral().when(REJECT).then(REJECTED)


def test_a_rejection_is_silent_to_the_person_only_for_a_reason() -> None:
    a_referral().when(replace(REJECT, person=PersonTold())).then_refused(
        SayWhetherThePersonHears
    )
    both = PersonTold(by="telephone", not_because="not_identified", where_else=("exercise",))
    a_referral().when(replace(REJECT, person=both)).then_refused(SayWhetherThePersonHears)


@pytest.mark.parametrize("channel", ["letter", "email", "text", "video"])
def test_nobody_is_told_by_a_channel_that_was_not_said_to_be_safe(channel: str) -> None:
    unsafe = PersonTold(by=channel, where_else=("exercise",))  # type: ignore[arg-type]  # a code

    a_referral().when(replace(REJECT, person=unsafe)).then_refused(ChannelNotSafe)


def test_whoever_stands_before_the_person_may_tell_them() -> None:
    here = PersonTold(by="in_person", where_else=("exercise",))

    nothing_yet().given(came(replace(COMING, person=Person(called="Rose")))).when(
        replace(REJECT, person=here)
    ).then(replace(REJECTED, person_told_by="in_person"))


def test_no_safe_channel_is_no_reason_where_there_is_one() -> None:
    silent = PersonTold(not_because="no_safe_channel")

    a_referral().when(replace(REJECT, person=silent)).then_refused(ThereIsASafeChannel)
    nothing_yet().given(came(replace(COMING, person=Person(called="Rose")))).when(
        replace(REJECT, person=silent)
    ).then(
        replace(
            REJECTED,
            person_told_by=None,
            person_not_told_because="no_safe_channel",
            where_else=None,
        )
    )


@pytest.mark.parametrize("reason", ["inappropriate", "outside_area", "outside_age"])
def test_where_this_is_not_the_place_another_one_is_named(reason: RejectionReason) -> None:
    nowhere = replace(REJECT, reason=reason, person=PersonTold(by="telephone"))

    a_referral().when(nowhere).then_refused(SayWhereElse)


@pytest.mark.parametrize(
    "reason",
    ["duplicate", "incomplete", "not_wanted_by_the_person", "already_supported_elsewhere"],
)
def test_who_needs_no_other_place_is_named_none(reason: RejectionReason) -> None:
    told = replace(REJECT, reason=reason, person=PersonTold(by="telephone"))

    a_referral().when(told).then(replace(REJECTED, reason=reason, where_else=None))


def test_a_duplicate_names_the_other_referral() -> None:
    hears = PersonTold(not_because="hears_of_their_other_referral")
    twin = replace(REJECT, reason="duplicate", person=hears, duplicate_of=OTHER)

    a_referral().when(twin).then(
        replace(
            REJECTED,
            reason="duplicate",
            person_told_by=None,
            person_not_told_because="hears_of_their_other_referral",
            where_else=None,
            duplicate_of=OTHER,
        )
    )
    a_referral().when(replace(twin, duplicate_of=REFERRAL)).then_refused(SameReferralTwice)


def test_a_referral_goes_to_another_programme_as_the_person_agreed() -> None:
    a_referral().when(REDIRECT).then(REDIRECTED)


def test_nobody_s_details_go_anywhere_without_their_agreement() -> None:
    a_referral().when(replace(REDIRECT, person_agreed=False)).then_refused(
        AgreementToPassOnNeeded
    )


def test_a_redirection_says_that_it_was_for_somebody_else_to_help() -> None:
    risky = replace(REDIRECT, appropriateness="clinical_risk")

    a_referral().when(risky).then(replace(REDIRECTED, appropriateness="clinical_risk"))


def test_being_told_of_another_service_needs_no_agreement() -> None:
    told = replace(REDIRECT, to="exercise", programme=None, person_agreed=False)

    a_referral().when(told).then(replace(REDIRECTED, to="exercise", to_programme=None))


def test_a_redirection_leaves_nobody_without_an_answer() -> None:
    a_referral().when(replace(REDIRECT, tell_referrer_by="not_told")).then_refused(
        ReferrerMustBeTold
    )
    a_referral().when(replace(REDIRECT, person=PersonTold())).then_refused(
        SayWhetherThePersonHears
    )
    jobcentre = nothing_yet().given(
        came(replace(COMING, source="jobcentre_plus", mandated=False))
    )
    jobcentre.when(REDIRECT).then_refused(JobcentrePlusIsNotTold)


def test_a_referral_is_not_redirected_to_where_it_is() -> None:
    a_referral().when(replace(REDIRECT, programme="northfield")).then_refused(
        RedirectedToItself
    )


def test_what_was_decided_is_not_redirected() -> None:
    a_referral(ACCEPTED).when(REDIRECT).then_refused(ReferralDecidedAlready)
    elsewhere = replace(REDIRECT, programme="eastside")
    a_referral(REDIRECTED).when(elsewhere).then_refused(ReferralRedirectedAlready)


def test_a_redirection_is_dated_well() -> None:
    a_referral().when(replace(REDIRECT, redirected_at=TOMORROW)).then_refused(DatedInTheFuture)
    early = MARCH.replace(month=2)
    a_referral().when(replace(REDIRECT, redirected_at=early)).then_refused(
        DecidedBeforeReceived
    )


def test_the_other_programme_receives_all_that_was_said() -> None:
    through = replace(COMING.person, email="rose@example.org", reached_through="Harbour House")
    whole = came(replace(COMING, pathway="post_coronary", person=through))
    before = evolve(evolve(NO_REFERRAL_YET, whole), REDIRECTED)

    command = passed_on(before, OTHER, contact_by=date(2026, 4, 23))

    assert command is not None
    assert came(command) == replace(
        whole,
        referral=OTHER,
        programme="southfield",
        received_at=APRIL,
        agreed_at=APRIL,
        agreement_told_by="person",
        sender_namespace="redirected",
        sender_reference=str(REFERRAL),
        contact_by=date(2026, 4, 23),
    )


def test_nothing_is_passed_on_that_was_not_redirected_to_a_programme() -> None:
    received = evolve(NO_REFERRAL_YET, came())
    outside = evolve(received, replace(REDIRECTED, to_programme=None))

    assert passed_on(received, OTHER, contact_by=None) is None
    assert passed_on(outside, OTHER, contact_by=None) is None


def test_somebody_who_is_with_us_already_is_linked_and_not_refused() -> None:
    a_referral().when(LINK).then(LINKED)
    a_referral(ACCEPTED).when(LINK).then(LINKED)


def test_there_must_be_a_case_to_link_to() -> None:
    a_referral().when(replace(LINK, case=None)).then_refused(NoCaseToLinkTo)


def test_nobody_is_linked_to_somebody_erased() -> None:
    a_referral().when(replace(LINK, erased=True)).then_refused(Erased)


def test_what_opened_a_case_of_its_own_is_not_linked() -> None:
    a_referral(ACCEPTED, CONVERTED).when(LINK).then_refused(CaseOpenedAlready)


def test_a_referral_is_linked_to_one_client() -> None:
    a_referral(LINKED).when(replace(LINK, linked_at=MAY)).then_nothing()
    somebody_else = replace(LINK, client=UUID(int=8))
    a_referral(LINKED).when(somebody_else).then_refused(ReferralLinkedAlready)


def test_that_two_referrals_are_both_meant_is_remembered() -> None:
    told = ReferralsToldApart(referral=REFERRAL, other=OTHER, told_apart_at=APRIL)

    a_referral().when(APART).then(told)
    a_referral(told).when(replace(APART, told_apart_at=MAY)).then_nothing()
    a_referral(told).when(replace(APART, other=UUID(int=43))).then(
        replace(told, other=UUID(int=43))
    )


def test_a_referral_is_not_told_apart_from_itself_nor_is_one_that_went_back() -> None:
    a_referral().when(replace(APART, other=REFERRAL)).then_refused(SameReferralTwice)
    nothing_yet().when(APART).then_refused(ReferralReturnedAlready)
