"""What can have happened in an act that offers many cases to another programme.

These names and fields are kept for ever, as those of all events are.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from ht_plans.domain.codes import (
    CaseId,
    ClientId,
    HandoverId,
    Told,
    TransferId,
    TransferReason,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One case of an act: by which transfer it is offered, and what its client was told.

    `agreed_to_share` says that they agreed that another organisation hears of them.
    """

    case: CaseId
    client: ClientId
    transfer: TransferId
    agreed_to_share: bool
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesHandedOver:
    """Somebody decided that another programme is asked to go on with these cases."""

    handover: HandoverId
    programme: str
    to_organisation: str
    to_programme: str
    reason: TransferReason
    cases: int
    offers: tuple[Offered, ...]
    handed_over_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverCarriedOut:
    """Every case of the act is offered, or was ended or offered elsewhere meanwhile."""

    handover: HandoverId
    carried_out_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientToldOfHandover:
    """One client of the act was told who supports them from now on."""

    handover: HandoverId
    case: CaseId
    client: ClientId
    told: Told
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverTakenBack:
    """The act was taken back: what nobody has accepted is offered no more."""

    handover: HandoverId
    taken_back_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverEnded:
    """No case of the act that nobody had accepted is offered any more."""

    handover: HandoverId
    ended_at: datetime


Event: TypeAlias = (
    CasesHandedOver
    | HandoverCarriedOut
    | ClientToldOfHandover
    | HandoverTakenBack
    | HandoverEnded
)
