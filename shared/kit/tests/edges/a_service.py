"""A whole service of its own: pots are made, told of, and read again.

Run as a program by the tests, as the services of the product are.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, TypeAlias
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict
from pydantic_settings import SettingsConfigDict

from ht_contracts.envelope import Published
from ht_kit.audit import shows_nobody
from ht_kit.codec import Codec
from ht_kit.decider import Aggregate, Decider, Handler, Row
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    Page,
    PagingDep,
    ReadDep,
    allows,
    handler_of,
)
from ht_kit.leadership import Connection
from ht_kit.projector import Projector, Received
from ht_kit.service import Service
from ht_kit.settings import DecidingSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class PotMade:
    glaze: str
    programme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePot:
    glaze: str
    programme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    made: PotMade | None = None


class Refused(Exception):  # noqa: N818
    """The potter will not do that."""


class NoSuchGlaze(Refused):
    """There is no such glaze."""


class PotMadePublished(Published):
    """A pot was made."""

    type: ClassVar[str] = "ht.pots.pot_made.v1"

    glaze: str


def decide(command: MakePot, pot: Pot) -> list[PotMade]:
    if command.glaze == "invisible":
        raise NoSuchGlaze
    return [] if pot.made else [PotMade(glaze=command.glaze, programme=command.programme)]


def evolve(_: Pot, event: PotMade) -> Pot:
    return Pot(made=event)


POT: Aggregate[MakePot, Pot, PotMade] = Aggregate(
    name="pot",
    decider=Decider(decide=decide, evolve=evolve, initial=Pot()),
    codec=Codec(service="pots", aggregate="pot", events=(PotMade,)),
    rows=lambda pot_id, pot: [
        Row(
            "pots",
            {"pot": pot_id, "glaze": pot.made.glaze, "programme": pot.made.programme},
        )
        for _ in range(1)
        if pot.made
    ],
    programmes=lambda pot: frozenset({pot.made.programme} if pot.made else ()),
    client=lambda _, __: None,
)

Pots: TypeAlias = Annotated[Handler[MakePot, Pot, PotMade], Depends(handler_of(POT))]
router = APIRouter()


class MakePotForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    glaze: str


class PotShown(BaseModel):
    id: UUID
    glaze: str


@router.post("/pots", status_code=201, dependencies=[Depends(allows("pot:write"))])
async def make_pot(
    form: MakePotForm, pots: Pots, asked: AskedDep, actor: ActorDep, answer: AnswerDep
) -> Answered:
    command = MakePot(glaze=form.glaze, programme=actor.programme or "")
    return answer(await pots.create(asked.new_id, command, asked=asked), created=True)


@router.get("/pots/{pot_id}", dependencies=[Depends(allows("pot:read")), Depends(shows_nobody)])
async def show_pot(pot_id: UUID, pots: Pots, actor: ActorDep) -> PotShown:
    pot, _ = await pots.read(pot_id, actor=actor)
    return PotShown(id=pot_id, glaze=pot.made.glaze if pot.made else "")


@router.get("/pots", dependencies=[Depends(allows("pot:read")), Depends(shows_nobody)])
async def list_pots(read: ReadDep, paging: PagingDep) -> Page[PotShown]:
    rows = await read.rows(
        "SELECT pot, glaze FROM pots WHERE $1::uuid IS NULL OR pot > $1 ORDER BY pot LIMIT $2",
        *paging.start(UUID),
        paging.limit + 1,
    )
    return paging.page(
        rows,
        item=lambda row: PotShown(id=row["pot"], glaze=row["glaze"]),
        key=lambda row: (row["pot"],),
    )


@router.get("/told", dependencies=[Depends(allows("pot:read")), Depends(shows_nobody)])
async def list_told(read: ReadDep) -> Page[PotShown]:
    rows = await read.rows("SELECT pot, glaze FROM pots_told ORDER BY pot")
    return Page(items=[PotShown(id=row["pot"], glaze=row["glaze"]) for row in rows])


async def keep_told(connection: Connection, received: Sequence[Received]) -> None:
    for each in received:
        await connection.execute(
            "INSERT INTO pots_told (pot, organisation, glaze) VALUES ($1, $2, $3)",
            UUID(each.envelope["subject"]),
            each.envelope["organisation"],
            orjson.loads(each.body)["data"]["glaze"],
        )


class Settings(DecidingSettings):
    model_config = SettingsConfigDict(env_prefix="HT_POTS_")


SERVICE = Service(
    name="pots",
    title="Pots",
    settings=Settings,
    migrations=[Path(__file__).with_name("pot_migrations")],
    routers=[router],
    permissions={"pot:write": frozenset({"potter"}), "pot:read": frozenset({"potter"})},
    refused=[Refused],
    aggregates=[POT],
    tells={"pot": lambda event: PotMadePublished(glaze=event.glaze)},
    projectors=[Projector("pots_told", "EVT_POTS", keep_told)],
)

if __name__ == "__main__":
    sys.exit(SERVICE.main(sys.argv[1:]))
