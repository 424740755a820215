"""Somebody whom nobody resembles is erased: no search of any kind finds them again.

Searched are the files of Postgres (its log and what its pages still hold of old rows), of NATS
and of every process, a dump of every database, every question that a service answers asked as
everybody, whatever today's keys open, and the same of databases restored from before.
Their postcode alone is found: in the reference table, where it was before they came.

While they are erased, two readers have set aside what was told of them. One of them is to erase
them too, and does so when an operator has put right what holds it up.
"""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from ht_local.demonstration import lives
from ht_local.identity.personas import DEMONSTRATION, IG_LEAD
from ht_local.lives.api import Api, Form, Standing
from ht_local.system import DECIDING, System

from .asking import ORGANISATION, Answers, everything_answered
from .databases import AS_IT_WAS, administer, databases, dump, files_of_postcodes, restore
from .installation import Demonstration, Installation
from .opening import everything_opened
from .searching import files_with, found_in, ways_to_write
from .setting_aside import (
    PROJECTOR,
    REACTOR,
    Aside,
    consents_that_hold,
    hinder,
    let_go,
    looked_at,
    tell_more,
    until_parked,
)
from .somebody import HIDDEN, NAME, NUMBER, POSTCODE, SAID, live, register_again

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(2400)]

_POSTCODES = (POSTCODE, POSTCODE.replace(" ", ""))
_TABLE = re.compile(rb"^COPY public\.(\w+) ", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """What was seen of them before they were erased and after."""

    ids: Mapping[str, str]
    opened: Mapping[str, Mapping[str, str]]
    answers: Mapping[str, Answers]
    headline: Mapping[str, str]
    aside: Mapping[str, Aside]
    held_up: str
    erased: str
    rebuilt: str


@pytest.fixture(scope="module")
def somebody(
    installation: Installation,
    demonstration: Demonstration,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Somebody]:
    assert demonstration.process.poll() is None
    place, system = installation.place, System(installation.place)
    ids = asyncio.run(live(place))
    asyncio.run(hinder(system, ids["client"]))
    asyncio.run(tell_more(place, ids))
    searches: dict[str, Form] = {
        "/clients/search": {"name": NAME, "postcode": POSTCODE, "nhs_number": NUMBER},
        "/clients/matches": {"name": NAME, "postcode": POSTCODE, "nhs_number": NUMBER},
        "/clients/names": {"ids": [ids["client"]], "purpose": "a-test"},
    }
    figures = ("report", "headline", "--programme", DEMONSTRATION, "--format", "json")
    asyncio.run(everything_counted(installation))
    headline = {"before": installation.ht(*figures)}
    then = ("--as-at", str(json.loads(headline["before"])["position"]))
    headline["before, as at then"] = installation.ht(*figures, *then)
    opened = {"before": asyncio.run(everything_opened(system))}
    before = everything_answered(place, ids, searches, to=ORGANISATION)
    answers = {"before": asyncio.run(before)}
    dumps = tmp_path_factory.mktemp("dumps")
    for service in DECIDING:
        dump(system, f"ht_{service}", into=dumps / service)

    asyncio.run(until_parked(system, PROJECTOR, REACTOR))
    aside = {"before": asyncio.run(looked_at(installation, system))}
    erase = ("client", "erase", "--client", ids["client"], "--reason", "asked_by_the_person")
    late = installation.run(*erase, "--wait", "5")
    held_up = late.stdout + late.stderr
    aside["held up"] = asyncio.run(looked_at(installation, system))
    (first, *_), key = aside["held up"].positions[REACTOR], ids["client"]
    why = ("--reason", "they are erased")
    installation.ht("parked", "discard", REACTOR, str(first), *why)
    installation.ht("parked", "retry", REACTOR, key)
    erased = installation.ht(*erase)
    aside["after"] = asyncio.run(looked_at(installation, system))
    answers["at once"] = asyncio.run(everything_answered(place, ids, searches))
    asyncio.run(everything_counted(installation))
    headline["after"] = installation.ht(*figures)
    headline["after, as at then"] = installation.ht(*figures, *then)
    rebuilt = installation.ht("report", "rebuild")
    headline["rebuilt, as at then"] = installation.ht(*figures, *then)
    opened["after"] = asyncio.run(everything_opened(system))
    for service in DECIDING:
        restore(system, dumps / service, f"ht_{service}{AS_IT_WAS}")
    opened["restored"] = asyncio.run(everything_opened(system, suffix=AS_IT_WAS))
    asyncio.run(administer(system, "CHECKPOINT"))
    yield Somebody(
        ids=ids,
        opened=opened,
        answers=answers,
        headline=headline,
        aside=aside,
        held_up=held_up,
        erased=erased,
        rebuilt=rebuilt,
    )
    for service in DECIDING:
        asyncio.run(administer(system, f"DROP DATABASE ht_{service}{AS_IT_WAS}"))


async def everything_counted(installation: Installation) -> None:
    """Wait until the ledger holds all that was recorded."""
    heads = await installation.heads()
    reader = Standing(persona="wilma-manager", programme=DEMONSTRATION)
    async with Api(installation.place) as api:
        for _ in range(600):
            told = await api.see(reader, "reporting", "/ledger/position")
            services = told["services"]
            assert isinstance(services, dict)
            if all(services.get(name, 0) >= head for name, head in heads.items()):
                return
            await asyncio.sleep(0.1)
    raise AssertionError("the ledger does not catch up")


def test_the_search_finds_every_way_of_writing(tmp_path: Path) -> None:
    for number, form in enumerate(ways_to_write(NAME)):
        (tmp_path / str(number)).write_bytes(b"\x00.." + form + b"..\n")
        assert found_in(b"\x00.." + form, [NAME]) == [NAME]
    (tmp_path / "nothing").write_bytes(b"Quillwort")
    dumped = b"4\t\\\\x" + b"--".hex().encode() + NAME.encode().hex().encode() + b"\t7"

    found = {path.name for path in files_with(tmp_path, [NAME])}
    assert found == {str(number) for number in range(len(list(ways_to_write(NAME))))}
    assert found_in(dumped, [NAME]) == [NAME]
    assert found_in(b"Quillwort", [NAME]) == []


def test_nobody_else_says_what_they_say(
    installation: Installation, demonstration: Demonstration
) -> None:
    assert demonstration.process.poll() is None
    day = (installation.place.data / "demonstration-day").read_text()
    told = list(lives.stories(date.fromisoformat(day)))

    assert found_in(repr(told).encode(), [*HIDDEN, *_POSTCODES]) == []


def test_before_they_are_erased_everything_is_there(somebody: Somebody) -> None:
    opened = "\n".join(somebody.opened["before"].values()).encode()
    shown = set(found_in(somebody.answers["before"].text.encode(), HIDDEN))

    assert {"Quillwyn", "Ravensmère", NUMBER, "1913-02-27", *SAID.values()} <= set(
        found_in(opened, HIDDEN)
    )
    assert {"Quillwyn", NUMBER, "1913-02-27", SAID["goal"], SAID["summary"]} <= shown
    assert POSTCODE in somebody.answers["before"].text


def test_every_service_says_that_it_has_erased_them(somebody: Somebody) -> None:
    for service in DECIDING:
        assert f"{service}: erased" in somebody.erased


def test_what_was_told_of_them_is_set_aside_with_their_erasure(somebody: Somebody) -> None:
    before, held_up = somebody.aside["before"], somebody.aside["held up"]
    told = "\n".join(held_up.shown)

    assert {PROJECTOR, REACTOR} == set(before.positions) == set(held_up.positions)
    assert before.keys == held_up.keys == {somebody.ids["client"]}
    for consumer in (PROJECTOR, REACTOR):
        assert len(held_up.positions[consumer]) > len(before.positions[consumer])
    assert told.count("ht.intake.client_erased") == 2
    assert "plans: not yet" in somebody.held_up
    assert "see `ht parked list`" in " ".join(somebody.held_up.split())


def test_nothing_that_is_set_aside_shows_them(somebody: Somebody) -> None:
    for when, aside in somebody.aside.items():
        assert somebody.ids["client"].encode() in aside.everything, when
        assert found_in(aside.everything, [*HIDDEN, *_POSTCODES]) == [], when
    assert set(somebody.aside["after"].positions) == {PROJECTOR}


def test_no_question_of_anybody_shows_them(somebody: Somebody) -> None:
    before, after = somebody.answers["before"], somebody.answers["at once"]

    assert found_in(after.text.encode(), [*HIDDEN, *_POSTCODES]) == []
    assert '"erased":true' in after.text
    assert max(*before.statuses, *after.statuses) < 500
    assert min(after.statuses[200], after.statuses[403]) > 100


def test_the_keys_of_today_open_nothing_of_them(somebody: Somebody) -> None:
    for when in ("after", "restored"):
        for service, opened in somebody.opened[when].items():
            assert len(opened) > 10_000, (when, service)
            hidden = [*HIDDEN, *(_POSTCODES if service != "intake" else ())]
            assert found_in(opened.encode(), hidden) == [], (when, service)


def test_no_file_on_the_disk_holds_them(installation: Installation, somebody: Somebody) -> None:
    folder = installation.place.data.parent
    known = [str(somebody.ids["client"]), UUID(somebody.ids["client"]).bytes.hex()]

    assert {"EVT_INTAKE", "EVT_PLANS"} <= {
        part for path in files_with(folder, known) for part in path.parts
    }
    assert files_with(folder, HIDDEN) == []


def test_their_postcode_stands_in_the_reference_table_alone(
    installation: Installation, somebody: Somebody
) -> None:
    assert somebody.ids
    reference = set(asyncio.run(files_of_postcodes(System(installation.place), POSTCODE)))
    found = set(files_with(installation.place.data, _POSTCODES))

    assert found & reference
    assert {path for path in found - reference if "pg_wal" not in path.parts} == set()


def test_no_dump_of_a_database_holds_them(
    installation: Installation, somebody: Somebody, tmp_path: Path
) -> None:
    system = System(installation.place)
    for database in databases():
        dumped = dump(system, database, into=tmp_path / database)

        assert somebody.ids["client"].encode() in dumped, database
        assert found_in(dumped, HIDDEN) == [], database
        tables = _TABLE.split(dumped)
        holding = {
            name.decode()
            for name, rows in zip(tables[1::2], tables[2::2], strict=True)
            if found_in(rows, _POSTCODES)
        }
        assert holding == ({"postcode"} if database == "ht_intake" else set())


def test_no_figure_moves(somebody: Somebody) -> None:
    figures = somebody.headline
    moving = ("position", "as_at", "services")
    before, after = (json.loads(figures[when]) for when in ("before", "after"))

    assert figures["before, as at then"] == figures["after, as at then"]
    assert figures["before, as at then"] == figures["rebuilt, as at then"]
    assert {name: before[name] for name in before if name not in moving} == {
        name: after[name] for name in after if name not in moving
    }
    assert before["indicators"]["I17"]["value"] == lives.LIVES + 1
    assert "DIFFERENT" not in somebody.rebuilt
    assert "The former generation is kept" in somebody.rebuilt


def test_the_record_is_untouched(installation: Installation, somebody: Somebody) -> None:
    assert somebody.erased
    told = installation.ht("verify")

    assert [f"{service}: untouched" in told for service in DECIDING] == [True] * 3


def test_asking_for_the_registration_again_answers_with_ids_alone(
    installation: Installation, somebody: Somebody
) -> None:
    again = asyncio.run(register_again(installation.place, somebody.ids))

    assert somebody.ids["client"] in again
    assert found_in(again.encode(), [*HIDDEN, *_POSTCODES]) == []


def test_erasing_again_is_harmless_and_who_looked_is_known(
    installation: Installation, somebody: Somebody
) -> None:
    client = somebody.ids["client"]
    again = installation.ht("client", "erase", "--client", client, "--reason", "ordered_by_law")
    looked = installation.ht("client", "looks", client)

    assert "Every service has erased the client." in again
    assert {"client.view", "plan.view", "onward.view", "refused", IG_LEAD} <= set(
        looked.split()
    )
    assert found_in(looked.encode(), [*HIDDEN, *_POSTCODES]) == []


def test_taking_in_late_what_was_set_aside_brings_nothing_of_them_back(
    installation: Installation, somebody: Somebody
) -> None:
    system, client = System(installation.place), somebody.ids["client"]
    retry = ("parked", "retry", PROJECTOR, client)
    failing = installation.run(*retry)
    asyncio.run(let_go(system))
    retried, again = installation.run(*retry), installation.run(*retry)
    gone = str(somebody.aside["after"].positions[PROJECTOR][0])
    discarded = installation.run("parked", "discard", PROJECTOR, gone, "--reason", "late")
    left = asyncio.run(looked_at(installation, system))
    opened = asyncio.run(everything_opened(system))

    codes = [ran.returncode for ran in (failing, retried, again, discarded)]
    assert codes == [1, 0, 1, 1]
    assert "RaiseError" in failing.stdout
    assert "Nothing of this key is parked any more." in retried.stdout
    assert left.positions == {}
    assert asyncio.run(consents_that_hold(system, client)) == 0
    for service, told in {**opened, "set aside": left.everything.decode()}.items():
        hidden = [*HIDDEN, *(_POSTCODES if service != "intake" else ())]
        assert found_in(told.encode(), hidden) == [], service
