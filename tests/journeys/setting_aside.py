"""Two readers that fail at what is told of one person: it is parked, with all that follows.

The events are real ones and come over the real stream. What fails is in the reader's own
database, as it does when a migration brings a mistake along.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

import asyncpg

from ht_local.lives.api import Api, Positions, text
from ht_local.place import Place
from ht_local.system import DECIDING, System

from .installation import Installation
from .somebody import TRAINER

PROJECTOR: Final = "referrals_known_intake"
REACTOR: Final = "plans_open_case"
_HINDERED: Final = {
    "ht_referrals": ("known_consents", "client_id"),
    "ht_plans": ("cases", "client"),
}
_HINDER = """
CREATE FUNCTION fail_here() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a mistake of the reader'; END $$;
CREATE TRIGGER hindered BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW
    WHEN (NEW.{column} = '{client}') EXECUTE FUNCTION fail_here();
"""
_LET_GO = "DROP TRIGGER hindered ON {table}; DROP FUNCTION fail_here()"
_PARKED = "SELECT consumer, position, key FROM parked ORDER BY consumer, position"
_ROWS = "SELECT parked::text AS row FROM parked UNION ALL SELECT discarded::text FROM discarded"
_HELD = "SELECT FROM known_consents WHERE client_id = $1::text::uuid AND withdrawn_at IS NULL"


@dataclass(slots=True)
class Aside:
    """What stood in the tables of what was set aside, and what operators were shown of it."""

    positions: dict[str, list[int]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    shown: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)

    @property
    def everything(self) -> bytes:
        """All of it, to be searched."""
        return "\n".join([*self.shown, *self.stored]).encode()


async def hinder(system: System, client: str) -> None:
    """Let two readers fail at this client."""
    for database, (table, column) in _HINDERED.items():
        statement = _HINDER.format(table=table, column=column, client=client)
        await _administer(system, database, statement)


async def let_go(system: System) -> None:
    """Mend both readers."""
    for database, (table, _) in _HINDERED.items():
        await _administer(system, database, _LET_GO.format(table=table))


async def tell_more(place: Place, ids: Mapping[str, str]) -> None:
    """Have them agree to more, then take part no longer: one event for either reader."""
    client, at, after = f"/clients/{ids['client']}", datetime.now(UTC).isoformat(), Positions()
    async with Api(place) as api:
        (entry, *_) = await api.see_all(TRAINER, "referrals", "/directory")
        agreed = {"recipient": text(entry, "recipient"), "purpose": "onward_referral"}
        agreed |= {"data_class": "contact_and_reason", "given_at": at, "how": "in_person"}
        for path, form in (
            (f"{client}/consents", agreed),
            (f"{client}/taking-part/withdraw", {"withdrawn_at": at}),
        ):
            await api.do(TRAINER, "intake", path, form, key=str(uuid4()), after=after)


async def until_parked(system: System, *consumers: str) -> None:
    """Wait until something is parked of each: a reaction is tried for half a minute."""
    for _ in range(1200):
        found = await _parked(system)
        if set(consumers) <= {row["consumer"] for row in found}:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"not parked: {consumers}")


async def looked_at(installation: Installation, system: System) -> Aside:
    """Look at all that is set aside, as operators do and as whoever reads the tables does."""
    aside = Aside(shown=[installation.ht("parked", "list")])
    for row in await _parked(system):
        consumer, position = row["consumer"], row["position"]
        aside.positions.setdefault(consumer, []).append(position)
        aside.keys.add(row["key"])
        aside.shown.append(installation.ht("parked", "show", consumer, str(position)))
    for service in DECIDING:
        aside.stored += [row["row"] for row in await _ask(system, f"ht_{service}", _ROWS)]
    return aside


async def consents_that_hold(system: System, client: str) -> int:
    """Count by which consents referrals would still send something of a client."""
    return len(await _ask(system, "ht_referrals", _HELD, client))


async def _parked(system: System) -> list[asyncpg.Record]:
    return [row for each in DECIDING for row in await _ask(system, f"ht_{each}", _PARKED)]


async def _ask(
    system: System, database: str, question: str, *given: object
) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(system.postgres.admin_url(database))
    try:
        return list(await connection.fetch(question, *given))
    finally:
        await connection.close()


async def _administer(system: System, database: str, statement: str) -> None:
    connection = await asyncpg.connect(system.postgres.admin_url(database))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
