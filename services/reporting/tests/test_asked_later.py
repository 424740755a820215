"""Who joined is what they answered first, whenever they were asked, and what was corrected.

What has changed since (a new practice, a move) does not undo how somebody joined.
"""

from typing import Any

import pytest

from ht_contracts import intake
from ht_local.pytest_engines import Database
from ht_reporting.indicators.query import Figure

from .asking import ask, told
from .databases import take_in
from .streams import Streams
from .test_counting_rules import JULY, JUNE, MAY, a_client

pytestmark = pytest.mark.engines

NOT_ASKED: dict[str, Any] = {
    "gp_status": "not_asked", "quintile": None, "decile": None, "unresolved": "not_asked",
}  # fmt: skip


async def figures(database: Database, streams: Streams) -> dict[str, Figure]:
    await take_in(database, streams.batches(seed=4, largest=9))
    return dict((await ask(database)).figures)


def amended(client: Any, because: Any, **place: Any) -> intake.ClientDetailsAmended:
    return intake.ClientDetailsAmended(
        client=client, changed=("place",), because=because, amended_at=JUNE, **place
    )


async def test_who_has_not_been_asked_is_a_row_of_its_own(empty_database: Database) -> None:
    streams = Streams()
    a_client(streams, "silent", **NOT_ASKED)
    a_client(streams, "told")

    found = await figures(empty_database, streams)

    assert told(found["I05"])[:2] == (0, 1)
    assert (found["I05"].excluded, found["I04"].excluded) == (
        {"not_asked": 1},
        {"not_asked": 1},
    )


async def test_an_answer_given_later_counts_as_if_it_had_been_given_at_once(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = a_client(streams, "silent", **NOT_ASKED)
    tell = streams.intake.tell
    for status, at in (("V81997", JUNE), ("registered", JULY)):
        gp = intake.GpStatusRecorded.model_validate(
            {"client": life.client, "gp_status": status, "recorded_at": at}
        )
        tell(gp, at=at, subject=life.client)
    tell(amended(life.client, "asked", quintile=2, decile=3), at=JUNE, subject=life.client)

    found = await figures(empty_database, streams)

    assert told(found["I05"])[:2] == (1, 1)
    assert told(found["I04"])[:2] == (1, 1)


async def test_a_correction_counts_and_a_move_does_not(empty_database: Database) -> None:
    streams = Streams()
    mistyped, moved, nowhere = (a_client(streams, ref) for ref in ("mistyped", "moved", "no"))
    tell = streams.intake.tell
    tell(
        amended(mistyped.client, "corrected", quintile=5, decile=10),
        at=MAY,
        subject=mistyped.client,
    )
    tell(amended(moved.client, "changed", quintile=5, decile=10), at=MAY, subject=moved.client)
    tell(
        amended(nowhere.client, "corrected", unresolved="no_fixed_abode"),
        at=MAY,
        subject=nowhere.client,
    )

    figure = (await figures(empty_database, streams))["I04"]

    assert told(figure)[:2] == (1, 2)
    assert figure.excluded == {"no_fixed_abode": 1}
