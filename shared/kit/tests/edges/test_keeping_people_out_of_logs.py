"""Nothing about a person, and nothing that opens a door, is ever logged."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from ht_kit.ids import new_id
from ht_kit.logging import configure

PRIVATE = {
    "NHS number": "9990000018",
    "NHS number, written out": "999 000 0018",
    "NHS number with dashes": "999-000-0018",
    "mobile": "07700 900123",
    "mobile, abroad": "+44 7700 900123",
    "landline": "0161 496 0123",
    "landline in brackets": "(0161) 4960123",
    "e-mail": "jane.example@example.org",
    "postcode": "M13 9PL",
    "postcode, run together": "m139pl",
    "token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl",
    "bearer": "Bearer s3cr3t-value",
    "address of a database": "postgresql://plans_writer:hunter2@db:5432/ht_plans",
}
NAMED = {
    "name": "Jane",
    "called": "Janey",
    "family_name": "Example",
    "own_words": "walk",
    "note": "upset",
    "birth_date": "1961-02-03",
    "nhs_number": 9990000018,
    "client_secret": "hunter2",
    "authorization": "hunter2",
    "search_key": "hunter2",
    "writer_url": "hunter2",
    "body": b"hunter2",
}


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers, root.level
    stream = io.StringIO()
    configure("plans", version="1.0", style="json", stream=stream)
    try:
        yield stream
    finally:
        root.handlers, root.level = before
        structlog.reset_defaults()


@pytest.mark.parametrize("what", PRIVATE)
def test_what_looks_private_is_hidden_wherever_it_stands(what: str, out: io.StringIO) -> None:
    private = PRIVATE[what]
    log = structlog.get_logger("ht.test")
    log.info("thing_happened", value=private, reason=f"because of {private}.")
    log.info("thing_happened", nested={"deep": [f"({private})"], private: 1})
    log.info(f"happened to {private}")  # noqa: G004 - as somebody careless would
    log.bind(thing=private).warning("thing_happened")
    logging.getLogger("asyncpg").warning("failed for %s", private)
    logging.getLogger("nats").error("failed for %s", private, extra={"why": private})

    said = out.getvalue()
    assert len(said.splitlines()) == 6
    assert private not in said
    assert private.replace(" ", "") not in said.replace(" ", "")


@pytest.mark.parametrize("key", NAMED)
def test_what_is_kept_under_a_private_key_is_hidden(key: str, out: io.StringIO) -> None:
    structlog.get_logger("ht.test").info("thing_happened", **{key: NAMED[key]}, more={key: [1]})

    (line,) = [json.loads(line) for line in out.getvalue().splitlines()]
    assert line[key] == "[hidden]"
    assert line["more"] == {key: "[hidden]"}


def test_what_somebody_said_is_hidden_whatever_it_is_called(out: io.StringIO) -> None:
    structlog.get_logger("ht.test").info("thing_happened", remark="Jane was late again")

    assert "Jane" not in out.getvalue()


def test_a_fault_is_told_by_its_kind_and_place_and_not_by_its_words(out: io.StringIO) -> None:
    def fail() -> None:
        raise ValueError("Key (name)=(Jane Example) already exists")

    try:
        fail()
    except ValueError:
        structlog.get_logger("ht.test").exception("thing_failed")
        logging.getLogger("asyncio").exception("task failed")

    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["error"] for line in said] == ["ValueError", "ValueError"]
    assert all("test_keeping_people_out_of_logs.py" in line["where"] for line in said)
    assert "Jane" not in out.getvalue()


async def test_a_task_that_nobody_waited_for_is_told_of_without_its_words(
    out: io.StringIO,
) -> None:
    context = {"message": "Task failed", "exception": ValueError("Jane Example")}
    asyncio.get_running_loop().default_exception_handler(context)

    assert "ValueError" in out.getvalue()
    assert "Jane" not in out.getvalue()


def test_what_an_operator_needs_is_kept(out: io.StringIO) -> None:
    event_id = str(new_id())
    structlog.get_logger("ht.test").info(
        "event_not_applied",
        consumer="plans_consents",
        position=9_000_000_000_000,
        event_id=event_id,
        milliseconds=1234567890.25,
        route="/clients/{client_id}",
        due_on="2026-05-01",
        lead=True,
        reason="the store has a hole after position 12",
        between="store and stream",
        differences=["hashes differ from position 7 on"],
    )

    line = json.loads(out.getvalue())
    assert line["service"] == "plans"
    assert line["version"] == "1.0"
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")
    assert line["event_id"] == event_id
    assert line["position"] == 9_000_000_000_000
    assert line["route"] == "/clients/{client_id}"
    assert line["due_on"] == "2026-05-01"
    assert line["reason"] == "the store has a hole after position 12"
    assert line["between"] == "store and stream"
    assert line["differences"] == ["hashes differ from position 7 on"]


def test_one_line_is_one_line_whatever_it_holds(out: io.StringIO) -> None:
    structlog.get_logger("ht.test").info("thing\nhappened", reason='a\r\n{"event":"forged"}')

    assert len(out.getvalue().splitlines()) == 1
