"""A referral that is being written: left and taken up again, and gone when nobody comes back.

    SaveDraft ─► DraftSaved                (its day to vanish is counted anew)
    BeginSending ─► DraftSendingBegun      (from now on it says what the referral will say)
    SendDraft ─► DraftSent                 (a referral was made of it)
    DiscardDraft ─► DraftDiscarded
    LetDraftVanish ─► DraftVanished        (its day has come)

Only who writes it sees it. What it says is sealed with a key of its own, which is destroyed
when the draft ends: nothing can be read of it any more. Asking twice changes nothing.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from ht_intake.domain.days import london_day
from ht_intake.domain.refusals import Refused


class DraftGone(Refused):
    """This draft was sent, discarded or left for too long, and is gone. Begin a new one."""


class DraftBeingSent(Refused):
    """This draft is being sent. Send it again to finish, then amend the referral."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft:
    """Keep what has been written so far. `days` is how long the programme keeps drafts."""

    draft: UUID
    programme: str
    worker: UUID | None
    content: str
    days: int
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginSending:
    """Send it as it stands: nothing is written to it from now on."""

    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDraft:
    """Say which referral was made of it."""

    referral: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardDraft:
    """Throw it away."""

    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetDraftVanish:
    """Ask whether its day has come."""

    today: date


Command: TypeAlias = SaveDraft | BeginSending | SendDraft | DiscardDraft | LetDraftVanish


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSaved:
    """Somebody wrote down as much as they knew by then."""

    draft: UUID
    programme: str
    worker: UUID | None
    content: str | None
    saved_at: datetime
    vanishes_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSendingBegun:
    """Who wrote the draft sends it as it stands. Whether a referral is made is not said yet."""

    draft: UUID
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSent:
    """A referral was made of the draft."""

    draft: UUID
    referral: UUID
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded:
    """Who wrote the draft threw it away."""

    draft: UUID
    discarded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVanished:
    """Nobody came back to the draft in time."""

    draft: UUID
    vanished_on: date


Event: TypeAlias = DraftSaved | DraftSendingBegun | DraftSent | DraftDiscarded | DraftVanished


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it was last saved, and the day on which it ended."""

    saved: DraftSaved | None = None
    sending: DraftSendingBegun | None = None
    sent: DraftSent | None = None
    ended_on: date | None = None

    @property
    def kept(self) -> DraftSaved:
        """Give what is kept, or refuse: it is gone."""
        if self.saved is None or self.ended_on is not None:
            raise DraftGone
        return self.saved


NO_DRAFT_YET = Draft()


def decide(asked: Command, draft: Draft) -> list[Event]:
    """Say what happens when this is asked of this draft."""
    match asked:
        case SaveDraft():
            return _save(asked, draft)
        case BeginSending():
            return _begin_sending(asked, draft)
        case SendDraft():
            return _send(asked, draft)
        case DiscardDraft():
            return _discard(asked, draft)
        case LetDraftVanish():
            return _vanish(asked, draft)


def _save(asked: SaveDraft, draft: Draft) -> list[Event]:
    if draft.ended_on is not None:
        raise DraftGone
    if draft.sending is not None:
        raise DraftBeingSent
    vanishes_on = london_day(asked.asked_at) + timedelta(days=asked.days)
    before = draft.saved
    if before and (before.content, before.vanishes_on) == (asked.content, vanishes_on):
        return []
    return [
        DraftSaved(
            draft=asked.draft,
            programme=asked.programme,
            worker=asked.worker,
            content=asked.content,
            saved_at=asked.asked_at,
            vanishes_on=vanishes_on,
        )
    ]


def _begin_sending(asked: BeginSending, draft: Draft) -> list[Event]:
    if draft.sending is not None and draft.ended_on is None:
        return []
    return [DraftSendingBegun(draft=draft.kept.draft, begun_at=asked.asked_at)]


def _send(asked: SendDraft, draft: Draft) -> list[Event]:
    if draft.sent is not None and draft.sent.referral == asked.referral:
        return []
    return [DraftSent(draft=draft.kept.draft, referral=asked.referral, sent_at=asked.asked_at)]


def _discard(asked: DiscardDraft, draft: Draft) -> list[Event]:
    if draft.ended_on is not None and draft.sent is None:
        return []
    kept = draft.kept
    if draft.sending is not None:
        raise DraftBeingSent
    return [DraftDiscarded(draft=kept.draft, discarded_at=asked.asked_at)]


def _vanish(asked: LetDraftVanish, draft: Draft) -> list[Event]:
    saved = draft.saved
    if saved is None or draft.ended_on is not None or asked.today < saved.vanishes_on:
        return []
    return [DraftVanished(draft=saved.draft, vanished_on=asked.today)]


def evolve(draft: Draft, event: Event) -> Draft:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case DraftSaved():
            return replace(draft, saved=event)
        case DraftSendingBegun():
            return replace(draft, sending=event)
        case DraftSent():
            return replace(draft, sent=event, ended_on=london_day(event.sent_at))
        case DraftDiscarded():
            return replace(draft, ended_on=london_day(event.discarded_at))
        case DraftVanished():
            return replace(draft, ended_on=event.vanished_on)
