"""The rows that are written with the events: pure functions of the new state."""

from uuid import UUID

from ht_kit.decider import Row
from ht_referrals.domain.directory import Entry
from ht_referrals.domain.events import ReferralSentWithoutConsent
from ht_referrals.domain.onward_state import Onward
from ht_referrals.domain.signpost import Signpost

ONWARD_ANSWER = "onward-answer"
"""The kind of due work that marks a referral as unanswered."""


def directory_rows(entry_id: UUID, entry: Entry) -> list[Row]:
    """Give the line of the directory."""
    if entry.place is None:
        return []
    line = {
        "entry_id": entry_id,
        "destination": entry.place.destination,
        "recipient": entry.place.recipient,
        "name": entry.name,
        "active": entry.place.active,
    }
    return [Row("directory", line)]


def signpost_rows(signpost_id: UUID, signpost: Signpost) -> list[Row]:
    """Give the line in a case's list of signposts."""
    given = signpost.given
    if given is None:
        return []
    line = {
        "signpost_id": signpost_id,
        "programme": given.programme,
        "case_id": given.case,
        "client_id": given.client,
        "entry_id": given.entry,
        "destination": given.destination,
        "signposted_at": given.signposted_at,
        "of_import": signpost.imported.of_import if signpost.imported else None,
        "import_undone": signpost.import_undone is not None,
        "took_up": signpost.followed_up.took_up if signpost.followed_up else None,
        "followed_up_at": signpost.followed_up.followed_up_at if signpost.followed_up else None,
    }
    return [Row("signposts", line)]


def onward_rows(referral_id: UUID, onward: Onward) -> list[Row]:
    """Give the line in the list of referrals, and the day on which silence is marked."""
    draft = onward.drafted
    if draft is None:
        return []
    sent = onward.sent
    without_consent = sent if isinstance(sent, ReferralSentWithoutConsent) else None
    line = {
        "referral_id": referral_id,
        "programme": draft.programme,
        "case_id": draft.case,
        "client_id": draft.client,
        "entry_id": draft.entry,
        "destination": draft.destination,
        "recipient": draft.recipient,
        "status": onward.shown_status,
        "drafted_at": draft.drafted_at,
        "sent_at": None if sent is None else sent.sent_at,
        "ground": without_consent.ground if without_consent else None,
        "told": list(without_consent.told) if without_consent else None,
    }
    return [Row("onward_referrals", line), *_due(referral_id, draft.programme, onward)]


def _due(referral_id: UUID, programme: str, onward: Onward) -> list[Row]:
    if onward.overdue_on is None:
        return []
    due = {
        "kind": ONWARD_ANSWER,
        "aggregate": referral_id,
        "due_on": onward.overdue_on,
        "programme": programme,
        "done_at": onward.settled_at,
    }
    return [Row("due", due)]
