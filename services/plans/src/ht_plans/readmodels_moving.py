"""The rows of what moves cases: transfers, acts on many of them, and covers."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from ht_kit.decider import Row
from ht_plans.domain.covering import Cover
from ht_plans.domain.days import day_of
from ht_plans.domain.handover.handover import Handover
from ht_plans.domain.reassignment.reassignment import Act
from ht_plans.domain.transfer import Transfer, TransferAccepted, TransferDeclined

TRANSFER_ANSWER = "transfer-answer"
"""The kind of due work that carries the answer to a transfer back."""
HANDOVER_OFFERS, HANDOVER_BACK = "handover", "handover-back"
"""The kinds of due work that offer each case of an act to another programme, and no longer."""
REASSIGNMENT, GIVING_BACK = "reassignment", "giving-back"
"""The kinds of due work that move the cases of one act, there and back."""


def transfer_rows(transfer_id: UUID, transfer: Transfer) -> list[Row]:
    """Give the line of those that wait for an answer, and the answer to be carried back."""
    received, answer = transfer.received, transfer.answer
    if received is None:
        return []
    line = {
        "transfer_id": transfer_id,
        "programme": received.programme,
        "from_organisation": received.from_organisation,
        "from_programme": received.from_programme,
        "reason": received.reason,
        "client": received.client,
        "received_at": received.received_at,
        "answer": None,
        "new_case": None,
        "declined": None,
        "answered_at": None,
    }
    match answer:
        case None:
            return [Row("transfers", line)]
        case TransferAccepted(accepted_at=at):
            line |= {"answer": "accepted", "new_case": answer.new_case, "client": answer.client}
        case TransferDeclined(declined_at=at):
            line |= {"answer": "declined", "declined": answer.reason}
    due = {
        "kind": TRANSFER_ANSWER,
        "aggregate": transfer_id,
        "due_on": day_of(at),
        "programme": received.programme,
        "payload": {},
        "done_at": None,
    }
    return [Row("transfers", line | {"answered_at": at}), Row("due", due)]


def reassignment_rows(act_id: UUID, act: Act) -> list[Row]:
    """Give the act's line, and the work of moving its cases there and back."""
    ordered = act.ordered
    if ordered is None:
        return []
    told = {move.case: move.told for move in ordered.moves}
    told |= {case: each.told for case, each in act.told.items()}
    line = {
        "reassignment_id": act_id,
        "programme": ordered.programme,
        "because": ordered.because,
        "formers": sorted({ordered.whose(move) for move in ordered.moves}),
        "cases": ordered.cases,
        "to_be_told": sum(each == "not_yet" for each in told.values()),
        "reassigned_at": ordered.reassigned_at,
        "carried_out_at": act.carried_out.carried_out_at if act.carried_out else None,
        "undone_at": act.undone.undone_at if act.undone else None,
        "given_back_at": act.given_back.given_back_at if act.given_back else None,
    }
    done_at = act.carried_out.carried_out_at if act.carried_out else None
    work = [_Work(REASSIGNMENT, ordered.reassigned_at, done_at)]
    if act.undone:
        back_at = act.given_back.given_back_at if act.given_back else None
        work.append(_Work(GIVING_BACK, act.undone.undone_at, back_at))
    return [Row("reassignments", line), *_to_carry(act_id, ordered.programme, work)]


def handover_rows(act_id: UUID, act: Handover) -> list[Row]:
    """Give the act's line, and the work of offering its cases, and of offering them no more."""
    ordered = act.ordered
    if ordered is None:
        return []
    told = {offer.case: offer.told for offer in ordered.offers}
    told |= {case: each.told for case, each in act.told.items()}
    line = {
        "handover_id": act_id,
        "programme": ordered.programme,
        "to_organisation": ordered.to_organisation,
        "to_programme": ordered.to_programme,
        "reason": ordered.reason,
        "cases": ordered.cases,
        "to_be_told": sum(each == "not_yet" for each in told.values()),
        "handed_over_at": ordered.handed_over_at,
        "carried_out_at": act.carried_out.carried_out_at if act.carried_out else None,
        "taken_back_at": act.taken_back.taken_back_at if act.taken_back else None,
        "ended_at": act.ended.ended_at if act.ended else None,
    }
    done_at = act.carried_out.carried_out_at if act.carried_out else None
    work = [_Work(HANDOVER_OFFERS, ordered.handed_over_at, done_at)]
    if act.taken_back:
        ended_at = act.ended.ended_at if act.ended else None
        work.append(_Work(HANDOVER_BACK, act.taken_back.taken_back_at, ended_at))
    return [Row("handovers", line), *_to_carry(act_id, ordered.programme, work)]


class _Work(NamedTuple):
    kind: str
    since: datetime
    done_at: datetime | None


def _to_carry(act_id: UUID, programme: str, work: Sequence[_Work]) -> list[Row]:
    return [
        Row(
            "due",
            {
                "kind": each.kind,
                "aggregate": act_id,
                "due_on": day_of(each.since),
                "programme": programme,
                "payload": {},
                "done_at": each.done_at,
            },
        )
        for each in work
    ]


def cover_rows(cover_id: UUID, cover: Cover) -> list[Row]:
    """Give who covers for whom."""
    arranged = cover.arranged
    if arranged is None:
        return []
    line = {
        "cover_id": cover_id,
        "programme": arranged.programme,
        "worker": arranged.worker,
        "covered_by": arranged.covered_by,
        "from_on": arranged.from_on,
        "until_on": arranged.until_on,
        "ended_at": cover.ended.ended_at if cover.ended else None,
    }
    return [Row("covers", line)]
