"""The rules of the directory: where clients can be told to go, or be sent on to.

    AddEntry ─► DirectoryEntryAdded
    AmendEntry ─► DirectoryEntryRenamed, DirectoryContactChanged,
                  DirectoryEntryDeactivated │ DirectoryEntryReactivated

An entry is never removed: what was sent there once still names it.
"""

from dataclasses import dataclass, replace

from ht_referrals.domain.commands import AddEntry, AmendEntry, DirectoryCommand
from ht_referrals.domain.events import (
    DirectoryContactChanged,
    DirectoryEntryAdded,
    DirectoryEntryDeactivated,
    DirectoryEntryReactivated,
    DirectoryEntryRenamed,
    DirectoryEvent,
)
from ht_referrals.domain.refusals import NotInTheDirectory
from ht_referrals.domain.words import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place as the directory shows it."""

    place: Place | None = None
    name: str = ""
    contact: str | None = None


NO_ENTRY_YET = Entry()


def decide(command: DirectoryCommand, entry: Entry) -> list[DirectoryEvent]:
    """Say what happens when this is asked of this entry."""
    match command:
        case AddEntry():
            return _add_entry(command, entry)
        case AmendEntry():
            return _amend_entry(command, entry)


def _add_entry(asked: AddEntry, entry: Entry) -> list[DirectoryEvent]:
    if entry.place is not None:
        return []
    return [
        DirectoryEntryAdded(
            entry=asked.entry,
            destination=asked.destination,
            recipient=asked.recipient,
            name=asked.name,
            contact=asked.contact,
        )
    ]


def _amend_entry(asked: AmendEntry, entry: Entry) -> list[DirectoryEvent]:
    if entry.place is None:
        raise NotInTheDirectory
    changes: list[DirectoryEvent] = []
    if asked.name not in (None, entry.name):
        changes.append(DirectoryEntryRenamed(entry=entry.place.entry, name=asked.name))
    if asked.contact not in (None, entry.contact):
        changes.append(DirectoryContactChanged(entry=entry.place.entry, contact=asked.contact))
    if asked.active not in (None, entry.place.active):
        changes.append(_opened_or_closed(entry.place))
    return changes


def _opened_or_closed(
    place: Place,
) -> DirectoryEntryDeactivated | DirectoryEntryReactivated:
    turned = DirectoryEntryDeactivated if place.active else DirectoryEntryReactivated
    return turned(entry=place.entry, destination=place.destination, recipient=place.recipient)


def evolve(entry: Entry, event: DirectoryEvent) -> Entry:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case DirectoryEntryAdded():
            place = Place(
                entry=event.entry,
                destination=event.destination,
                recipient=event.recipient,
                active=True,
            )
            return Entry(place=place, name=event.name, contact=event.contact)
        case DirectoryEntryRenamed():
            return replace(entry, name=event.name)
        case DirectoryContactChanged():
            return replace(entry, contact=event.contact)
        case DirectoryEntryDeactivated():
            return replace(entry, place=_with_active(entry.place, active=False))
        case DirectoryEntryReactivated():
            return replace(entry, place=_with_active(entry.place, active=True))


def _with_active(place: Place | None, *, active: bool) -> Place | None:
    return None if place is None else replace(place, active=active)
