"""Telling faults that pass from faults of the event itself.

What passes is waited for, however long it takes: a database or key store that is away, a
connection that was lost, a lock that was not got, a migration that has not been run, a
service that is not yet where it must be. Nothing is ever set aside for it.
"""

from typing import Final

import asyncpg
import nats.errors

from ht_kit.aggregate import StreamMoved
from ht_kit.coalescing import Closed, Overloaded
from ht_kit.keys import UnknownWrappingKey
from ht_kit.positions import NotYet
from ht_kit.reactor_progress import OutOfTurn

DATABASE_FAULTS: Final = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that broke in the middle of a statement
)
"""Whatever a statement of our own may fail with, when the database goes away under it."""

PASSING: Final[tuple[type[BaseException], ...]] = (
    OSError,  # connections, names that are not found, timeouts, a full disk
    MemoryError,
    nats.errors.Error,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shut down, starting, or given up after its time
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,  # deadlocks and what cannot be put in order
    asyncpg.LockNotAvailableError,
    asyncpg.InvalidTransactionStateError,  # a standby, or a transaction that slept too long
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.PostgresSystemError,
    asyncpg.InternalServerError,
    # The database is not as this code expects: a migration is missing. No event's fault.
    asyncpg.InsufficientPrivilegeError,
    asyncpg.UndefinedTableError,
    asyncpg.UndefinedColumnError,
    asyncpg.UndefinedFunctionError,
    UnknownWrappingKey,
    Overloaded,
    Closed,
    NotYet,
    OutOfTurn,
    StreamMoved,
)


def passes(fault: BaseException | None) -> bool:
    """Say whether a fault, or what it came from, is one that passes."""
    while fault is not None:
        if isinstance(fault, PASSING):
            return True
        if isinstance(fault, BaseExceptionGroup) and any(map(passes, fault.exceptions)):
            return True
        fault = fault.__cause__
    return False
