"""Which agreement of a client covers an onward referral."""

from collections.abc import Iterable
from datetime import datetime

from ht_referrals.domain.refusals import NoLiveConsent
from ht_referrals.domain.words import ClientId, Consent, ConsentId

PURPOSE = "onward_referral"


def live_consent(
    consents: Iterable[Consent], *, client: ClientId, recipient: str, at: datetime
) -> ConsentId:
    """Give the consent under which a client's details may go there, or refuse.

    A consent that was withdrawn covers nothing any more, not even a sending that is dated
    before the withdrawal: what has not been sent yet is not sent now.
    """
    for consent in consents:
        covers = (consent.client, consent.recipient, consent.purpose) == (
            client,
            recipient,
            PURPOSE,
        )
        if covers and _live(consent, at):
            return consent.consent
    raise NoLiveConsent


def _live(consent: Consent, at: datetime) -> bool:
    begun = consent.given_at <= at
    ended = consent.expires_at is not None and consent.expires_at <= at
    return begun and not ended and consent.withdrawn_at is None
