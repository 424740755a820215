"""No stream, log line or metric ever holds a person: not a name, number, address or word."""

import asyncio
import re
import urllib.request
from collections.abc import Iterable, Iterator
from datetime import date

import nats
import pytest

from ht_local.demonstration import lives as demonstration_lives
from ht_local.fixtures.dcrs_headline import edges, late, programme, stories
from ht_local.identity.personas import COLLEAGUES
from ht_local.lives.story import Drafted, SignedOff, Story
from ht_local.place import SERVICES
from ht_local.service_process import NATS_ACCOUNT
from ht_local.system import DECIDING, System

from .installation import Demonstration, Installation, Report

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(2400)]

_WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DIGITS = re.compile(r"\d[\d ]{8,}\d")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_ENOUGH = 30_000


class Personal:
    """Everything that the lives and their workers are known by."""

    def __init__(self, told: Iterable[Story]) -> None:
        people = [(story.person, story) for story in told]
        workers = {each.name for each in (*COLLEAGUES, *programme.PROGRAMME.colleagues)}
        self.names = {
            part for person, _ in people for part in person.name.split() if len(part) > 3
        }
        self.numbers = {person.nhs_number for person, _ in people if person.nhs_number}
        self.numbers |= {
            person.telephone.replace(" ", "") for person, _ in people if person.telephone
        }
        self.postcodes = {
            person.postcode.replace(" ", "") for person, _ in people if person.postcode
        }
        self.births = {person.birth_date.isoformat() for person, _ in people}
        self.words = {text for _, story in people for text in _written(story)} | workers

    def found_in(self, text: str) -> set[str]:
        """Give what is personal in a text."""
        found = self.names.intersection(_WORD.findall(text))
        found |= self.numbers.intersection(
            digits.replace(" ", "") for digits in _DIGITS.findall(text)
        )
        found |= self.postcodes.intersection(
            postcode.replace(" ", "") for postcode in _POSTCODE.findall(text)
        )
        found |= self.births.intersection(_DATE.findall(text))
        return found | {each for each in self.words if each in text}


def _written(story: Story) -> Iterator[str]:
    for moment in story.moments:
        if isinstance(moment, Drafted):
            yield from (goal for goal in moment.goals if len(goal.split()) > 1)
        if isinstance(moment, SignedOff) and moment.override_reason:
            yield moment.override_reason


@pytest.fixture(scope="module")
def personal(installation: Installation, demonstration: Demonstration) -> Personal:
    assert demonstration.process.poll() is None
    day = date.fromisoformat((installation.place.data / "demonstration-day").read_text())
    return Personal(
        [
            *stories.stories(),
            *edges.stories(),
            *late.stories(),
            *demonstration_lives.stories(day),
        ]
    )


def test_the_scan_finds_what_it_looks_for(personal: Personal) -> None:
    story = stories.story(7)
    person = story.person
    assert person.telephone is not None
    for hidden in (person.name, person.nhs_number, person.telephone, person.postcode):
        assert personal.found_in(f'{{"a": "{hidden}"}}') != set()
    assert personal.found_in(person.birth_date.isoformat()) != set()


def test_nothing_personal_is_published(
    installation: Installation, late: Report, personal: Personal
) -> None:
    assert late
    messages = asyncio.run(_messages(installation))
    assert len(messages) > _ENOUGH
    assert personal.found_in("\n".join(messages)) == set()


async def _messages(installation: Installation) -> list[str]:
    """Give every message of every stream: subject, headers and body."""
    connection = await nats.connect(System(installation.place).nats.url(NATS_ACCOUNT))
    found = []
    try:
        for service in DECIDING:
            pulled = await connection.jetstream().subscribe(
                f"evt.{service}.>", stream=f"EVT_{service.upper()}", ordered_consumer=True
            )
            last = (await connection.jetstream().stream_info(f"EVT_{service.upper()}")).state
            for _ in range(last.messages):
                message = await pulled.next_msg(timeout=10)
                found.append(f"{message.subject} {message.headers} {message.data.decode()}")
            await pulled.unsubscribe()
    finally:
        await connection.close()
    return found


def test_nothing_personal_is_logged(
    installation: Installation, late: Report, personal: Personal
) -> None:
    assert late
    logs = [*installation.place.logs.glob("*.log"), *installation.place.data.glob("*/*.log")]
    assert {log.stem for log in logs} >= {*SERVICES, "identity", "postgres", "nats"}
    found = {log.name: personal.found_in(log.read_text()) for log in logs}
    assert {name: hidden for name, hidden in found.items() if hidden} == {}


def test_nothing_personal_is_measured(
    installation: Installation, late: Report, personal: Personal
) -> None:
    assert late
    for service in SERVICES:
        address = f"http://127.0.0.1:{installation.place.operations_port(service)}/metrics"
        with urllib.request.urlopen(address) as answer:
            told = answer.read().decode()
        assert "# HELP" in told
        assert personal.found_in(told) == set()
