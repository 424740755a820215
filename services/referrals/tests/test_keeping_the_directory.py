"""The directory says where clients can go. What was sent somewhere once still names it."""

from uuid import UUID

from ht_kit.testing import Specification
from ht_referrals.domain.commands import AddEntry, AmendEntry, DirectoryCommand
from ht_referrals.domain.directory import NO_ENTRY_YET, Entry, decide, evolve
from ht_referrals.domain.events import (
    DirectoryContactChanged,
    DirectoryEntryAdded,
    DirectoryEntryDeactivated,
    DirectoryEntryReactivated,
    DirectoryEntryRenamed,
    DirectoryEvent,
)
from ht_referrals.domain.refusals import NotInTheDirectory
from ht_referrals.domain.words import EntryId

SMOKE_FREE = EntryId(UUID(int=1))
ADDED = DirectoryEntryAdded(
    entry=SMOKE_FREE,
    destination="stop_smoking",
    recipient="northfield-smoke-free",
    name="Smoke Free Northfield",
    contact="Asha, 0161 496 0123",
)
CLOSED = DirectoryEntryDeactivated(
    entry=SMOKE_FREE, destination="stop_smoking", recipient="northfield-smoke-free"
)
OPEN_AGAIN = DirectoryEntryReactivated(
    entry=SMOKE_FREE, destination="stop_smoking", recipient="northfield-smoke-free"
)
ADD = AddEntry(
    entry=SMOKE_FREE,
    destination="stop_smoking",
    recipient="northfield-smoke-free",
    name="Smoke Free Northfield",
    contact="Asha, 0161 496 0123",
)


def the_directory(
    *history: DirectoryEvent,
) -> Specification[DirectoryCommand, Entry, DirectoryEvent]:
    return Specification(decide, evolve, NO_ENTRY_YET).given(*history)


def test_a_place_can_be_added() -> None:
    the_directory().when(ADD).then(ADDED)


def test_a_place_can_be_renamed_and_given_another_contact_at_once() -> None:
    (
        the_directory(ADDED)
        .when(AmendEntry(name="Smoke Free Northfield and Weston", contact="Ben"))
        .then(
            DirectoryEntryRenamed(entry=SMOKE_FREE, name="Smoke Free Northfield and Weston"),
            DirectoryContactChanged(entry=SMOKE_FREE, contact="Ben"),
        )
    )


def test_a_place_that_closes_stays_in_the_directory_as_closed() -> None:
    the_directory(ADDED).when(AmendEntry(active=False)).then(CLOSED)


def test_a_place_can_open_again() -> None:
    the_directory(ADDED, CLOSED).when(AmendEntry(active=True)).then(OPEN_AGAIN)


def test_saying_what_is_there_already_changes_nothing() -> None:
    same = AmendEntry(name=ADDED.name, contact=ADDED.contact, active=True)

    the_directory(ADDED).when(same).then_nothing()


def test_what_is_not_mentioned_stays_as_it_is() -> None:
    the_directory(ADDED).when(AmendEntry()).then_nothing()


def test_a_place_must_be_added_before_it_is_amended() -> None:
    the_directory().when(AmendEntry(name="Elsewhere")).then_refused(NotInTheDirectory)
