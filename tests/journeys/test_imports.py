"""Two old systems' extracts come in, and every figure is what their truth says.

Killed half-way and resumed, sent again, and taken back: the figures are then what they must be.
"""

import asyncio
import json
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from ht_local.identity.personas import CHARITY, Colleague
from ht_local.lives.api import Api, Standing
from ht_local.lives.register import Programme, enter
from ht_local.place import Place

from .installation import DECIDING, Installation, free_base, wait_for

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(3600)]

ROOT = Path(__file__).parents[2]
EXTRACTS = ROOT.parent / "shared" / "data"
MAPPINGS = ROOT / "deploy/local/src/ht_local/importing/mappings"
MANAGER = "mira-manager"
PROGRAMMES = ("north-health-trainers", "central-health-trainers", "south-health-trainers")
PAIRS = {
    "bmi": "I11", "fruit_veg": "I12", "snacks": "I13", "general_health": "I14", "who5": "I16",
}  # fmt: skip


def extract(name: str) -> Path:
    file = EXTRACTS / f"{name}.csv"
    if not file.exists():
        pytest.skip(f"the extract {file.name} is not at hand: it is not the project's to ship")
    return file


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An installation with the three programmes, and their manager at work."""

    installation: Installation
    folder: Path
    addresses: Mapping[str, str]

    async def heads(self) -> dict[str, int]:
        """How many events each service has recorded."""
        return {
            service: (await self.rows(service, "SELECT position FROM head"))[0]["position"]
            for service in DECIDING
        }

    async def rows(self, service: str, select: str) -> list[asyncpg.Record]:
        """Look into a service's database."""
        connection = await asyncpg.connect(self.addresses[service])
        try:
            return list(await connection.fetch(select))
        finally:
            await connection.close()

    def imports(self, what: str, *arguments: str) -> str:
        return self.installation.ht("import", what, *arguments, seconds=1800)

    def of(self, name: str) -> tuple[str, ...]:
        return (
            str(extract(name)), "--mapping", str(MAPPINGS / f"{name}.yaml"), "--as", MANAGER,
            "--reports", str(self.folder),
        )  # fmt: skip

    def commits(self, name: str) -> str:
        """Take an extract in; give the import's id."""
        return self.imports("commit", *self.of(name)).split("Import ")[1].split()[0]

    def figures(self) -> Mapping[str, Any]:
        """All three programmes together, over all time."""
        return asyncio.run(self._figures())

    async def _figures(self) -> Mapping[str, Any]:
        heads = await self.heads()
        async with Api(self.installation.place) as api:
            who = Standing(persona=MANAGER, programme=PROGRAMMES[0])
            until = time.monotonic() + 120
            while True:
                told = await api.see(who, "reporting", "/ledger/position")
                services = told["services"]
                assert isinstance(services, dict)
                if all(services.get(name, 0) >= head for name, head in heads.items()):
                    break
                assert time.monotonic() < until, "reporting does not catch up"
                await asyncio.sleep(0.5)
            report = await api.see(who, "reporting", "/reports/headline")
        found = report["indicators"]
        assert isinstance(found, dict)
        return found

    def counted(self, what: str) -> dict[str, int]:
        """Count rows of reporting's facts that headline figures do not show one by one."""
        return {row[0]: row[1] for row in asyncio.run(self.rows("reporting", what))}


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    extract("legacy_extract_a")
    folder = Path(tempfile.mkdtemp(prefix="ht-imports-"))
    folder.chmod(0o711)
    installation = Installation(place=Place(data=folder / "ht", port_base=free_base()))
    shown = folder / "up.txt"
    running = installation.start("up", output=shown)
    try:
        wait_for(
            lambda: "runs here" in shown.read_text() or running.poll() is not None,
            seconds=600,
            why=shown.read_text,
        )
        asyncio.run(registered(installation))
        installation.ht("refdata", "load-imd", str(EXTRACTS / "imd2010_lsoa2001.csv"))
        addresses = {
            service: installation.ht("dsn", service).strip()
            for service in (*DECIDING, "reporting")
        }
        yield Office(installation=installation, folder=folder, addresses=addresses)
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(120)
        shutil.rmtree(folder, ignore_errors=True)


async def registered(installation: Installation) -> None:
    """Enter the three programmes with one manager."""
    mira = Colleague(
        sign_in=MANAGER,
        name="Mira Manager",
        employer=CHARITY,
        roles=("administrator", "manager"),
    )
    async with Api(installation.place) as api:
        for slug in PROGRAMMES:
            programme = Programme(
                slug=slug, name=slug, area="Demonstration", region="North West",
                led_by=CHARITY, colleagues=(mira,), since=date(2010, 1, 1), directory={},
                administrator=MANAGER, senior=MANAGER,
            )  # fmt: skip
            await enter(api, programme)


def the_truth(name: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = json.loads((EXTRACTS / f"{name}.truth.json").read_text())
    return told


def assert_figures(office: Office, truth: Mapping[str, Any]) -> None:
    """Compare every number of the truth: counts and whole sums to the last unit."""
    found = office.figures()
    parts, onward = found["I01"]["parts"], found["I08"]["parts"]["signposts"]
    assert {
        "people": found["I17"]["n"],
        "plans": found["I01"]["value"],
        "achieved": parts["achieved"],
        "part": parts["part_achieved"],
        "not_achieved": parts["not_achieved"],
        "abandoned": parts["abandoned"],
        "open": parts["open"],
        "clients_q12": found["I04"]["numerator"],
        "clients_with_quintile": found["I04"]["denominator"],
        "gp_unregistered": found["I05"]["numerator"],
        "gp_status_known": found["I05"]["denominator"],
        "signposts_smoking": onward["numerator"],
        "signposts": onward["denominator"],
        "maintained": found["I10"]["numerator"],
        "checks": found["I10"]["denominator"],
        "diet": found["I06"]["numerator"],
        "activity": found["I07"]["numerator"],
    } == {
        name: truth[name]
        for name in (
            "people", "plans", "achieved", "part", "not_achieved", "abandoned", "open",
            "clients_q12", "clients_with_quintile", "gp_unregistered", "gp_status_known",
            "signposts_smoking", "signposts", "maintained", "checks",
        )
    } | {
        "diet": truth["primary"]["Diet"],
        "activity": truth["primary"]["Physical activity"],
    }  # fmt: skip
    for measure, indicator in PAIRS.items():
        pairs, before, after = truth["pre_post"][measure]
        told = found[indicator]
        within = 0.01 if measure == "bmi" else 0
        assert told["n"] == pairs, measure
        assert float(told["denominator"]) == pytest.approx(before, abs=within), measure
        assert float(told["numerator"]) == pytest.approx(after, abs=within), measure


def assert_issues(office: Office, truth: Mapping[str, Any]) -> None:
    counted = office.counted(
        "SELECT p.primary_issue, count(*) FROM fact_plan p WHERE p.known_to IS NULL"
        " AND p.primary_issue IS NOT NULL AND NOT EXISTS (SELECT FROM fact_case c"
        " WHERE c.case_id = p.case_id AND c.import_undone) GROUP BY 1"
    )
    assert {each.replace("_", " "): count for each, count in counted.items()} == {
        issue.lower(): count for issue, count in truth["primary"].items()
    }


def assert_nothing_counts(office: Office) -> None:
    found = office.figures()
    for name, figure in found.items():
        left = figure["n"] if name == "I17" else figure["numerator"]
        assert float(left or 0) == 0, name


def test_an_extract_killed_half_way_resumed_sent_again_and_taken_back(office: Office) -> None:
    name, truth = "legacy_extract_a", the_truth("legacy_extract_a")
    heads = asyncio.run(office.heads())

    told = office.imports("preview", *office.of(name))
    for count, said in (
        (truth["people"], "new:"),
        (truth["duplicates_in_file"], "the same person once more"),
        (sum(truth["rejected"].values()), "held:"),
        (truth["rejected"]["impossible_date"], "There is no such day"),
        (truth["rejected"]["missing_source"], "It is not said who referred"),
        (truth["rejected"]["bad_nhs_number"], "The NHS number fails its check"),
        (truth["rejected"]["repeated_header"], "The row repeats the column titles"),
    ):
        assert any(line.split()[:1] == [f"{count:,}"] and said in line
                   for line in told.splitlines()), (count, said, told)  # fmt: skip
    assert asyncio.run(office.heads()) == heads

    kill_at_random(office, name)
    office.imports("resume", "--reports", str(office.folder))
    assert_figures(office, truth)
    assert_issues(office, truth)

    heads = asyncio.run(office.heads())
    first = office.commits(name)
    assert asyncio.run(office.heads()) == heads
    assert_figures(office, truth)

    assert f"{truth['people']:,} people were taken back" in office.imports(
        "undo", first, "--as", MANAGER
    )
    assert_nothing_counts(office)


def kill_at_random(office: Office, name: str) -> None:
    """Kill three commits with a signal that nobody can catch, after some time each."""
    chance = random.Random(2010)
    for number in range(3):
        output = office.folder / f"killed-{number}.txt"
        commit = office.installation.start("import", "commit", *office.of(name), output=output)
        time.sleep(chance.uniform(8, 25))
        commit.kill()
        commit.wait()


def test_another_systems_extract_comes_in_by_another_mapping(office: Office) -> None:
    name, truth = "legacy_extract_b", the_truth("legacy_extract_b")

    office.commits(name)

    assert_figures(office, truth)
    assert_issues(office, truth)
