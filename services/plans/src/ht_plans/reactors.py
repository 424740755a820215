"""What the plans service does when something happens elsewhere, or when a day comes."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from faststream import Context

from ht_contracts.envelope import Envelope
from ht_contracts.intake import (
    ClientErased,
    DeathRecorded,
    DeathReversed,
    ReferralConverted,
    TakingPartWithdrawn,
)
from ht_kit.asked import Asked
from ht_kit.clock import london_day
from ht_kit.decider import Taken
from ht_kit.due import DueItem
from ht_kit.erasing import Erasures, erase
from ht_kit.handlers import Handlers
from ht_kit.reactors import Reactors, asked_because_of
from ht_kit.reading import Pool, Reads
from ht_kit.sealing import Sealing
from ht_plans.acting import acting_in
from ht_plans.beside_the_case import (
    list_as_lost,
    mark_sustained_work_due,
    mark_what_fell_due_meanwhile,
)
from ht_plans.carrying import plans_of
from ht_plans.domain.case.commands import OpenCase, WithdrawSupport
from ht_plans.domain.case.course_commands import CloseForDeath, ReopenAfterDeath
from ht_plans.domain.codes import CaseId, CheckId, ClientId, ReferralId
from ht_plans.domain.plan.commands import GoOnAfterDeath, MarkCheckDue
from ht_plans.domain.plan.revisions import EndForDeath
from ht_plans.handling import CaseHandler, PlanHandler

DURABLE = "plans_open_case"
"""One reader for all reactions: nothing overtakes the conversion before it."""

_CASES_OF_CLIENT = """
SELECT case_id, programme FROM cases WHERE client = $1 AND NOT import_undone ORDER BY case_id
"""
_PLANS_OF_CASE = """
SELECT plan_id FROM plans WHERE case_id = $1 AND NOT import_undone ORDER BY drafted_at, plan_id
"""
_EARLIER_CASE = """
SELECT case_id FROM cases
WHERE client = $1 AND programme = $2 AND case_id <> $3 AND NOT import_undone
  AND (closed_at IS NOT NULL OR withdrawn_at IS NOT NULL)
ORDER BY opened_at DESC, case_id DESC LIMIT 1
"""

reactors = Reactors(service="plans")


@reactors.when(ReferralConverted, durable=DURABLE)
async def open_case_when_referral_converted(
    event: Envelope[ReferralConverted],
    case: Annotated[CaseHandler, Context("case")],
    reader: Annotated[Pool, Context("reader")],
) -> None:
    """Have a case waiting when the client first meets their trainer.

    Intake chose the case's id, so an event that comes again finds the case open and changes
    nothing. Of a client who comes back, the new case names the one that ended.
    """
    converted = event.data
    if converted is None or event.programme is None:
        return
    earlier = await Reads(reader, [event.organisation]).row(
        _EARLIER_CASE, converted.client, event.programme, converted.case
    )
    command = OpenCase(
        case=CaseId(converted.case),
        client=ClientId(converted.client),
        referral=ReferralId(converted.referral),
        programme=event.programme,
        opened_at=converted.converted_at,
        follows=CaseId(earlier["case_id"]) if earlier else None,
    )
    await case.create(converted.case, command, asked=asked_because_of(event, DURABLE))


@reactors.when(TakingPartWithdrawn, durable=DURABLE)
async def withdraw_support_when_taking_part_withdrawn(
    event: Envelope[TakingPartWithdrawn],
    case: Annotated[CaseHandler, Context("case")],
    reader: Annotated[Pool, Context("reader")],
) -> None:
    """Plan nothing more with a client who no longer takes part, in any of their cases."""
    withdrawn = event.data
    if withdrawn is None:
        return
    asked = asked_because_of(event, DURABLE)
    reads = Reads(reader, [event.organisation])
    for row in await reads.rows(_CASES_OF_CLIENT, withdrawn.client):
        in_its_programme = replace(
            asked,
            actor=replace(asked.actor, programme=row["programme"]),
            key=f"{asked.key}:{row['case_id']}",
        )
        await case.handle(
            row["case_id"],
            WithdrawSupport(withdrawn_at=withdrawn.withdrawn_at),
            asked=in_its_programme,
        )


@reactors.when(DeathRecorded, durable=DURABLE)
async def stop_everything_when_death_recorded(
    event: Envelope[DeathRecorded],
    case: Annotated[CaseHandler, Context("case")],
    plan: Annotated[PlanHandler, Context("plan")],
    reader: Annotated[Pool, Context("reader")],
) -> None:
    """Ask nobody after somebody who has died: cases end, plans too, and checks are cancelled.

    Plans first: a case cannot end beside a plan in progress, and one that is drafted at this
    very moment has the event come again.
    """
    died = event.data
    if died is None:
        return
    asked, reads = asked_because_of(event, DURABLE), Reads(reader, [event.organisation])
    for row in await reads.rows(_CASES_OF_CLIENT, died.client):
        for each in await reads.rows(_PLANS_OF_CASE, row["case_id"]):
            about = acting_in(asked, event.organisation, row["programme"], each["plan_id"])
            stop = EndForDeath(died_at=died.recorded_at, now=asked.at)
            await plan.handle(each["plan_id"], stop, asked=about)
        about = acting_in(asked, event.organisation, row["programme"], row["case_id"])
        ended = CloseForDeath(
            plans=await plans_of(row["case_id"], reads), closed_at=died.recorded_at
        )
        await case.handle(row["case_id"], ended, asked=about)


@reactors.when(DeathReversed, durable=DURABLE)
async def go_on_with_everything_when_death_reversed(
    event: Envelope[DeathReversed],
    case: Annotated[CaseHandler, Context("case")],
    plan: Annotated[PlanHandler, Context("plan")],
    reader: Annotated[Pool, Context("reader")],
    handlers: Annotated[Handlers, Context("handlers")],
) -> None:
    """Take up what stopped because of a mistake. What had ended otherwise stays ended.

    A session whose time was given to somebody else meanwhile is called off, for the trainer
    to arrange it anew.
    """
    alive = event.data
    if alive is None:
        return
    asked, reads = asked_because_of(event, DURABLE), Reads(reader, [event.organisation])
    for row in await reads.rows(_CASES_OF_CLIENT, alive.client):
        about = acting_in(asked, event.organisation, row["programme"], row["case_id"])
        go_on = ReopenAfterDeath(without_bookings=False, reopened_at=alive.reversed_at)
        try:
            await case.handle(row["case_id"], go_on, asked=about)
        except Taken:
            await case.handle(
                row["case_id"], replace(go_on, without_bookings=True), asked=about
            )
        for each in await reads.rows(_PLANS_OF_CASE, row["case_id"]):
            about = acting_in(asked, event.organisation, row["programme"], each["plan_id"])
            again = GoOnAfterDeath(today=london_day(asked.at), taken_up_at=alive.reversed_at)
            await plan.handle(each["plan_id"], again, asked=about)
        await mark_what_fell_due_meanwhile(handlers, row["case_id"], asked)


@reactors.when(ClientErased, durable=DURABLE)
async def erase_what_we_hold_when_client_erased(
    event: Envelope[ClientErased],
    erasure: Annotated[Erasures, Context("erasure")],
    sealing: Annotated[Sealing, Context("sealing")],
) -> None:
    """Make what the client said unreadable. What was counted of their cases stays."""
    if event.data is not None:
        asked = asked_because_of(event, DURABLE)
        await erase(erasure, sealing, event.data.client, asked=asked)


async def mark_check_due_when_its_day_has_come(
    item: DueItem, asked: Asked, plans: PlanHandler
) -> None:
    """Put the check on its trainer's list. How it went is for the trainer to say."""
    command = MarkCheckDue(
        check=CheckId(UUID(item.payload["check"])), today=london_day(asked.at)
    )
    # Days that were noted before a check had a day of its own name the plan itself.
    plan = UUID(item.payload.get("plan", str(item.aggregate)))
    await plans.handle(plan, command, asked=asked)


async def list_as_lost_when_the_follow_up_days_are_over(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Have the return count who was not followed up. A follow-up in time replaces it.

    Who has died is not lost. Whose case ended otherwise is, for the return leaves nobody out.
    """
    await list_as_lost(handlers, item.aggregate, asked)


async def mark_sustained_work_due_when_its_day_has_come(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Put on the trainer's list that it can be asked now whether work has lasted."""
    await mark_sustained_work_due(handlers, item.aggregate, asked)
