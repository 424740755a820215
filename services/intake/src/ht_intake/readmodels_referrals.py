"""The rows of referrals and of drafts: the inbox, what is late, and what looks alike."""

from typing import Final
from uuid import UUID

from ht_intake.domain.days import london_day
from ht_intake.domain.draft import Draft
from ht_intake.domain.referral.events import ClientReferred, ReferralAccepted
from ht_intake.domain.referral.silence import silence_of
from ht_intake.domain.referral.state import Referral, Status
from ht_intake.likeness import name_and_postcode, telephone_digits
from ht_kit.aggregate import Blind, Row
from ht_kit.ids import reference_for

HAND_REFERRAL_OVER: Final = "hand-referral-over"
"""The kind of due work that gives a referral to the programme it was redirected to."""
LET_DRAFT_VANISH: Final = "let-draft-vanish"
"""The kind of due work that lets a draft vanish that nobody came back to."""
FORGET_DRAFT: Final = "forget-draft"
"""The kind of due work that destroys the key of a draft that has ended."""

_FOUND: Final[frozenset[Status]] = frozenset(
    {"received", "accepted", "contacting", "booked", "unreachable", "converted", "linked"}
)
"""Where a referral may have a twin that somebody should know of."""


def referral_rows(stream_id: UUID, referral: Referral) -> list[Row]:
    """Keep the inbox. A referral that went back leaves nothing in it."""
    received = referral.received
    if received is None:
        return []
    rows = [_line(stream_id, referral, received), *_tokens(stream_id, referral, received)]
    rows += [
        Row("referral_apart", {"referral": stream_id, "other": other})
        for other in sorted(referral.told_apart)
    ]
    sent = referral.redirected
    if sent is not None and sent.to_programme is not None:
        due = {"kind": HAND_REFERRAL_OVER, "aggregate": stream_id}
        due |= {"due_on": london_day(sent.redirected_at), "programme": received.programme}
        rows.append(Row("due", due))
    return rows


def _line(stream_id: UUID, referral: Referral, received: ClientReferred) -> Row:
    silence = silence_of(referral)
    case = referral.converted or referral.linked
    reopened = referral.reopened
    since = reopened.reopened_at if reopened else received.received_at
    heard = [each.at for each in referral.attempts if each.at >= since]
    heard += [referral.booked.booked_at] if referral.booked else []
    return Row(
        "referral",
        {
            "referral": stream_id,
            "programme": received.programme,
            "reference": reference_for(stream_id),
            "status": referral.status,
            "source": received.source,
            "consent": received.consent,
            "needs": received.needs,
            "received_at": received.received_at,
            "sender_namespace": received.sender_namespace,
            "sender_reference": received.sender_reference,
            "client": case.client if case else None,
            "opened_case": case.case if case else None,
            "duplicate_of": referral.rejected.duplicate_of if referral.rejected else None,
            "unidentified": referral.unidentified,
            **_override(referral.accepted),
            "contact_by": reopened.contact_by if reopened else received.contact_by,
            "first_contact_at": min(heard, default=None),
            "silent_days": silence.days,
            "silent_since": silence.since,
            "silent_until": silence.until,
            "tried_enough_ways": silence.varied and not silence.needs_letter_or_visit,
        },
    )


def _override(accepted: ReferralAccepted | None) -> dict[str, object]:
    """Keep against which criterion somebody was taken on; one that was not said is another."""
    if accepted is None or not accepted.overridden:
        return {"override_of": None, "overridden_on": None}
    return {
        "override_of": accepted.override_of or "other_criteria",
        "overridden_on": london_day(accepted.accepted_at),
    }


def _tokens(stream_id: UUID, referral: Referral, received: ClientReferred) -> list[Row]:
    """Keep what a twin is found by. What has ended, and who was erased, is found by nothing."""
    found = referral.status in _FOUND and referral.forgotten is None
    telephone = telephone_digits(received.telephone) if found else None
    place = name_and_postcode(received.called, received.postcode) if found else None
    return [
        Row(
            "referral_token",
            {
                "referral": stream_id,
                "programme": received.programme,
                "kind": kind,
                "token": Blind(kind, value),
            },
        )
        for kind, value in (("telephone", telephone), ("name_and_postcode", place))
    ]


def draft_rows(stream_id: UUID, draft: Draft) -> list[Row]:
    """Keep whose drafts there are, and the days on which something is to be done about them."""
    saved = draft.saved
    if saved is None:
        return []
    line = {
        "draft": stream_id,
        "programme": saved.programme,
        "worker": saved.worker,
        "saved_at": saved.saved_at,
        "vanishes_on": saved.vanishes_on,
        "ended_on": draft.ended_on,
    }
    ended = draft.ended_on is not None
    due = {
        "kind": FORGET_DRAFT if ended else LET_DRAFT_VANISH,
        "aggregate": stream_id,
        "due_on": draft.ended_on or saved.vanishes_on,
        "programme": saved.programme,
    }
    return [Row("referral_draft", line), Row("due", due)]
