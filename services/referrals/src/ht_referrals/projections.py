"""What referrals knows of consents, deaths and cases, as intake and plans tell it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from ht_contracts.envelope import Envelope, Published
from ht_contracts.intake import (
    ClientErased,
    ConflictDeclared,
    ConsentGiven,
    ConsentWithdrawn,
    DeathRecorded,
    DeathReversed,
)
from ht_contracts.plans import CaseClosed, CaseImportUndone, CaseOpened, CaseReopened
from ht_kit.leadership import Connection
from ht_kit.projector import Projector, Received

Fact = TypeVar("Fact", bound=Published)

_KNOW_CONSENT = """
INSERT INTO known_consents
    (consent_id, organisation, client_id, recipient, purpose, data_class, given_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (consent_id) DO NOTHING
"""
_END_CONSENT = "UPDATE known_consents SET withdrawn_at = $2 WHERE consent_id = $1"
_END_CONSENTS = """
UPDATE known_consents SET withdrawn_at = $2 WHERE client_id = $1 AND withdrawn_at IS NULL
"""
_KNOW_CASE = """
INSERT INTO known_cases (case_id, organisation, programme, client_id, opened_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (case_id) DO NOTHING
"""
_KNOW_CONFLICT = """
INSERT INTO known_conflicts (client_id, worker_id, organisation) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
"""
_KNOW_DEATH = """
INSERT INTO known_deaths (client_id, organisation, recorded_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
"""
_FORGET_DEATH = "DELETE FROM known_deaths WHERE client_id = $1"
_FORGET_CASE = "DELETE FROM known_cases WHERE case_id = $1"
_KNOW_CLOSING = """
INSERT INTO known_closings (case_id, organisation, closed_at) VALUES ($1, $2, $3)
ON CONFLICT (organisation, case_id) DO UPDATE SET closed_at = excluded.closed_at
"""


async def know_consents(connection: Connection, received: Sequence[Received]) -> None:
    """Keep which sharing clients agreed to, so that nothing is sent without.

    A consent comes before its withdrawal in the stream, so all that are given go in first.
    Of a client who was erased nothing is sent any more.
    """
    given = [
        (
            told.data.consent,
            told.organisation,
            told.data.client,
            told.data.recipient,
            told.data.purpose,
            told.data.data_class,
            told.data.given_at,
            told.data.expires_at,
        )
        for told in _of(ConsentGiven, received)
        if told.data
    ]
    withdrawn = [
        (told.data.consent, told.data.withdrawn_at)
        for told in _of(ConsentWithdrawn, received)
        if told.data
    ]
    await _do(connection, _KNOW_CONSENT, given)
    await _do(connection, _END_CONSENT, withdrawn)
    erased = [
        (told.data.client, told.data.erased_at)
        for told in _of(ClientErased, received)
        if told.data
    ]
    await _do(connection, _END_CONSENTS, erased)


async def know_cases(connection: Connection, received: Sequence[Received]) -> None:
    """Keep which client a case is about, and whose programme it belongs to."""
    opened = [
        (
            told.data.case,
            told.organisation,
            told.programme,
            told.data.client,
            told.data.opened_at,
        )
        for told in _of(CaseOpened, received)
        if told.data
    ]
    await _do(connection, _KNOW_CASE, opened)
    undone = [(told.data.case,) for told in _of(CaseImportUndone, received) if told.data]
    await _do(connection, _FORGET_CASE, undone)


async def know_closings(connection: Connection, received: Sequence[Received]) -> None:
    """Keep when a case was closed, so that nothing is sent of it long after.

    Closings and reopenings follow each other, so each is taken in the order it came. A case
    that was transferred is closed as well, and says so.
    """
    closings: list[tuple[object, ...]] = []
    for each in received:
        match each.envelope["type"]:
            case CaseClosed.type:
                closed = Envelope[CaseClosed].model_validate(each.envelope)
                if closed.data:
                    when = closed.data.closed_at
                    closings.append((closed.data.case, closed.organisation, when))
            case CaseReopened.type:
                reopened = Envelope[CaseReopened].model_validate(each.envelope)
                if reopened.data:
                    closings.append((reopened.data.case, reopened.organisation, None))
            case _:
                pass  # the case stands as it stood
    await _do(connection, _KNOW_CLOSING, closings)


async def know_conflicts(connection: Connection, received: Sequence[Received]) -> None:
    """Keep which workers are too close to a client to see what became of them."""
    declared = [
        (told.data.client, told.data.worker, told.organisation)
        for told in _of(ConflictDeclared, received)
        if told.data
    ]
    await _do(connection, _KNOW_CONFLICT, declared)


async def know_deaths(connection: Connection, received: Sequence[Received]) -> None:
    """Keep who has died, unless it was a mistake: each is taken in the order it came."""
    for each in received:
        match each.envelope["type"]:
            case DeathRecorded.type:
                died = Envelope[DeathRecorded].model_validate(each.envelope)
                if died.data:
                    row = (died.data.client, died.organisation, died.data.recorded_at)
                    await connection.execute(_KNOW_DEATH, *row)
            case DeathReversed.type:
                alive = Envelope[DeathReversed].model_validate(each.envelope)
                if alive.data:
                    await connection.execute(_FORGET_DEATH, alive.data.client)
            case _:
                pass  # nothing of life and death


async def _do(connection: Connection, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Ask nothing of the database for nothing: most of what is told concerns nobody here."""
    if rows:
        await connection.executemany(sql, rows)


def _of(fact: type[Fact], received: Sequence[Received]) -> list[Envelope[Fact]]:
    told = [each.envelope for each in received if each.envelope["type"] == fact.type]
    if not told:
        return []
    reader: Any = Envelope[fact]  # type: ignore[valid-type]  # a type made of a value
    return [reader.model_validate(envelope) for envelope in told]


async def know_what_intake_tells(connection: Connection, received: Sequence[Received]) -> None:
    """Keep consents, conflicts and deaths, with one commit for all that came together."""
    await know_consents(connection, received)
    await know_conflicts(connection, received)
    await know_deaths(connection, received)


async def know_what_plans_tells(connection: Connection, received: Sequence[Received]) -> None:
    """Keep cases and their closings, with one commit for all that came together."""
    await know_cases(connection, received)
    await know_closings(connection, received)


PROJECTORS = (
    Projector("referrals_known_intake", "EVT_INTAKE", know_what_intake_tells),
    Projector("referrals_known_plans", "EVT_PLANS", know_what_plans_tells),
)
