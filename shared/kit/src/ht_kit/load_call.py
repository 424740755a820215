"""The one statement that loads: many streams as arrays, and what stands in each."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import asyncpg

from ht_kit.body import Happened
from ht_kit.recording import Answer, Loaded
from ht_kit.write_call import stored_answer

LOAD = """
SELECT request, stream_type, version, "position", bodies, answer, fingerprint, answered_at
FROM load($1::text[], $2::uuid[], $3::text[], $4::text[])
"""


class Wanted(NamedTuple):
    """A stream that an organisation asks for, and the key that may have been used."""

    organisation: str
    stream_id: UUID
    actor: str
    key: str


def arguments(wanted: Sequence[Wanted]) -> list[list[object]]:
    """Give the arguments of the statement, in order."""
    return [[*column] for column in zip(*wanted, strict=True)]


def loaded(wanted: Sequence[Wanted], rows: Sequence[asyncpg.Record]) -> list[Loaded]:
    """Give what was found for each that was asked."""
    streams: dict[int, asyncpg.Record] = {}
    answers: dict[int, Answer | None] = {}
    for row in rows:
        if row["answer"] is None:
            streams[row["request"]] = row
        else:
            answers[row["request"]] = stored_answer(
                row["answer"], row["fingerprint"], row["answered_at"]
            )
    return [
        _one(streams.get(number), answers.get(number)) for number in range(1, len(wanted) + 1)
    ]


def _one(row: asyncpg.Record | None, answer: Answer | None) -> Loaded:
    if row is None:
        return Loaded(stream_type=None, version=0, position=0, events=(), answer=answer)
    return Loaded(
        stream_type=row["stream_type"],
        version=row["version"],
        position=row["position"],
        events=[Happened.from_bytes(body) for body in row["bodies"]],
        answer=answer,
    )
