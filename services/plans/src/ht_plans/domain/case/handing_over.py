"""A case that another programme or organisation goes on with.

    OfferTransfer ─► CaseTransferOffered       (that programme accepts or declines)
    TakeOfferBack ─► CaseTransferDeclined      (while nobody there has accepted it)
    NoteTransferDeclined ─► CaseTransferDeclined
    CompleteTransfer ─► CaseTransferred, CaseClosed

A case never changes its programme or its organisation: accepted, it closes here, and a new one
opens there; each names the other. Where the organisation is another one, that is a disclosure,
and it is noted with the case.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from ht_plans.domain.case.closing import conclude
from ht_plans.domain.case.course_commands import (
    CompleteTransfer,
    NoteTransferDeclined,
    OfferTransfer,
    TakeOfferBack,
)
from ht_plans.domain.case.course_events import (
    CaseClosed,
    CaseTransferDeclined,
    CaseTransferOffered,
    CaseTransferred,
)
from ht_plans.domain.refusals import DatedInTheFuture, Refused

if TYPE_CHECKING:
    from ht_plans.domain.case.state import Case


class NoSuchProgramme(Refused):
    """No programme of that name is registered. Check the name with the other service."""


class TransferToItself(Refused):
    """The case belongs to that programme already."""


class AlreadyOffered(Refused):
    """This case is offered to another programme, which has not answered yet."""


class NothingToTakeBack(Refused):
    """This case is not offered to another programme, so there is nothing to take back."""


class NotAgreedToBeShared(Refused):
    """Another organisation hears of the client only if they agreed. Ask them, and say so."""


def offer_transfer(asked: OfferTransfer, case: "Case") -> list[CaseTransferOffered]:
    """Ask another programme, one at a time."""
    opened = case.taking_part(asked.offered_at)
    if asked.to_programme == opened.programme:
        raise TransferToItself
    if asked.to_organisation is None:
        raise NoSuchProgramme
    if asked.to_organisation != asked.organisation and not asked.agreed_to_share:
        raise NotAgreedToBeShared
    if asked.offered_at > asked.now:
        raise DatedInTheFuture
    offered = CaseTransferOffered(
        case=opened.case,
        client=opened.client,
        transfer=asked.transfer,
        to_organisation=asked.to_organisation,
        to_programme=asked.to_programme,
        reason=asked.reason,
        agreed_to_share=asked.agreed_to_share,
        offered_at=asked.offered_at,
    )
    if case.course.offered is not None:
        if case.course.offered != offered:
            raise AlreadyOffered
        return []
    return [offered]


def take_offer_back(asked: TakeOfferBack, case: "Case") -> list[CaseTransferDeclined]:
    """Ask the other programme no longer. One that has accepted meanwhile opens nothing."""
    opened, offered, ended = case.open(), case.course.offered, case.course.declined
    if offered is None:
        if ended is not None and ended.reason == "taken_back":
            return []
        raise NothingToTakeBack
    if asked.taken_back_at > asked.now:
        raise DatedInTheFuture
    return [
        CaseTransferDeclined(
            case=opened.case,
            client=opened.client,
            transfer=offered.transfer,
            reason="taken_back",
            declined_at=asked.taken_back_at,
        )
    ]


class EndedOffer(NamedTuple):
    """An offer that is over on our side, before the other programme has heard of it."""

    offered: CaseTransferOffered
    reason: Literal["client_died", "case_ended", "taken_back"]
    since: datetime


def ended_offer(case: "Case") -> EndedOffer | None:
    """Say which offer the other programme need not answer any more, if there is one."""
    course, ended = case.course, case.course.declined
    if course.offered and course.closed and course.transferred is None:
        return EndedOffer(course.offered, "case_ended", course.closed.closed_at)
    if course.ended_offer is None or ended is None:
        return None
    match ended.reason:
        case "client_died" | "taken_back" as reason:
            return EndedOffer(course.ended_offer, reason, ended.declined_at)
        case _:
            return None  # they said so themselves


def note_transfer_declined(
    asked: NoteTransferDeclined, case: "Case"
) -> list[CaseTransferDeclined]:
    """Keep the case, and free it to be offered elsewhere."""
    opened, offered = case.open(), case.course.offered
    if offered is None or offered.transfer != asked.transfer:
        return []
    return [
        CaseTransferDeclined(
            case=opened.case,
            client=opened.client,
            transfer=asked.transfer,
            reason=asked.reason,
            declined_at=asked.declined_at,
        )
    ]


def complete_transfer(
    asked: CompleteTransfer, case: "Case"
) -> list[CaseTransferred | CaseClosed]:
    """Close the case here, naming where it goes on. One that has ended meanwhile stays so.

    So it does where the offer was taken back while the new case was opening.
    """
    opened, offered = case.open(), case.course.offered
    ended = ended_offer(case)
    if offered is None and ended is not None and ended.reason == "taken_back":
        offered = ended.offered
    if offered is None or offered.transfer != asked.transfer:
        return []
    other = offered.to_organisation
    transferred = CaseTransferred(
        case=opened.case,
        client=opened.client,
        transfer=asked.transfer,
        new_case=asked.new_case,
        to_programme=offered.to_programme,
        disclosed_to=other if other != asked.organisation else None,
        transferred_at=asked.transferred_at,
    )
    if case.course.closed is not None:
        return [transferred]
    return [transferred, conclude(case, "08", plans=asked.plans, at=asked.transferred_at)]
