"""Search over HTTP among a quarter of a million clients of one programme, one after another.

What is typed is what a receptionist types: a name begun, a name mistyped with a birth date, a
postcode, a telephone, an NHS number, the commonest names there are. Each answer is opened,
ranked and audited. Whoever was searched for must be found where more than a name was told.
"""

import base64
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.bench.measuring import Spread, percentile
from tests.bench.population import Whereabouts, populate

from ht_intake.domain.matching import Described
from ht_kit.keys import WrappingKeys
from ht_local.demonstration.northfield import TRAINERS
from ht_local.identity.personas import CHARITY, DEMONSTRATION
from ht_local.lives.api import sign_in
from ht_local.service_process import environment
from ht_local.system import System


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Milliseconds until the answer, and how many searches found whom they were for."""

    p50: Spread
    p95: Spread
    clients: int
    searches: int
    missed: int

    def to_json(self) -> dict[str, Any]:
        """Give it for the file."""
        return {
            "clients": self.clients,
            "searches": self.searches,
            "missed": self.missed,
            "p50_ms": self.p50.to_json(),
            "p95_ms": self.p95.to_json(),
        }


async def measure_search(system: System, *, rounds: int, clients: int, searches: int) -> Search:
    """Fill the register, and search in it."""
    people = await populate(_whereabouts(system), clients)
    drawn = random.Random(2)
    p50: list[float] = []
    p95: list[float] = []
    missed = 0
    token = await sign_in(system.place, TRAINERS[0])
    headers = {"Authorization": f"Bearer {token}", "Ht-Programme": DEMONSTRATION}
    address = f"{system.place.url('intake')}/clients/search"
    async with httpx.AsyncClient(headers=headers, timeout=30) as http:
        for _ in range(rounds):
            took: list[float] = []
            for number in range(searches):
                who = people[drawn.randrange(len(people))]
                form, sure = _typed(who, number)
                start = time.perf_counter()
                answer = await http.post(address, json=form)
                took.append((time.perf_counter() - start) * 1000)
                missed += sure and not _found(who, answer)
            p50.append(percentile(took, 0.5))
            p95.append(percentile(took, 0.95))
    return Search(
        p50=Spread(p50),
        p95=Spread(p95),
        clients=clients,
        searches=rounds * searches,
        missed=missed,
    )


def _whereabouts(system: System) -> Whereabouts:
    told = environment(system.place, "intake", system.postgres, system.nats)
    wrapping = WrappingKeys.from_json(Path(told["HT_INTAKE_KEK_FILE"]).read_text())
    return Whereabouts(
        database=system.postgres.admin_url("ht_intake"),
        keys=system.postgres.admin_url("ht_keys"),
        organisation=CHARITY,
        programme=DEMONSTRATION,
        wrapping=wrapping,
        search_key=base64.b64decode(Path(told["HT_INTAKE_SEARCH_KEY_FILE"]).read_text()),
    )


def _typed(who: Described, number: int) -> tuple[Mapping[str, object], bool]:
    """Say what is typed, and whether that must find them."""
    given, family = str(who.name).split()
    born = who.birth_date.isoformat() if who.birth_date else None
    typed: Sequence[tuple[dict[str, object], bool]] = (
        ({"name": who.name}, False),
        ({"name": f"{given[:3]} {family[:4]}"}, False),
        ({"name": f"{family} {given}", "birth_date": born}, True),
        ({"name": f"{given[:2]}{given[3:]} {family}", "birth_date": born}, True),
        ({"postcode": who.postcode, "name": given}, True),
        ({"birth_date": born, "postcode": who.postcode}, True),
        ({"telephone": who.telephone, "name": family}, True),
        ({"nhs_number": who.nhs_number or "9990000018"}, who.nhs_number is not None),
    )
    return typed[number % len(typed)]


def _found(who: Described, answer: httpx.Response) -> bool:
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"a search was answered {answer.status_code}: {answer.text}")
    born = who.birth_date.isoformat() if who.birth_date else None
    return any(
        (each["name"], each["birth_date"]) == (who.name, born)
        for each in answer.json()["items"]
    )
