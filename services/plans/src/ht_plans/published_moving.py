"""Translate what moves cases into published facts: transfers, acts over many, covers."""

from ht_contracts import plans as contract
from ht_contracts.envelope import Published
from ht_plans.domain import covering, transfer
from ht_plans.domain.handover import events as of_handover
from ht_plans.domain.reassignment import events as of_reassignment


def publish_of_transfer(event: transfer.Event) -> Published:
    """Tell how a transfer goes."""
    match event:
        case transfer.TransferReceived():
            return contract.TransferReceived(
                transfer=event.transfer,
                from_organisation=event.from_organisation,
                from_programme=event.from_programme,
                reason=event.reason,
                received_at=event.received_at,
            )
        case transfer.TransferAccepted():
            return contract.TransferAccepted(
                transfer=event.transfer,
                client=event.client,
                new_case=event.new_case,
                accepted_at=event.accepted_at,
            )
        case transfer.TransferDeclined():
            return contract.TransferDeclined(
                transfer=event.transfer,
                reason=event.reason,
                declined_at=event.declined_at,
            )


def publish_of_reassignment(event: of_reassignment.Event) -> Published:
    """Tell how an act goes that moves many cases. Each case tells its own move."""
    match event:
        case of_reassignment.CasesReassigned():
            return contract.CasesReassigned(
                reassignment=event.reassignment,
                because=event.because,
                former=event.former,
                cases=event.cases,
                reassigned_at=event.reassigned_at,
            )
        case of_reassignment.ReassignmentCarriedOut():
            return contract.ReassignmentCarriedOut(
                reassignment=event.reassignment,
                carried_out_at=event.carried_out_at,
            )
        case of_reassignment.ClientWasTold():
            return contract.ClientWasTold(
                reassignment=event.reassignment,
                case=event.case,
                client=event.client,
                told=event.told,
                told_at=event.told_at,
            )
        case of_reassignment.ReassignmentUndone():
            return contract.ReassignmentUndone(
                reassignment=event.reassignment,
                undone_at=event.undone_at,
            )
        case of_reassignment.ReassignmentGivenBack():
            return contract.ReassignmentGivenBack(
                reassignment=event.reassignment,
                given_back_at=event.given_back_at,
            )


def publish_of_handover(event: of_handover.Event) -> Published:
    """Tell how an act goes that offers many cases. Each case tells its own offer."""
    match event:
        case of_handover.CasesHandedOver():
            return contract.CasesHandedOver(
                handover=event.handover,
                to_organisation=event.to_organisation,
                to_programme=event.to_programme,
                reason=event.reason,
                cases=event.cases,
                handed_over_at=event.handed_over_at,
            )
        case of_handover.HandoverCarriedOut():
            return contract.HandoverCarriedOut(
                handover=event.handover, carried_out_at=event.carried_out_at
            )
        case of_handover.ClientToldOfHandover():
            return contract.ClientToldOfHandover(
                handover=event.handover,
                case=event.case,
                client=event.client,
                told=event.told,
                told_at=event.told_at,
            )
        case of_handover.HandoverTakenBack():
            return contract.HandoverTakenBack(
                handover=event.handover, taken_back_at=event.taken_back_at
            )
        case of_handover.HandoverEnded():
            return contract.HandoverEnded(handover=event.handover, ended_at=event.ended_at)


def publish_of_cover(event: covering.Event) -> Published:
    """Tell who covers for whom."""
    match event:
        case covering.CoverArranged():
            return contract.CoverArranged(
                cover=event.cover,
                worker=event.worker,
                covered_by=event.covered_by,
                from_on=event.from_on,
                until_on=event.until_on,
                arranged_at=event.arranged_at,
            )
        case covering.CoverEnded():
            return contract.CoverEnded(
                cover=event.cover,
                ended_at=event.ended_at,
            )
