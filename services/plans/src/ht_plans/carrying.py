"""What one act does to other cases than the one it was asked of: carried until it is done.

A transfer goes to another programme, and its answer comes back; an act that moves many cases
moves each (`moving_many`). All of it is due work: leased, tried again until it has succeeded,
and harmless when it is done twice, because a case that has heard of it already changes nothing.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import get_args
from uuid import UUID

from ht_kit.asked import Asked
from ht_kit.decider import NoSuchThing
from ht_kit.due import DueItem, DueWork
from ht_kit.handlers import Handlers
from ht_kit.reading import Reads
from ht_plans.acting import acting_in
from ht_plans.domain.case.case import Case
from ht_plans.domain.case.commands import OpenCase
from ht_plans.domain.case.course_commands import (
    CompleteTransfer,
    NoteTransferDeclined,
    PlanStanding,
)
from ht_plans.domain.case.handing_over import ended_offer
from ht_plans.domain.codes import ReferralId, Result
from ht_plans.domain.plan.commands import AbandonPlan
from ht_plans.domain.transfer import (
    CallOffTransfer,
    EndOffer,
    Over,
    ReceiveTransfer,
    TransferAccepted,
    TransferDeclined,
    TransferReceived,
)
from ht_plans.handling import CASE, PLAN, TRANSFER
from ht_plans.moving_many import (
    give_each_back_when_undone,
    move_each_when_decided,
    offer_each_when_decided,
    offer_none_when_taken_back,
)
from ht_plans.readmodels import TRANSFER_OFFER, TRANSFER_OVER
from ht_plans.readmodels_moving import (
    GIVING_BACK,
    HANDOVER_BACK,
    HANDOVER_OFFERS,
    REASSIGNMENT,
    TRANSFER_ANSWER,
)

_PLANS = """
SELECT plan_id, status, result, of_import, drafted_at,
       (SELECT count(*) FROM checks WHERE checks.plan_id = plans.plan_id) AS checks
FROM plans WHERE case_id = $1 AND NOT import_undone ORDER BY drafted_at, plan_id
"""

_HAS_DIED = "SELECT client FROM known_deaths WHERE client = $1"


async def plans_of(case: UUID, reads: Reads) -> tuple[PlanStanding, ...]:
    """Say where each plan of a case stands, in the order in which they were drafted."""
    return tuple(
        PlanStanding(
            status=row["status"],
            result=_result(row["result"]),
            checks=row["checks"],
            imported=row["of_import"] is not None,
        )
        for row in await reads.rows(_PLANS, case)
    )


def _result(text: str | None) -> Result | None:
    known: Sequence[Result] = get_args(Result)
    return next((each for each in known if each == text), None)


async def carry_offer_when_made(handlers: Handlers, item: DueItem, asked: Asked) -> None:
    """Put an offered case before the people of the other programme."""
    case, _ = await handlers.of(CASE).read(UUID(item.payload["case"]), actor=asked.actor)
    offered, opened = case.course.offered, case.open()
    if offered is None or offered.transfer != item.aggregate or case.ended_at is not None:
        return
    at_home = offered.to_organisation == item.organisation
    command = ReceiveTransfer(
        transfer=offered.transfer,
        programme=offered.to_programme,
        from_organisation=item.organisation,
        from_programme=opened.programme,
        from_case=opened.case,
        client=opened.client if at_home else None,
        reason=offered.reason,
        offered_at=offered.offered_at,
    )
    there = acting_in(asked, offered.to_organisation, offered.to_programme, "offer")
    await handlers.of(TRANSFER).create(offered.transfer, command, asked=there)


async def carry_end_of_offer(handlers: Handlers, item: DueItem, asked: Asked) -> None:
    """Have nobody in the other programme answer an offer that is over."""
    case, _ = await handlers.of(CASE).read(UUID(item.payload["case"]), actor=asked.actor)
    ended = ended_offer(case)
    if ended is None or ended.offered.transfer != item.aggregate:
        return
    to = ended.offered
    there = acting_in(asked, to.to_organisation, to.to_programme, "over")
    command = EndOffer(reason=ended.reason, ended_at=asked.at)
    with suppress(NoSuchThing):  # it never came there, and does not any more
        await handlers.of(TRANSFER).handle(to.transfer, command, asked=there)


async def carry_answer_when_given(handlers: Handlers, item: DueItem, asked: Asked) -> None:
    """Open the new case where the transfer was accepted, and tell the case that was offered.

    Where something ended it between acceptance and opening, both say so, and no case opens.
    """
    transfer, _ = await handlers.of(TRANSFER).read(item.aggregate, actor=asked.actor)
    received = transfer.received
    if received is None:
        return
    match transfer.answer:
        case TransferAccepted() as accepted:
            over = await why_over(handlers, received, accepted.client, asked)
            begun = await _has_begun(handlers, received, accepted, asked)
            if over is None or (
                begun
                and (over == "taken_back" or await _still_waits(handlers, received, asked))
            ):
                await _go_on_here(handlers, received, accepted, asked)
                await _end_there(handlers, received, accepted, asked)
            elif not begun:
                await _call_off(handlers, received, over, asked)
        case TransferDeclined() as declined:
            await _tell_declined(handlers, received, declined, asked)
        case None:
            pass


async def why_over(
    handlers: Handlers, received: TransferReceived, client: UUID | None, asked: Asked
) -> Over | None:
    """Say why nothing begins for the client any more, if so.

    Whether somebody takes part elsewhere is for that organisation to know.
    """
    here = handlers.reads(asked.actor.organisation)
    if client is not None and await here.row(_HAS_DIED, client) is not None:
        return "client_died"
    case = await _offered_case(handlers, received, asked)
    closed = case.course.closed
    if closed is not None and closed.reason == "06":
        return "client_died"
    if received.client is not None and case.withdrawn_at is not None:
        return "client_stopped"
    if closed is not None:
        return "case_ended"
    return None if _waits(case, received) else "taken_back"


async def _offered_case(handlers: Handlers, received: TransferReceived, asked: Asked) -> Case:
    there = acting_in(asked, received.from_organisation, received.from_programme, "asked")
    case, _ = await handlers.of(CASE).read(received.from_case, actor=there.actor)
    return case


def _waits(case: Case, received: TransferReceived) -> bool:
    offered = case.course.offered
    return offered is not None and offered.transfer == received.transfer


async def _still_waits(handlers: Handlers, received: TransferReceived, asked: Asked) -> bool:
    return _waits(await _offered_case(handlers, received, asked), received)


async def _has_begun(
    handlers: Handlers, received: TransferReceived, accepted: TransferAccepted, asked: Asked
) -> bool:
    """Say whether the new case is open: what is half done is then brought to its end."""
    here = acting_in(asked, asked.actor.organisation, received.programme, accepted.new_case)
    try:
        await handlers.of(CASE).read(accepted.new_case, actor=here.actor)
    except NoSuchThing:
        return False
    return True


async def _call_off(
    handlers: Handlers, received: TransferReceived, over: Over, asked: Asked
) -> None:
    """End what was accepted, before the people who accepted it and with the case."""
    here = acting_in(asked, asked.actor.organisation, received.programme, "called-off")
    command = CallOffTransfer(reason=over, called_off_at=asked.at)
    await handlers.of(TRANSFER).handle(received.transfer, command, asked=here)
    transfer, _ = await handlers.of(TRANSFER).read(received.transfer, actor=here.actor)
    if isinstance(transfer.answer, TransferDeclined):
        await _tell_declined(handlers, received, transfer.answer, asked)


async def _tell_declined(
    handlers: Handlers, received: TransferReceived, declined: TransferDeclined, asked: Asked
) -> None:
    command = NoteTransferDeclined(
        transfer=received.transfer, reason=declined.reason, declined_at=declined.declined_at
    )
    there = acting_in(asked, received.from_organisation, received.from_programme, "declined")
    await handlers.of(CASE).handle(received.from_case, command, asked=there)


async def _go_on_here(
    handlers: Handlers, received: TransferReceived, accepted: TransferAccepted, asked: Asked
) -> None:
    command = OpenCase(
        case=accepted.new_case,
        client=accepted.client,
        referral=ReferralId(received.transfer),
        programme=received.programme,
        opened_at=accepted.accepted_at,
        follows=received.from_case,
        because="transferred",
    )
    here = acting_in(asked, asked.actor.organisation, received.programme, accepted.new_case)
    await handlers.of(CASE).create(accepted.new_case, command, asked=here)


async def _end_there(
    handlers: Handlers, received: TransferReceived, accepted: TransferAccepted, asked: Asked
) -> None:
    organisation, programme = received.from_organisation, received.from_programme
    reads = handlers.reads(organisation)
    for row in await reads.rows(_PLANS, received.from_case):
        if row["status"] in {"draft", "agreed"}:
            ended_at = max(accepted.accepted_at, row["drafted_at"])
            ending = AbandonPlan(reason="transferred", ended_at=ended_at, now=asked.at)
            about = acting_in(asked, organisation, programme, row["plan_id"])
            await handlers.of(PLAN).handle(row["plan_id"], ending, asked=about)
    command = CompleteTransfer(
        transfer=received.transfer,
        organisation=organisation,
        new_case=accepted.new_case,
        plans=await plans_of(received.from_case, reads),
        transferred_at=accepted.accepted_at,
    )
    there = acting_in(asked, organisation, programme, "completed")
    await handlers.of(CASE).handle(received.from_case, command, asked=there)


def carried(handlers: Handlers) -> Iterable[DueWork]:
    """Name what is carried, by its kind."""
    kinds = {
        TRANSFER_OFFER: carry_offer_when_made,
        TRANSFER_OVER: carry_end_of_offer,
        TRANSFER_ANSWER: carry_answer_when_given,
        HANDOVER_OFFERS: offer_each_when_decided,
        HANDOVER_BACK: offer_none_when_taken_back,
        REASSIGNMENT: move_each_when_decided,
        GIVING_BACK: give_each_back_when_undone,
    }
    return [DueWork(kind, partial(carry, handlers)) for kind, carry in kinds.items()]
