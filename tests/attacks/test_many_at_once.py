"""Sixteen workers write to one case at the same moment: no update is lost, whoever loses is
told what changed and what to do, and what was won stands in the history in order.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import httpx
import pytest

from ht_kit.clock import now
from ht_kit.ids import new_id

from .town import ATTACKERS, Town, attacker

pytestmark = [pytest.mark.engines, pytest.mark.slow]

WORKERS: Final = 16
_A_CASE: Final = """
SELECT stream_id FROM streams s
WHERE stream_type = 'case' AND organisation = $1 AND NOT EXISTS (
    SELECT FROM events e WHERE e.stream_id = s.stream_id AND e.type LIKE '%withdrawn%')
ORDER BY version DESC, stream_id LIMIT 1
"""
_EVENTS: Final = "SELECT version, type, body FROM events WHERE stream_id = $1 ORDER BY version"


class Office:
    """The workers of the programme, and the case that they all write to."""

    def __init__(self, town: Town, http: httpx.AsyncClient, record: Any, case: UUID) -> None:
        self._town, self._http, self._record, self.case = town, http, record, case

    async def version(self) -> int:
        return len(await self.history())

    async def history(self) -> Sequence[Any]:
        found: Sequence[Any] = await self._record.fetch(_EVENTS, self.case)
        return found

    async def write(self, number: int, **headers: str) -> httpx.Response:
        """Record a session, as one of the workers: each at a time of its own."""
        someone = replace(attacker("senior"), subject=f"senior-{number}")
        return await self._http.post(
            f"/cases/{self.case}/sessions",
            json={
                "kind": "review",
                "medium": "02",
                "place": "X01",
                "attendance": "5",
                "started_at": (now() - timedelta(hours=1 + number)).isoformat(),
                "duration_minutes": 10 + number,
            },
            headers={
                "Authorization": f"Bearer {self._town.issuer.sign(someone)}",
                "Idempotency-Key": str(new_id()),
                **headers,
            },
        )


async def _at_work(town: Town, then: Callable[[Office], Awaitable[None]]) -> None:
    record = await asyncpg.connect(town.system.postgres.admin_url("ht_plans"))
    try:
        case = await record.fetchval(_A_CASE, ATTACKERS.organisation)
        url = town.system.place.url("plans")
        async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
            await then(Office(town, http, record, case))
    finally:
        await record.close()


async def test_of_sixteen_who_read_one_version_one_writes_and_the_others_are_told(
    town: Town,
) -> None:
    async def then(office: Office) -> None:
        read = await office.version()

        answers = await asyncio.gather(
            *(office.write(each, **{"If-Match": f'"{read}"'}) for each in range(WORKERS))
        )

        won = [each for each in answers if each.status_code == 201]
        lost = [each for each in answers if each.status_code == 412]
        assert (len(won), len(lost)) == (1, WORKERS - 1)
        assert won[0].headers["ETag"] == f'"{read + 1}"'
        for each in lost:
            told = each.json()
            assert told["type"] == "urn:ht:problem:stale-version"
            assert told["version"] == read + 1
            assert [(one["version"], one["event"]) for one in told["changed"]] == [
                (read + 1, "session_attended")
            ]
            assert "Read it again" in told["detail"]
        assert await office.version() == read + 1

    await _at_work(town, then)


async def test_of_sixteen_who_say_no_version_none_is_lost(town: Town) -> None:
    async def then(office: Office) -> None:
        before = await office.version()

        answers = await asyncio.gather(*(office.write(each) for each in range(WORKERS)))
        won = {each.json()["session"]: each for each in answers if each.status_code == 201}
        lost = [each for each in answers if each.status_code != 201]

        for each in lost:
            told = each.json()
            assert (each.status_code, told["type"]) == (409, "urn:ht:problem:stream-moved")
            assert told["version"] > before
            assert {one["event"] for one in told["changed"]} == {"session_attended"}
            assert "ask again" in told["detail"]
        assert len(won) + len(lost) == WORKERS
        assert won

        written = (await office.history())[before:]
        assert [row["version"] for row in written] == list(
            range(before + 1, before + 1 + len(won))
        )
        for session, answer in won.items():
            (row,) = [row for row in written if session.encode() in row["body"]]
            assert answer.headers["ETag"] == f'"{row["version"]}"'

    await _at_work(town, then)


async def test_whoever_reads_again_after_losing_gets_everything_in(town: Town) -> None:
    async def then(office: Office) -> None:
        before = await office.version()

        async def until_written(number: int) -> int:
            read = before
            while True:
                answer = await office.write(100 + number, **{"If-Match": f'"{read}"'})
                if answer.status_code == 201:
                    return int(answer.headers["ETag"].strip('"'))
                assert answer.status_code == 412
                read = answer.json()["version"]

        versions = await asyncio.gather(*map(until_written, range(WORKERS)))

        assert sorted(versions) == list(range(before + 1, before + 1 + WORKERS))
        assert await office.version() == before + WORKERS

    await _at_work(town, then)
