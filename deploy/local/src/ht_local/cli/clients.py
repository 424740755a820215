"""What the lead for information governance does for a client: erase them, see who looked."""

import asyncio
import time
from collections.abc import Mapping
from typing import Annotated
from uuid import UUID, uuid4

import httpx
import typer
from rich.table import Table

from ht_local.cli.screen import OUT, tell
from ht_local.identity.personas import IG_LEAD
from ht_local.lives.api import Api, Refused, Standing
from ht_local.place import Place
from ht_local.system import DECIDING, services_of
from ht_local.trouble import Trouble

_Client = Annotated[UUID, typer.Option("--client", help="The client's id.")]
_As = Annotated[str, typer.Option("--as", help="Who asks: a lead for information governance.")]


def erase(
    client: _Client,
    reason: Annotated[
        str,
        typer.Option(
            help="asked_by_the_person, no_longer_needed, recorded_unlawfully or ordered_by_law"
        ),
    ],
    reference: Annotated[
        str | None, typer.Option(help="The request's number in your register of requests.")
    ] = None,
    wait: Annotated[float, typer.Option(help="Seconds that every service has.")] = 120,
    persona: _As = IG_LEAD,
) -> None:
    """Make everything personal of a client unreadable, in every service, for ever."""
    form = {"reason_code": reason, "reference": reference}
    with services_of(Place.from_environment(), tell) as place:
        told = asyncio.run(_erase(place, Standing(persona=persona), client, form, wait))
    for service, erased_at in told.items():
        OUT.print(f"{service}: {'not yet' if erased_at is None else f'erased {erased_at}'}")
    if None in told.values():
        late = ", ".join(service for service, at in told.items() if at is None)
        raise Trouble(
            f"Not erased yet in {late}. It goes on by itself, unless an event that tells of it "
            "is parked: see `ht parked list`. To see whether it is done, ask again: it is "
            "harmless."
        )
    OUT.print("Every service has erased the client.")


def looks(
    client: Annotated[UUID, typer.Argument(metavar="ID", help="The client's id.")],
    persona: _As = IG_LEAD,
) -> None:
    """Print who looked at a client, in every service, the earliest first."""
    with services_of(Place.from_environment(), tell) as place:
        found = asyncio.run(_looks(place, Standing(persona=persona), client))
    table = Table("When (UTC)", "Service", "Who", "Of", "As", "What", "Outcome", "Purpose")
    for service, look in found:
        roles = ", ".join(map(str, look["roles"])) if isinstance(look["roles"], list) else ""
        said = (look[name] for name in ("action", "outcome", "purpose"))
        table.add_row(
            str(look["at"])[:19],
            service,
            str(look["actor"]),
            str(look["employer"]),
            roles,
            *("" if each is None else str(each) for each in said),
        )
    OUT.print(table)


async def _looks(
    place: Place, who: Standing, client: UUID
) -> list[tuple[str, dict[str, object]]]:
    async with Api(place) as api:
        found = [
            (service, look)
            for service in DECIDING
            for look in await api.see_all(who, service, f"/clients/{client}/looks")
        ]
    return sorted(found, key=lambda each: str(each[1]["at"]))


async def _erase(
    place: Place, who: Standing, client: UUID, form: Mapping[str, object], wait: float
) -> dict[str, str | None]:
    end = time.monotonic() + wait
    async with Api(place) as api:
        await api.do(who, "intake", f"/clients/{client}/erase", form, key=str(uuid4()))
        return {
            service: await _erased_at(api, who, service, client, end) for service in DECIDING
        }


async def _erased_at(
    api: Api, who: Standing, service: str, client: UUID, end: float
) -> str | None:
    while True:
        try:
            told = await api.see(who, service, f"/clients/{client}/erasure")
        except Refused as refused:
            if refused.status != httpx.codes.NOT_FOUND:
                raise
        else:
            return str(told["erased_at"])
        if time.monotonic() > end:
            return None
        await asyncio.sleep(0.5)
