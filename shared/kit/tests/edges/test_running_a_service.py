"""A service is started, sent work and stopped as an operator does it."""

import asyncio
import base64
import contextlib
import json
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest

from ht_kit.ids import new_id
from ht_kit.keys import DataKey, Keyring, WrappingKeys
from ht_kit.supervision import Part, Parts, Stopping, first_of

from .conftest import Program

pytestmark = [pytest.mark.engines, pytest.mark.slow]


def a_key() -> dict[str, str]:
    return {"Idempotency-Key": str(new_id())}


def lines(output: bytes | None) -> list[dict[str, object]]:
    return [json.loads(line) for line in (output or b"").splitlines()]


def stop(process: subprocess.Popen[bytes]) -> tuple[int, list[dict[str, object]]]:
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=30)
    return process.returncode, lines(output)


def events(said: Iterable[dict[str, object]]) -> list[object]:
    return [line["event"] for line in said]


async def until_told(client: httpx.AsyncClient, after: dict[str, str]) -> httpx.Response:
    """Ask again while the answer is that it has not arrived: the stream is being made."""
    for _ in range(10):
        answer = await client.get("/told", headers=after)
        if answer.status_code != 503:
            break
    return answer


async def test_a_service_lives_its_whole_life(program: Program) -> None:
    assert program.once("migrate").returncode == 0
    process = program.start("run")
    program.until_ready()

    async with program.client() as potter, program.client("elsewhere") as stranger:
        made = await potter.post("/pots", json={"glaze": "celadon"}, headers=a_key())
        pot = made.json()["id"]
        after = {"Ht-After": made.headers["ht-position"]}
        shown = await potter.get(f"/pots/{pot}")
        listed = await potter.get("/pots")
        told = await until_told(potter, after)
        not_yet = await potter.get("/told", headers={"Ht-After": "pots=99"})
        hidden = await stranger.get(f"/pots/{pot}")
        absent = await stranger.get(f"/pots/{new_id()}")
        refused = await potter.post("/pots", json={"glaze": "invisible"}, headers=a_key())
        nothing = [(await stranger.get(path)).json()["items"] for path in ("/pots", "/told")]
        measured = (await potter.get(f"{program.operations()}/metrics")).text
    code, said = stop(process)

    assert made.status_code == 201
    assert made.headers["ht-position"] == "pots=1"
    assert shown.json() == {"id": pot, "glaze": "celadon"}
    assert listed.json()["items"] == told.json()["items"] == [{"id": pot, "glaze": "celadon"}]
    assert not_yet.status_code == 503
    assert not_yet.json()["type"] == "urn:ht:problem:not-yet"
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert refused.json()["type"] == "urn:ht:problem:no-such-glaze"
    assert nothing == [[], []]
    assert (
        'ht_http_request_duration_seconds_count{method="GET",route="/pots/{pot_id}"' in measured
    )
    assert 'ht_ready{check="migrations"} 1.0' in measured
    assert code == 0
    assert events(said)[0] == "service_started"
    assert events(said)[-1] == "service_stopped"
    assert all(line["service"] == "pots" for line in said)


async def test_the_parts_of_a_service_run_apart(program: Program) -> None:
    program.once("migrate")
    relay = program.start("relay")
    program.until_ready()
    assert stop(relay)[0] == 0
    api = program.start("api")
    program.until_ready()
    async with program.client() as potter:
        made = await potter.post("/pots", json={"glaze": "ash"}, headers=a_key())
    assert stop(api)[0] == 0
    worker = program.start("worker")
    program.until_ready()

    assert made.status_code == 201
    assert stop(worker)[0] == 0


def test_migrations_are_run_once(program: Program) -> None:
    first, second = program.once("migrate"), program.once("migrate")

    (line,) = lines(first.stdout)
    assert "pot_migrations/0001_pre_pots.sql" in str(line["applied"])
    assert lines(second.stdout)[0]["applied"] == []


def test_a_service_whose_migrations_have_not_been_run_is_alive_and_not_ready(
    program: Program,
) -> None:
    process = program.start("api")
    program.until_alive()
    with pytest.raises(AssertionError, match="migrations"):
        program.until_ready(seconds=1)

    assert httpx.get(f"{program.operations()}/livez").status_code == 200
    assert httpx.get(f"{program.operations()}/readyz").text == "not ready\n"
    assert stop(process)[0] == 0


def test_wrong_settings_are_refused_in_one_line_each(program: Program) -> None:
    refused = program.once(
        "check-config",
        HT_POTS_PORT="many",
        HT_POTS_WRITER_URL="hunter2",
        HT_POTS_ISSUER_FILE="/no",
    )

    assert refused.returncode == 2
    said = refused.stderr.decode().splitlines()
    assert [line.split(":")[0] for line in sorted(said)] == [
        "HT_POTS_ISSUER",
        "HT_POTS_ISSUER_FILE",
        "HT_POTS_PORT",
        "HT_POTS_WRITER_URL",
    ]
    assert b"hunter2" not in refused.stderr
    assert program.once("check-config").returncode == 0
    assert program.once("api", "--check-config").returncode == 0


def test_a_port_that_is_taken_ends_the_process(program: Program) -> None:
    first = program.start("api")
    program.until_alive()
    second = program.start("api")
    output, _ = second.communicate(timeout=30)

    assert second.returncode == 1
    assert events(lines(output)) == ["not_started"]
    assert stop(first)[0] == 0


def test_the_interface_is_described_without_any_setting(program: Program) -> None:
    described = subprocess.run(
        program.command("openapi"), env={}, capture_output=True, check=True, timeout=60
    )

    document = json.loads(described.stdout)
    assert document["openapi"].startswith("3.1")
    assert "/pots/{pot_id}" in document["paths"]


async def test_what_is_being_answered_is_finished_before_the_end(program: Program) -> None:
    program.once("migrate")
    process = program.start("run")
    program.until_ready()
    async with program.client() as potter:
        slow = asyncio.create_task(potter.get("/told", headers={"Ht-After": "pots=99"}))
        await asyncio.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        answer = await slow

    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:ht:problem:not-yet"
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert events(lines(output))[-1] == "service_stopped"


async def test_a_database_that_is_away_is_answered_by_asking_to_come_again(
    program: Program,
) -> None:
    nowhere = "postgresql://pots_reader:x@127.0.0.1:9/none"
    program.start("api", HT_POTS_READER_URL=nowhere)
    program.until_alive()
    async with program.client() as potter:
        answer = await potter.get("/pots")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["type"] == "urn:ht:problem:unavailable"


async def test_nobody_can_send_without_end(program: Program) -> None:
    program.start("api")
    program.until_alive()
    port = int(program.environment["HT_POTS_PORT"])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        b"POST /pots HTTP/1.1\r\nHost: pots\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/json\r\n\r\n"
    )
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    sent = 0
    with contextlib.suppress(ConnectionError):
        while sent < 500:
            writer.write(chunk)
            await writer.drain()
            sent += 1

    assert sent < 500
    with contextlib.suppress(ConnectionError):
        answered = await reader.read()
        assert answered.startswith(b"HTTP/1.1 413 ")


async def test_a_part_that_dies_is_noticed() -> None:
    async def live() -> None:
        await asyncio.Event().wait()

    async def die() -> None:
        await asyncio.sleep(0.01)
        raise ValueError

    stopping = Stopping()
    parts = Parts([Part(name="steady", run=live), Part(name="frail", run=die)])
    parts.start()

    assert await asyncio.wait_for(first_of(stopping, parts), 5)
    await parts.stop()


async def test_being_asked_to_stop_is_no_death() -> None:
    stopping = Stopping()
    asyncio.get_running_loop().call_later(0.01, stopping.ask)

    assert not await asyncio.wait_for(first_of(stopping, Parts([])), 5)


def test_keys_are_wrapped_anew_by_a_command_of_their_own(program: Program) -> None:
    assert program.once("migrate").returncode == 0
    kek = Path(program.environment["HT_POTS_KEK_FILE"])
    first = json.loads(kek.read_text())["keys"]
    second = {"second": base64.b64encode(bytes(32)).decode()}
    before = asyncio.run(key_by(program, kek.read_text()))

    kek.write_text(json.dumps({"current": "second", "keys": second}))
    too_early = program.once("rewrap")
    kek.write_text(json.dumps({"current": "second", "keys": {**first, **second}}))
    done, again = program.once("rewrap"), program.once("rewrap")

    assert (too_early.returncode, done.returncode, again.returncode) == (1, 0, 0)
    assert b"wrapped by first, which is not among" in too_early.stderr
    assert done.stdout == b"1 keys wrapped anew; all are wrapped by second now.\n"
    assert again.stdout.startswith(b"0 keys")
    only = json.dumps({"current": "second", "keys": second})
    assert asyncio.run(key_by(program, only)) == before


async def key_by(program: Program, kek: str) -> DataKey:
    """Give the one key of this service, made when it is first asked for."""
    url = program.environment["HT_POTS_KEYS_URL"]
    async with asyncpg.create_pool(url, min_size=1) as pool:
        return await Keyring(pool, WrappingKeys.from_json(kek), "pots").make(
            "kiln", UUID(int=1)
        )
