"""Taking clients over from another system, and taking that back.

What comes from an extract happened long ago: it keeps its own dates, asks for nothing and
starts nothing. Who is known here already is not taken over once more: nobody is there to be
asked whether the two are one.
"""

from ht_intake.domain.client.commands import (
    Command,
    EraseClient,
    ImportClient,
    UndoClientImport,
)
from ht_intake.domain.client.events import ClientImported, ClientImportUndone, Event
from ht_intake.domain.client.registration import register
from ht_intake.domain.client.state import Client
from ht_intake.domain.refusals import (
    ImportTakenBack,
    KnownHereAlready,
    NotImported,
    ReferredAfterRegistering,
    WorkedWithSince,
)


def import_client(asked: ImportClient, client: Client) -> list[Event]:
    """Register somebody as the extract knew them, and say where that comes from."""
    if client.imported is not None:
        return []
    if client.registered is not None or asked.person.possible_same_person:
        raise KnownHereAlready
    if asked.referred_at > asked.person.registered_at:
        raise ReferredAfterRegistering
    return [
        *register(asked.person, client),
        ClientImported(
            client=asked.person.client,
            of_import=asked.of_import,
            token=asked.token,
            referral=asked.referral,
            source=asked.source,
            referred_at=asked.referred_at,
            last_on=asked.last_on,
        ),
    ]


def undo_import(asked: UndoClientImport, client: Client) -> list[Event]:
    """Take it back, unless somebody has worked with the client since."""
    if client.imported is None or client.imported.of_import != asked.of_import:
        raise NotImported
    if client.import_undone is not None:
        return []
    if client.worked_with:
        raise WorkedWithSince
    return [
        ClientImportUndone(
            client=client.id, of_import=asked.of_import, undone_at=asked.asked_at
        )
    ]


def refuse_if_undone(command: Command, client: Client) -> None:
    """Let nothing happen to somebody who, as it turned out, never came."""
    if client.import_undone is not None and not isinstance(
        command, UndoClientImport | EraseClient
    ):
        raise ImportTakenBack
