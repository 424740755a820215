"""What the referrals service's events tell of signposts and onward referrals."""

from collections.abc import Callable, Mapping

from ht_contracts import referrals
from ht_reporting.facts.kinds import ONWARD
from ht_reporting.facts.shape import Change, Data, Values, instant


def _about(data: Data, told: Values) -> list[Change]:
    return [Change(ONWARD, (data["referral"],), told)]


def signposted(data: Data) -> list[Change]:
    """Tell that a client was told where to go."""
    told = {
        "kind": "signpost",
        "case_id": data["case"],
        "client_id": data["client"],
        "destination": data["destination"],
        "sent_at": instant(data["signposted_at"]),
    }
    return [Change(ONWARD, (data["signpost"],), told)]


def referral_drafted(data: Data) -> list[Change]:
    """Tell that an onward referral was written, and counts nowhere yet."""
    told = {
        "kind": "referral",
        "case_id": data["case"],
        "client_id": data["client"],
        "destination": data["destination"],
        "drafted_at": instant(data["drafted_at"]),
    }
    return _about(data, told)


def referral_sent(data: Data) -> list[Change]:
    """Tell that an onward referral left, under a consent or without."""
    told = {
        "kind": "referral",
        "case_id": data["case"],
        "client_id": data["client"],
        "destination": data["destination"],
        "recipient": data["recipient"],
        "reason": data["reason"],
        "sent_at": instant(data["sent_at"]),
    }
    return _about(data, told)


def referral_acknowledged(data: Data) -> list[Change]:
    """Tell that the receiving service has it."""
    return _about(data, {"acknowledged_at": instant(data["acknowledged_at"])})


def referral_outcome_recorded(data: Data) -> list[Change]:
    """Tell that the receiving service said what came of it."""
    told = {"outcome": data["outcome"], "answered_at": instant(data["answered_at"])}
    return _about(data, told)


def referral_withdrawn(data: Data) -> list[Change]:
    """Tell that it was taken back; if it had been sent, it still counts as sent."""
    return _about(data, {"withdrawn_at": instant(data["withdrawn_at"])})


def referral_unanswered(data: Data) -> list[Change]:
    """Tell that nobody answered for fourteen days; it still counts as sent."""
    return _about(data, {"unanswered_at": instant(data["marked_at"])})


REFERRALS: Mapping[str, Callable[[Data], list[Change]]] = {
    referrals.Signposted.type: signposted,
    referrals.ReferralDrafted.type: referral_drafted,
    referrals.ReferralSent.type: referral_sent,
    referrals.ReferralSentWithoutConsent.type: referral_sent,
    referrals.ReferralAcknowledged.type: referral_acknowledged,
    referrals.ReferralOutcomeRecorded.type: referral_outcome_recorded,
    referrals.ReferralWithdrawn.type: referral_withdrawn,
    referrals.ReferralUnanswered.type: referral_unanswered,
}
