"""Taking an extract in: people, then their cases and plans, then where they were sent.

Everything is asked for by the ids that intake gives to rows, so whatever ends a commit half
way, the next one asks for the same again and only what is missing is done.
"""

from collections import Counter
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed
from rich.progress import TimeRemainingColumn as Remaining

from ht_intake.handling import imported_referral_id
from ht_local.importing.asking import Office, chunks, items
from ht_local.importing.mapping import Mapping
from ht_local.importing.people import Held, Person
from ht_local.importing.sorting import Sorted
from ht_local.lives.api import Api, Positions, text
from ht_local.lives.many import all_or_nothing

_SIDE_BY_SIDE = 4


@dataclass(slots=True, kw_only=True)
class Committed:
    """What became of an extract."""

    import_id: str
    sorted: Sorted
    outcomes: dict[int, str] = field(default_factory=dict)
    refused: list[Held] = field(default_factory=list)
    reached: Positions = field(default_factory=Positions)

    @property
    def held(self) -> list[Held]:
        """Give the rows that wait: held before, or refused by a service."""
        return [*self.sorted.held, *self.refused]

    @property
    def classes(self) -> Map[str, int]:
        """Count the rows of each class."""
        counted = Counter(self.outcomes.values())
        counted["duplicate_in_file"] = len(self.sorted.duplicates)
        counted["held"] = len(self.held)
        return {name: count for name, count in sorted(counted.items()) if count}

    @property
    def held_by_reason(self) -> Map[str, int]:
        """Count held rows by their first reason."""
        return dict(sorted(Counter(each.reason for each in self.held).items()))


async def commit(
    api: Api, office: Office, found: Sorted, mapping: Mapping, console: Console
) -> Committed:
    """Take an extract in; asked again, it takes in only what is missing."""
    extract = found.extract
    begin = {
        "system": mapping.system,
        "fingerprint": extract.fingerprint,
        "rows": len(extract.rows),
    }
    begun = await api.do(office.anywhere, "intake", "/imports", begin, key=_fresh("begin"))
    done = Committed(import_id=text(begun, "id"), sorted=found)
    work = [
        (programme, some)
        for programme in sorted({person.programme for person in found.people})
        for some in chunks([each for each in found.people if each.programme == programme])
    ]
    taker = _Taker(api, office, mapping, done)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Elapsed())
    with Progress(*columns, Remaining(), console=console) as progress:
        task = progress.add_task("people", total=len(found.people))
        waiting = iter(work)

        async def take() -> None:
            for programme, some in waiting:
                await taker.take(programme, some)
                progress.advance(task, len(some))

        async with all_or_nothing() as group:
            for _ in range(_SIDE_BY_SIDE):
                group.create_task(take())
    finish = {"classes": dict(done.classes), "held": dict(done.held_by_reason)}
    path = f"/imports/{done.import_id}/finish"
    await api.do(office.anywhere, "intake", path, finish, key=_fresh("finish"))
    return done


def _fresh(what: str) -> str:
    """Give a key: the rules know by themselves what was done, whatever the key."""
    return f"import/{what}/{uuid4()}"


class _Taker:
    """Takes some people of one programme in, through all three services in turn."""

    def __init__(self, api: Api, office: Office, mapping: Mapping, done: Committed) -> None:
        self._api, self._office, self._mapping = api, office, mapping
        self._done = done

    async def take(self, programme: str, people: list[Person]) -> None:
        """Take them in, each step knowing what the one before has reached."""
        after = Positions()
        clients = await self._clients(programme, people, after)
        if clients:
            cases = await self._cases(programme, clients, after)
            await self._signposts(programme, cases, after)
        self._done.reached.reach(after)

    async def _clients(
        self, programme: str, people: list[Person], after: Positions
    ) -> list[tuple[Person, str]]:
        form = {"system": self._mapping.system, "people": [each.client for each in people]}
        told = await self._do(programme, "intake", "clients", form, after)
        by_row = {person.row.number: person for person in people}
        taken = []
        for each in items(told):
            person = by_row[each["row"]]
            self._note(person, each)
            if each["outcome"] == "taken":
                taken.append((person, str(each["client"])))
        return taken

    async def _cases(
        self, programme: str, clients: list[tuple[Person, str]], after: Positions
    ) -> list[tuple[Person, str]]:
        form = {"cases": [_case(person, client) for person, client in clients]}
        told = await self._do(programme, "plans", "cases", form, after)
        by_client = {client: person for person, client in clients}
        taken = []
        for each in items(told):
            person = by_client[each["client"]]
            if each["outcome"] == "taken":
                taken.append((person, str(each["case"])))
            else:
                self._note(person, each)
        return taken

    async def _signposts(
        self, programme: str, cases: list[tuple[Person, str]], after: Positions
    ) -> None:
        told = [{"case": case, **p.signposts} for p, case in cases if p.signposts]
        if told:
            await self._do(programme, "referrals", "signposts", {"cases": told}, after)

    async def _do(
        self, programme: str, service: str, what: str, form: dict[str, Any], after: Positions
    ) -> dict[str, Any]:
        path = f"/imports/{self._done.import_id}/{what}"
        who = self._office.of(programme)
        return await self._api.do(who, service, path, form, key=_fresh(what), after=after)

    def _note(self, person: Person, became: dict[str, Any]) -> None:
        if became["outcome"] in {"taken", "known", "older"}:
            self._done.outcomes[person.row.number] = became["outcome"]
            return
        self._done.outcomes.pop(person.row.number, None)
        words = str(became.get("detail") or became["outcome"])
        refused = Held(row=person.row, reasons=(("refused", ""),), words=words)
        self._done.refused.append(refused)


def _case(person: Person, client: str) -> dict[str, Any]:
    return {
        "client": client,
        "referral": str(imported_referral_id(UUID(client))),
        **person.case,
    }
