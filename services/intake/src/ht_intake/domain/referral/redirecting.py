"""Sending a person on, to another service or to another programme of the organisation."""

from datetime import date
from typing import Final
from uuid import UUID

from ht_intake.domain.referral.commands import ReceiveReferral, RedirectReferral
from ht_intake.domain.referral.events import Event, ReferralRedirected
from ht_intake.domain.referral.hearing import person_hears, referrer_hears, undecided
from ht_intake.domain.referral.refusals import AgreementToPassOnNeeded, RedirectedToItself
from ht_intake.domain.referral.said import Agreement, Meeting, Person, Referrer, Sender
from ht_intake.domain.referral.state import Referral, dated_well

PASSED_ON: Final = "redirected"
"""The namespace of referrals that came from another programme of the organisation."""


def redirect(asked: RedirectReferral, referral: Referral) -> list[Event]:
    """Send the person on. Their details go along only when they agreed to that."""
    standing = referral.redirected
    if standing and (standing.to, standing.to_programme) == (asked.to, asked.programme):
        return []
    received = undecided(referral)
    dated_well(asked.redirected_at, received, asked.asked_at)
    if asked.programme == received.programme:
        raise RedirectedToItself
    if asked.programme is not None and not asked.person_agreed:
        raise AgreementToPassOnNeeded
    referrer_hears(asked.tell_referrer_by, received)
    person_hears(asked.person, received)
    return [
        ReferralRedirected(
            referral=received.referral,
            to=asked.to,
            to_programme=asked.programme,
            referrer_told_by=asked.tell_referrer_by,
            person_told_by=asked.person.by,
            person_not_told_because=asked.person.not_because,
            redirected_at=asked.redirected_at,
            appropriateness=asked.appropriateness,
        )
    ]


def passed_on(
    referral: Referral, new_id: UUID, *, contact_by: date | None
) -> ReceiveReferral | None:
    """Give what the other programme receives of a referral that was redirected to it."""
    sent, said = referral.redirected, referral.received
    if sent is None or said is None or sent.to_programme is None:
        return None
    return ReceiveReferral(
        referral=new_id,
        programme=sent.to_programme,
        source=said.source,
        consent="agreed",
        mandated=False,
        agreement=Agreement(at=sent.redirected_at, told_by="person"),
        received_at=sent.redirected_at,
        asked_at=sent.redirected_at,
        needs=said.needs,
        pathway=said.pathway,
        sender=Sender(namespace=PASSED_ON, reference=str(said.referral)),
        referrer=Referrer(
            organisation=said.referrer_organisation,
            name=said.referrer_name,
            role=said.referrer_role,
        ),
        person=Person(
            called=said.called,
            telephone=said.telephone,
            postcode=said.postcode,
            safe_channels=said.safe_channels or (),
            email=said.email,
            reached_through=said.reached_through,
        ),
        note=said.note,
        words=said.words,
        original=said.original,
        met=Meeting(kind=said.met_in, place=said.place, event=said.event),
        contact_by=contact_by,
    )
