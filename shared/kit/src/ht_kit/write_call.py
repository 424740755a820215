"""The one statement that writes: many requests as arrays, and each one's outcome."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from ht_kit.recording import Answer, Held, Moved, Outcome, Request, Seen, Written

WRITE = """
SELECT request, outcome, "position", answer, fingerprint, kind, holder
FROM write($1, $2, $3, $4, $5::jsonb[], $6, $7, $8, $9, $10,
           $11, $12, $13, $14, $15, $16, $17, $18, $19)
"""


@dataclass(slots=True)
class Columns:
    """The requests of one call, as the arrays that `write` takes."""

    requests: list[tuple[Any, ...]] = field(default_factory=list)
    streams: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    holds: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, number: int, request: Request) -> None:
        """Put a request in, under its number."""
        self.requests.append(
            (
                request.organisation,
                request.actor,
                request.key,
                request.fingerprint,
                _to_json(_answer_to_store(request)),
            )
        )
        for append in request.appends:
            if not append.expected and not append.bodies:
                continue  # nothing happened, and there is no stream that could have moved
            count = len(append.bodies)
            self.streams.append(
                (number, append.stream_id, append.stream_type, append.expected, count)
            )
            self.events.extend(
                (
                    len(self.streams),
                    body.version,
                    body.id,
                    body.name,
                    body.schema_version,
                    body.programme,
                    body.to_bytes(),
                )
                for body in append.bodies
            )
        self.holds.extend(
            {
                "request": number,
                "stream_id": hold.stream_id,
                "kind": hold.kind,
                "value": hold.value,
                "scope": "*" if hold.everywhere else request.organisation,
                "taken": hold.taken,
            }
            for hold in request.holds
        )
        self.rows.extend(
            {"request": number, "table": table, "row": values} for table, values in request.rows
        )

    def arguments(self) -> list[Any]:
        """Give the arguments of the statement, in order."""
        return [
            *_turn(self.requests, 5),
            *_turn(self.streams, 5),
            *_turn(self.events, 7),
            _to_json(self.holds),
            _to_json(self.rows),
        ]


def _turn(rows: list[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [[row[column] for row in rows] for column in range(width)]


def _answer_to_store(request: Request) -> dict[str, Any]:
    first, last = request.appends[0], request.appends[-1]
    version = first.expected + len(first.bodies)
    answer: dict[str, Any] = {"id": first.stream_id, "version": version}
    if request.ids:
        answer["ids"] = dict(request.ids)
    if last is not first:
        answer["last"] = {
            "id": last.stream_id,
            "version": last.expected + len(last.bodies),
        }
    return answer


def stored_answer(stored: str | None, fingerprint: str | None, position: int) -> Answer | None:
    """Read what a key was answered with, if it was."""
    if stored is None or fingerprint is None:
        return None
    read = orjson.loads(stored)
    return Answer(
        fingerprint=fingerprint,
        position=position,
        stream_id=UUID(read["id"]),
        version=read["version"],
        ids={name: UUID(value) for name, value in read.get("ids", {}).items()},
    )


def outcome_of(row: asyncpg.Record) -> Outcome:
    """Say what became of one request."""
    match row["outcome"]:
        case "written":
            return Written(row["position"])
        case "seen":
            answer = stored_answer(row["answer"], row["fingerprint"], row["position"])
            assert answer is not None  # noqa: S101 - write gives it with this outcome
            return Seen(answer)
        case "taken":
            return Held(row["kind"], row["holder"])
        case _:
            return Moved()


def _to_json(value: Any) -> str:
    return orjson.dumps(value, default=_other).decode()


def _other(value: object) -> Any:
    if isinstance(value, bytes):
        return "\\x" + value.hex()  # as Postgres reads bytea
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)
