"""The rules of a signpost: a client was told where to go, and goes there by themselves.

    SignpostClient ─► Signposted
    ImportSignpost ─► Signposted, SignpostImported      (from another system's extract)
    UndoSignpostImport ─► SignpostImportUndone
    FollowUpSignpost ─► SignpostFollowedUp               (another one corrects it)

It needs no consent, because nothing about the client leaves.
"""

from dataclasses import dataclass, replace

from ht_referrals.domain.commands import (
    FollowUpSignpost,
    ImportSignpost,
    SignpostClient,
    SignpostCommand,
    UndoSignpostImport,
)
from ht_referrals.domain.events import (
    Signposted,
    SignpostEvent,
    SignpostFollowedUp,
    SignpostImported,
    SignpostImportUndone,
)
from ht_referrals.domain.refusals import (
    DestinationInactive,
    NotImported,
    NotSignposted,
    SignpostTakenBack,
)
from ht_referrals.domain.timing import happened
from ht_referrals.domain.words import Destination, EntryId, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """What was said, whence it came, and what is known to have come of it."""

    given: Signposted | None = None
    imported: SignpostImported | None = None
    import_undone: SignpostImportUndone | None = None
    followed_up: SignpostFollowedUp | None = None


NO_SIGNPOST_YET = Signpost()


def decide(command: SignpostCommand, signpost: Signpost) -> list[SignpostEvent]:
    """Say what happens when a client is told where to go."""
    match command:
        case SignpostClient():
            return _signpost(command, signpost)
        case ImportSignpost():
            return _import(command, signpost)
        case UndoSignpostImport():
            return _undo(command, signpost)
        case FollowUpSignpost():
            return _follow_up(command, signpost)


def _signpost(asked: SignpostClient, signpost: Signpost) -> list[SignpostEvent]:
    if signpost.given is not None:
        return []
    entry, destination = _told_of(asked)
    return [
        Signposted(
            signpost=asked.signpost,
            case=asked.case,
            client=asked.client,
            programme=asked.programme,
            entry=entry,
            destination=destination,
            signposted_at=happened(asked.signposted_at, asked_at=asked.asked_at),
        )
    ]


def _told_of(asked: SignpostClient) -> tuple[EntryId | None, Destination]:
    match asked.to:
        case Place(active=False):
            raise DestinationInactive
        case Place(entry=entry, destination=destination):
            return entry, destination
        case destination:
            return None, destination


def _import(asked: ImportSignpost, signpost: Signpost) -> list[SignpostEvent]:
    if signpost.given is not None:
        return []
    return [
        Signposted(
            signpost=asked.signpost,
            case=asked.case,
            client=asked.client,
            programme=asked.programme,
            entry=None,
            destination=asked.destination,
            signposted_at=happened(asked.signposted_at, asked_at=asked.asked_at),
        ),
        SignpostImported(
            signpost=asked.signpost,
            case=asked.case,
            client=asked.client,
            of_import=asked.of_import,
        ),
    ]


def _undo(asked: UndoSignpostImport, signpost: Signpost) -> list[SignpostEvent]:
    imported = signpost.imported
    if imported is None or imported.of_import != asked.of_import:
        raise NotImported
    if signpost.import_undone is not None:
        return []
    return [
        SignpostImportUndone(
            signpost=imported.signpost,
            case=imported.case,
            client=imported.client,
            of_import=asked.of_import,
            undone_at=asked.asked_at,
        )
    ]


def _follow_up(asked: FollowUpSignpost, signpost: Signpost) -> list[SignpostEvent]:
    given, before = signpost.given, signpost.followed_up
    if given is None:
        raise NotSignposted
    if signpost.import_undone is not None:
        raise SignpostTakenBack
    found = SignpostFollowedUp(
        signpost=given.signpost,
        case=given.case,
        client=given.client,
        took_up=asked.took_up,
        corrects=before is not None,
        followed_up_at=happened(
            asked.followed_up_at, asked_at=asked.asked_at, after=given.signposted_at
        ),
    )
    return [] if before and replace(found, corrects=before.corrects) == before else [found]


def evolve(signpost: Signpost, event: SignpostEvent) -> Signpost:
    """Remember what happened."""
    match event:
        case Signposted():
            return replace(signpost, given=event)
        case SignpostImported():
            return replace(signpost, imported=event)
        case SignpostImportUndone():
            return replace(signpost, import_undone=event)
        case SignpostFollowedUp():
            return replace(signpost, followed_up=event)
