"""The rows that are written with the events: pure functions of the new state."""

from uuid import UUID

from ht_kit.decider import Row
from ht_referrals.domain.directory import Entry
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
    }
    return [Row("signposts", line)]


def onward_rows(referral_id: UUID, onward: Onward) -> list[Row]:
    """Give the line in the list of referrals, and the day on which silence is marked."""
    draft = onward.drafted
    if draft is None:
        return []
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
        "sent_at": None if onward.sent is None else onward.sent.sent_at,
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
