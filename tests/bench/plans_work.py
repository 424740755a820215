"""What plans' health trainers do most: book, record a session, review; 16 callers at a time.

Whole commands through the service's own handlers and rules, as the diaries' are: load through
row-level security, open, decide, seal, and write the events with their read models. Each
booking holds the steps of its worker and its client; each session is added to a case that has
some; each review gives one of a plan's goals its result.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.bench.bed import Bed, asked, handlers
from tests.bench.measuring import Spread, set_aside_what_is_there
from tests.bench.stack import OPENED, open_cases, record_session

from ht_kit.ids import new_id
from ht_local.identity.personas import DEMONSTRATION
from ht_plans.domain.case.commands import BookSession
from ht_plans.domain.codes import (
    ActionId,
    CaseId,
    ClientId,
    GoalId,
    PlanId,
    SessionId,
    WorkerId,
)
from ht_plans.domain.plan.commands import AddAction, AddGoal, AgreePlan, DraftPlan, ReviewPlan
from ht_plans.handling import CASE, PLAN, CaseHandler, PlanHandler

CALLERS = 16
EACH = 4
"""How often each case or plan is worked with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Commands a second, of each kind."""

    booking: Spread
    session: Spread
    review: Spread

    def to_json(self) -> dict[str, Any]:
        """Give it for the file."""
        return {
            "booking_per_s": self.booking.to_json(),
            "session_per_s": self.session.to_json(),
            "review_per_s": self.review.to_json(),
        }


async def measure_work(bed: Bed, *, rounds: int, cases_each: int) -> Work:
    """Measure one kind after the other, in every round with cases and plans of its own."""
    database = await bed.postgres.database_for("plans")
    booking: list[float] = []
    session: list[float] = []
    review: list[float] = []
    async with handlers(database, [CASE, PLAN]) as built:
        cases, plans = built.of(CASE), built.of(PLAN)
        for _ in range(rounds):
            opened = await open_cases(cases, cases_each)
            worker = new_id()

            async def book(case: UUID, number: int, worker: UUID = worker) -> None:
                await _book(cases, case, number, worker)

            async def record(case: UUID, number: int) -> None:
                await record_session(cases, case, number)

            async def look(plan: UUID, number: int) -> None:
                await _review(plans, plan, number)

            booking.append(await _rate(opened, book))
            session.append(await _rate(opened, record))
            agreed = await _agreed_plans(plans, cases_each)
            review.append(await _rate(agreed, look))
    return Work(booking=Spread(booking), session=Spread(session), review=Spread(review))


async def _rate(things: Sequence[UUID], do: Callable[[UUID, int], Awaitable[None]]) -> float:
    async def call(caller: int) -> None:
        for place in range(caller, len(things), CALLERS):
            for turn in range(EACH):
                await do(things[place], place * EACH + turn)

    set_aside_what_is_there()
    start = time.perf_counter()
    await asyncio.gather(*map(call, range(CALLERS)))
    return len(things) * EACH / (time.perf_counter() - start)


async def _book(cases: CaseHandler, case: UUID, number: int, worker: UUID) -> None:
    circumstances = asked(programme=DEMONSTRATION)
    command = BookSession(
        session=SessionId(circumstances.new_id),
        kind="planning",
        medium="01",
        place="B01",
        planned_start=OPENED + timedelta(minutes=30 * number),
        minutes=30,
        worker=WorkerId(worker),
    )
    await cases.handle(case, command, asked=circumstances)


async def _agreed_plans(plans: PlanHandler, count: int) -> list[UUID]:
    async def some(ids: Sequence[UUID]) -> None:
        for plan in ids:
            await _agree(plans, plan)

    made = [new_id() for _ in range(count)]
    await asyncio.gather(*(some(made[caller::CALLERS]) for caller in range(CALLERS)))
    return made


def _goal(plan: UUID, turn: int) -> GoalId:
    return GoalId(UUID(int=plan.int ^ (turn + 1)))


async def _agree(plans: PlanHandler, plan: UUID) -> None:
    at = asked(programme=DEMONSTRATION)
    draft = DraftPlan(
        plan=PlanId(plan), case=CaseId(new_id()), client=ClientId(new_id()),
        programme=DEMONSTRATION, case_is_assessed=True, support_has_ended=False,
        primary_issue="physical_activity", diet_subtype=None, secondary_issues=(),
        own_words="to keep up with my grandson", drafted_at=OPENED, now=at.at,
    )  # fmt: skip
    await plans.create(plan, draft, asked=at)
    for turn in range(EACH):
        goal = AddGoal(
            goal=_goal(plan, turn), statement="Walk to the market", kind="change",
            behaviour="physical_activity", told_by="number", baseline=Decimal(1),
            target=Decimal(3 + turn), unit="times a week", due_on=OPENED.date(),
            review_on=OPENED.date(), set_at=OPENED, now=at.at,
        )  # fmt: skip
        action = AddAction(
            goal=_goal(plan, turn), action=ActionId(new_id()), what="Walk there",
            where=None, when=None, how_often=None, with_whom=None,
        )  # fmt: skip
        await plans.handle(plan, goal, asked=asked(programme=DEMONSTRATION))
        await plans.handle(plan, action, asked=asked(programme=DEMONSTRATION))
    agree = AgreePlan(
        how="in_person", importance=8, confidence=7, primary_issue=None, diet_subtype=None,
        secondary_issues=(), agreed_at=OPENED, now=at.at,
    )  # fmt: skip
    await plans.handle(plan, agree, asked=asked(programme=DEMONSTRATION))


async def _review(plans: PlanHandler, plan: UUID, number: int) -> None:
    turn = number % EACH
    circumstances = asked(programme=DEMONSTRATION)
    command = ReviewPlan(
        results={_goal(plan, turn): "achieved"},
        next_review_on=None,
        reviewed_at=OPENED + timedelta(days=turn + 1),
        now=circumstances.at,
    )
    await plans.handle(plan, command, asked=circumstances)
