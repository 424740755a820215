"""When somebody agreed to be referred, and on whose word that is taken."""

from datetime import datetime

from ht_intake.domain.codes import ReferralConsent
from ht_intake.domain.days import not_after
from ht_intake.domain.referral.refusals import NoAgreementToDate
from ht_intake.domain.referral.said import Agreement


def agreed_well(consent: ReferralConsent, agreement: Agreement, asked_at: datetime) -> None:
    """Refuse an agreement that is still to come, and the day of one that nobody gave."""
    if consent != "agreed" and agreement != Agreement():
        raise NoAgreementToDate
    not_after(asked_at, agreement.at)
