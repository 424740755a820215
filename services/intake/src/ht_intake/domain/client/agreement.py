"""Taking part, and what may be shared with whom: two things, asked and taken back apart."""

from datetime import datetime

from ht_intake.domain.client.commands import (
    AgreeToTakePart,
    GiveConsent,
    RefuseConsent,
    WithdrawConsent,
    WithdrawFromTakingPart,
)
from ht_intake.domain.client.events import (
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    Event,
    TakingPartAgreed,
    TakingPartWithdrawn,
)
from ht_intake.domain.client.state import Client
from ht_intake.domain.days import london_day, not_after
from ht_intake.domain.refusals import (
    AgreedBeforeWithdrawing,
    ConsentExpired,
    ConsentReviewedBeforeGiven,
    ConsentStands,
    NoSuchConsent,
    NotTakingPart,
    WithdrawnBeforeAgreed,
)


def agree_to_take_part(asked: AgreeToTakePart, client: Client) -> list[Event]:
    """Note the agreement, once; after a withdrawal a later one counts anew."""
    if client.takes_part_since is not None:
        return []
    not_after(asked.asked_at, asked.agreed_at)
    if client.withdrawn is not None and asked.agreed_at <= client.withdrawn.withdrawn_at:
        raise AgreedBeforeWithdrawing
    return [
        TakingPartAgreed(
            client=client.id,
            agreed_at=asked.agreed_at,
            how=asked.how,
            notice_version=asked.notice_version,
            by=asked.by,
        )
    ]


def withdraw_from_taking_part(asked: WithdrawFromTakingPart, client: Client) -> list[Event]:
    """Note that the client wants no more support."""
    if client.agreed is None:
        raise NotTakingPart
    if client.withdrawn is not None:
        return []
    not_after(asked.asked_at, asked.withdrawn_at)
    if asked.withdrawn_at < client.agreed.agreed_at:
        raise WithdrawnBeforeAgreed
    return [
        TakingPartWithdrawn(
            client=client.id, withdrawn_at=asked.withdrawn_at, how=asked.how, by=asked.by
        )
    ]


def give_consent(asked: GiveConsent, client: Client) -> list[Event]:
    """Note one agreement to share: one recipient, one purpose, one class of data."""
    if asked.consent in client.consents:
        return []
    not_after(asked.asked_at, asked.given_at)
    if asked.expires_at is not None and asked.expires_at <= asked.given_at:
        raise ConsentExpired
    if asked.review_on is not None and asked.review_on <= london_day(asked.given_at):
        raise ConsentReviewedBeforeGiven
    return [
        ConsentGiven(
            client=client.id,
            consent=asked.consent,
            recipient=asked.recipient,
            purpose=asked.purpose,
            data_class=asked.data_class,
            given_at=asked.given_at,
            how=asked.how,
            expires_at=asked.expires_at,
            review_on=asked.review_on,
            form=asked.form,
            witnessed_by=asked.witnessed_by,
            notice_version=asked.notice_version,
        )
    ]


def refuse_consent(asked: RefuseConsent, client: Client) -> list[Event]:
    """Note that the client was asked and said no: they are not to be asked at every visit."""
    refused = ConsentRefused(
        client=client.id,
        recipient=asked.recipient,
        purpose=asked.purpose,
        data_class=asked.data_class,
        refused_at=asked.refused_at,
        how=asked.how,
        form=asked.form,
        witnessed_by=asked.witnessed_by,
        notice_version=asked.notice_version,
    )
    if refused in client.consents_refused:
        return []
    not_after(asked.asked_at, asked.refused_at)
    if any(_stands(given, asked, client) for given in client.consents.values()):
        raise ConsentStands
    return [refused]


def consents_to(client: Client, purpose: str, *, at: datetime) -> bool:
    """Say whether any consent for a purpose stands at a moment. Without one, none does."""
    return any(
        given.purpose == purpose and given.given_at <= at and is_live(given, client, at=at)
        for given in client.consents.values()
    )


def is_live(given: ConsentGiven, client: Client, *, at: datetime) -> bool:
    """Say whether a consent still holds: neither taken back nor expired."""
    over = given.expires_at is not None and given.expires_at <= at
    return not over and given.consent not in client.consents_withdrawn


def _stands(given: ConsentGiven, asked: RefuseConsent, client: Client) -> bool:
    same = (given.recipient, given.purpose, given.data_class) == (
        asked.recipient,
        asked.purpose,
        asked.data_class,
    )
    return same and is_live(given, client, at=asked.refused_at)


def withdraw_consent(asked: WithdrawConsent, client: Client) -> list[Event]:
    """Note that the client takes an agreement back. It never has to be explained."""
    given = client.consents.get(asked.consent)
    if given is None:
        raise NoSuchConsent
    if asked.consent in client.consents_withdrawn:
        return []
    not_after(asked.asked_at, asked.withdrawn_at)
    if asked.withdrawn_at < given.given_at:
        raise WithdrawnBeforeAgreed
    return [
        ConsentWithdrawn(
            client=client.id,
            consent=asked.consent,
            withdrawn_at=asked.withdrawn_at,
            how=asked.how,
            witnessed_by=asked.witnessed_by,
        )
    ]
