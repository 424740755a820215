"""From a batch of events to versions of facts, and those into the tables."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ht_kit.leadership import Connection
from ht_reporting.facts.from_intake import INTAKE
from ht_reporting.facts.from_plans import PLANS
from ht_reporting.facts.from_referrals import REFERRALS
from ht_reporting.facts.kinds import FACTS
from ht_reporting.facts.shape import Change, Data, Fact, Key, Values

TELLS: Mapping[str, Callable[[Data], list[Change]]] = {**INTAKE, **PLANS, **REFERRALS}


class Placed(NamedTuple):
    """An event with its place in the ledger."""

    position: int
    envelope: Mapping[str, Any]


def make(events: Sequence[Placed]) -> dict[Fact, list[Values]]:
    """Give the versions of facts that these events make, in the order of the ledger.

    Pure: what a thing was before the batch is joined by the database when they are written.
    Each version lasts until the next of the same thing in the batch; the first is marked, for
    it ends the version that was known before. An event of a type that no fact is made of, or
    without data, changes nothing.
    """
    made: defaultdict[Fact, list[Values]] = defaultdict(list)
    latest: dict[tuple[Fact, Key], Values] = {}
    for position, envelope in events:
        tell = TELLS.get(envelope["type"])
        data = envelope.get("data")
        if tell is None or data is None:
            continue
        organisation, programme = envelope["organisation"], envelope.get("programme")
        for fact, key, told in tell(data):
            version = {"organisation": organisation, "programme": programme, **told}
            version.update(zip(fact.key, key, strict=True))
            before = latest.get((fact, key))
            if before is not None:
                before["known_to"] = position
                version = following(before, version, fact)
            version["known_from"] = position
            version["known_to"] = None
            version["earliest"] = before is None
            latest[fact, key] = version
            made[fact].append(version)
    return made


def following(before: Values, told: Values, fact: Fact) -> Values:
    """Give the version after another: what was told last, or first where the fact says so."""
    known = {name: value for name, value in told.items() if value is not None}
    kept = {name: before[name] for name in fact.first if before.get(name) is not None}
    return before | known | kept


async def write(connection: Connection, made: Mapping[Fact, Sequence[Values]]) -> None:
    """Write versions of facts: one statement for each kind, however many there are."""
    for fact in FACTS:
        if versions := made.get(fact):
            columns = ([version.get(name) for version in versions] for name in fact.sent)
            await connection.execute(fact.statement, *columns)
