"""A client linked to another counts as one person with them, for as long as the link stands.

Merge, work, un-merge: afterwards every figure equals that of a run without the merge.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from ht_contracts import intake
from ht_local.pytest_engines import Database
from ht_reporting.indicators.query import Figure

from .asking import ask
from .databases import copy_of, take_in
from .lives import Life
from .streams import Streams
from .test_counting_rules import JULY, JUNE, a_client

pytestmark = pytest.mark.engines


def merge(streams: Streams, client: UUID, into: UUID) -> None:
    told = intake.ClientMerged(client=client, into=into, merged_at=JUNE)
    streams.intake.tell(told, at=JUNE, subject=client)


def unmerge(streams: Streams, client: UUID, into: UUID) -> None:
    told = intake.ClientUnmerged(client=client, into=into, unmerged_at=JULY)
    streams.intake.tell(told, at=JULY, subject=client)


def two_people(streams: Streams) -> tuple[Life, Life]:
    rose = a_client(streams, "rose", quintile=1)
    rosa = a_client(streams, "rosa", quintile=5, decile=10, gp_status="V81997")
    return rose, rosa


def work(streams: Streams, *lives: Life) -> None:
    """Support everybody: what is recorded now is recorded while they are linked."""
    for life in lives:
        life.draft(JUNE, "diet")
        life.agree(JUNE, "diet", None, (), 1)
        gp = intake.GpStatusRecorded(
            client=life.client, gp_status="registered", recorded_at=JUNE
        )
        streams.intake.tell(gp, at=JUNE, subject=life.client)


async def figures(database: Database, streams: Streams, **asked: Any) -> dict[str, Figure]:
    own = await copy_of(database)
    await take_in(own, streams.batches(seed=7, largest=5))
    return dict((await ask(own, **asked)).figures)


async def run(
    database: Database, *acts: Callable[[Streams, Life, Life], None]
) -> dict[str, Figure]:
    streams = Streams()
    rose, rosa = two_people(streams)
    for act in acts:
        act(streams, rose, rosa)
    return await figures(database, streams)


def merging(streams: Streams, rose: Life, rosa: Life) -> None:
    merge(streams, rosa.client, rose.client)


def unmerging(streams: Streams, rose: Life, rosa: Life) -> None:
    unmerge(streams, rosa.client, rose.client)


async def test_merge_work_unmerge_and_every_figure_equals_the_control_run(
    empty_database: Database,
) -> None:
    control = await run(empty_database, work)
    undone = await run(empty_database, merging, work, unmerging)
    twice = await run(empty_database, merging, unmerging, merging, work, unmerging)

    assert undone == control
    assert twice == control
    assert (control["I17"].value, control["I05"].numerator) == (2, 1)


async def test_while_they_are_linked_they_are_one_person_with_all_of_their_work(
    empty_database: Database,
) -> None:
    control = await run(empty_database, work)
    linked = await run(empty_database, merging, work)

    assert (linked["I17"].value, linked["I04"].denominator) == (1, 1)
    assert linked["I01"] == control["I01"]  # two plans are two plans, whoever's they are


async def test_three_records_of_one_person_are_one(empty_database: Database) -> None:
    streams = Streams()
    first, second = two_people(streams)
    third = a_client(streams, "ros")
    merge(streams, third.client, second.client)
    merge(streams, second.client, first.client)

    assert (await figures(empty_database, streams))["I17"].value == 1


async def test_links_that_go_round_lose_nobody(empty_database: Database) -> None:
    streams = Streams()
    first, second = two_people(streams)
    merge(streams, second.client, first.client)
    merge(streams, first.client, second.client)

    assert (await figures(empty_database, streams))["I17"].value in {1, 2}


async def test_what_was_known_while_they_were_linked_stays_what_was_known(
    empty_database: Database,
) -> None:
    streams = Streams()
    rose, rosa = two_people(streams)
    merging(streams, rose, rosa)
    own = await copy_of(empty_database)
    await take_in(own, streams.batches())
    linked_at = (await ask(own)).position
    so_far = streams.lengths()
    unmerging(streams, rose, rosa)
    await take_in(own, streams.batches(after=so_far))

    assert (await ask(own)).figures["I17"].value == 2
    assert (await ask(own, position=linked_at)).figures["I17"].value == 1
