"""Cases end, go on and are followed by others, and no figure counts anybody twice for it.

A death that was a mistake leaves every figure as if it had never been recorded.
"""

from datetime import timedelta
from typing import Any

import pytest

from ht_contracts import plans
from ht_local.pytest_engines import Database

from .databases import acting_as, copy_of, take_in
from .lives import Life
from .streams import Streams, identity
from .test_counting_rules import JULY, JUNE, MAY, a_client, with_a_plan
from .test_linked_clients import figures

pytestmark = pytest.mark.engines


def close(life: Life, reason: Any = "07", conclusion: Any = "ended_early") -> None:
    closed = plans.CaseClosed(
        case=life.case, client=life.client, reason=reason, detail=None,
        conclusion=conclusion, follow_up_by=None, closed_at=JUNE,
    )  # fmt: skip
    life.of_case(closed, JUNE)


def reopen(life: Life, because: Any = "came_back") -> None:
    reopened = plans.CaseReopened(
        case=life.case, client=life.client, because=because, reopened_at=JULY
    )
    life.of_case(reopened, JULY)


def follow(life: Life, because: Any, case: Any) -> None:
    """Open another case of the same client, that names the first."""
    opened = plans.CaseOpened(
        case=case, client=life.client, referral=life.id("second referral"), opened_at=JULY
    )
    life.streams.plans.tell(opened, at=JULY, subject=case, client=life.client)
    linked = plans.CaseLinked(
        case=case, client=life.client, earlier=life.case, because=because, linked_at=JULY
    )
    life.streams.plans.tell(linked, at=JULY, subject=case, client=life.client)


def with_a_signed_off_plan(streams: Streams) -> Life:
    life = with_a_plan(streams, "amina")
    life.attend("sign_off", JUNE)
    life.sign_off(JUNE, "achieved", "achieved", ["achieved"])
    return life


async def test_what_a_case_came_to_is_known_and_that_it_goes_on(
    empty_database: Database,
) -> None:
    streams = Streams()
    ended, again = a_client(streams, "ended"), a_client(streams, "again")
    close(ended, "02", "completed")
    close(again)
    reopen(again)
    own = await copy_of(empty_database)
    await take_in(own, streams.batches(seed=3, largest=4))

    async with acting_as(own, "worker") as worker:
        rows = await worker.fetch(
            "SELECT case_id, standing, closure, conclusion FROM fact_case"
            " WHERE known_to IS NULL"
        )

    assert {row["case_id"]: tuple(row)[1:] for row in rows} == {
        ended.case: ("closed", "02", "completed"),
        again.case: ("open", "07", "ended_early"),
    }


async def test_a_client_who_comes_back_or_goes_on_elsewhere_counts_once(
    empty_database: Database,
) -> None:
    control = Streams()
    with_a_signed_off_plan(control)
    expected = await figures(empty_database, control)

    for because in ("came_back", "transferred"):
        streams = Streams()
        life = with_a_signed_off_plan(streams)
        transferred = plans.CaseTransferred(
            case=life.case, client=life.client, transfer=life.id("transfer"),
            new_case=identity("second"), to_programme="x", disclosed_to=None,
            transferred_at=JUNE,
        )  # fmt: skip
        life.of_case(transferred, JUNE)
        close(life, "08", "completed")
        follow(life, because, identity("second"))

        assert await figures(empty_database, streams) == expected


@pytest.mark.parametrize("standing", ["agreed", "signed off"])
async def test_a_death_that_was_a_mistake_leaves_every_figure_as_it_was(
    empty_database: Database, standing: str
) -> None:
    def lived(streams: Streams) -> Life:
        if standing == "agreed":
            return with_a_plan(streams, "amina")
        return with_a_signed_off_plan(streams)

    control, streams = Streams(), Streams()
    lived(control)
    life = lived(streams)
    checks = () if standing == "agreed" else tuple(life.id("check", m) for m in (3, 6, 12))
    if standing == "agreed":
        died = plans.PlanAbandoned(
            plan=life.plan, case=life.case, client=life.client, reason="died", ended_at=JUNE
        )
        life.of_plan(died, JUNE)
    for months, check in zip((3, 6, 12), checks, strict=False):
        cancelled = plans.MaintenanceChecked(
            plan=life.plan, case=life.case, client=life.client, check=check, months=months,
            result="cancelled", checked_at=JUNE,
        )  # fmt: skip
        life.of_plan(cancelled, JUNE)
    close(life, "06")
    dead = await figures(empty_database, streams)
    reopen(life, "death_reversed")
    again = plans.PlanTakenUpAgain(
        plan=life.plan, case=life.case, client=life.client, checks=checks, taken_up_at=JULY
    )
    life.of_plan(again, JULY)

    expected = await figures(empty_database, control)
    assert await figures(empty_database, streams) == expected
    assert dead != expected


async def test_a_plan_that_was_taken_up_again_can_end_like_any_other(
    empty_database: Database,
) -> None:
    control, streams = Streams(), Streams()
    plain, revived = with_a_plan(control, "amina"), with_a_plan(streams, "amina")
    for reason, at in (("died", MAY), (None, JUNE)):
        told = (
            plans.PlanTakenUpAgain(
                plan=revived.plan, case=revived.case, client=revived.client, checks=(),
                taken_up_at=at,
            )
            if reason is None
            else plans.PlanAbandoned(
                plan=revived.plan, case=revived.case, client=revived.client,
                reason="died", ended_at=at,
            )
        )  # fmt: skip
        revived.of_plan(told, at)
    for life in (plain, revived):
        life.attend("sign_off", JUNE)
        life.sign_off(JULY - timedelta(days=1), "achieved", "achieved", ["achieved"])

    assert await figures(empty_database, streams) == await figures(empty_database, control)
