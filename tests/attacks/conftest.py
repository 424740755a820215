"""The whole system, with two organisations at work in it: one attacks, one must not notice."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from tests.journeys.installation import ATTACKS, free_base

from ht_local.demonstration import lives, northfield
from ht_local.fixtures.loading import load
from ht_local.identity.personas import COLLEAGUES
from ht_local.place import Place
from ht_local.system import System, whole_system

from .issuer import Issuer
from .town import ATTACKERS, DAY, VICTIM, Side, Town


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    """Run everything, after some lives have been lived in either organisation."""
    folder = Path(tempfile.mkdtemp(prefix="ht-attacks-"))
    folder.chmod(0o711)
    place = Place(data=folder / "ht", port_base=free_base(ATTACKS))
    try:
        with whole_system(place, lambda _: None) as system:
            for side in (VICTIM, ATTACKERS):
                asyncio.run(_live(place, side))
            issuer = _in_the_place_of_the_identity_provider(system)
            try:
                yield Town(system=system, issuer=issuer)
            finally:
                issuer.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _live(place: Place, side: Side) -> None:
    people = tuple(each for each in COLLEAGUES if each.employer == side.organisation)
    who = {role: each.sign_in for each in people for role in each.roles}
    whole = replace(
        northfield.programme(lives.first_day(DAY)),
        slug=side.programme,
        led_by=side.organisation,
        colleagues=people,
        administrator=who["administrator"],
        senior=who["senior"],
    )
    told = tuple(replace(story, trainer=who["health-trainer"]) for story in side.lives)
    await load(place, whole, told, namespace=side.programme, console=Console(quiet=True))


def _in_the_place_of_the_identity_provider(system: System) -> Issuer:
    identity = next(each for each in system._processes if each.name == "identity")
    identity.child.stop()
    return Issuer(system.place.identity_url, system.place.data / "secrets" / "identity.jwk")
