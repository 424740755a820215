"""A worker who is too close to a client sees nothing of them: it is as if they were not there.

A service says once what in its paths leads to a client, and puts its routes behind that:

    HIDING = Hiding(
        conflict="SELECT FROM known_conflicts WHERE worker = $2 AND client IN ({whose})",
        whose={"case_id": "SELECT client FROM cases WHERE case_id = $1"},
    )
    router = APIRouter(dependencies=[Depends(HIDING.not_hidden)])

What a body names is put before `refuse` by the route itself; lists leave such clients out in
their own question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request

from ht_kit.access import permitted
from ht_kit.aggregate import NoSuchThing
from ht_kit.asked import Actor
from ht_kit.http import ActorDep, Allows, edge_of, reads_of
from ht_kit.reading import Reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiding:
    """From whom something is hidden.

    `whose` gives, for each name in a path, the clients ($1 is what stands there); `conflict`
    asks whether a worker ($2) is too close to one of them.
    """

    conflict: str
    whose: Mapping[str, str]

    async def not_hidden(self, request: Request, actor: ActorDep) -> None:
        """Answer whoever has a conflict with the client as if there were no such thing.

        Whoever may not ask at all is told just that, as for any other client.
        """
        named = request.path_params
        things = {name: _uuid(named[name]) for name in self.whose if name in named}
        if actor.worker is None or not things or not _may_ask(request, actor):
            return
        reads = await reads_of(request, actor)
        for name, thing in things.items():
            if thing is not None:
                await self.refuse(name, [thing], reads, actor)

    async def refuse(
        self, name: str, things: Iterable[UUID], reads: Reads, actor: Actor
    ) -> None:
        """Say that there is no such thing, if one of these leads to a hidden client."""
        if actor.worker is None:
            return
        conflict = self.conflict.format(whose=self.whose[name])
        for thing in things:
            if await reads.row(conflict, thing, actor.worker) is not None:
                raise NoSuchThing


def _may_ask(request: Request, actor: Actor) -> bool:
    gates = [each.call for each in request.scope["route"].dependant.dependencies]
    return all(
        permitted(edge_of(request).permissions, gate.permission, actor)
        for gate in gates
        if isinstance(gate, Allows)
    )


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None  # what is malformed is refused by the route itself
