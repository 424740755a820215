"""Which pathways a case is on: taken, with a day that will not wait, and left."""

from ht_plans.domain.case.refusals import CaseHasClosed, SupportHasEnded
from ht_plans.domain.days import day_of
from ht_plans.domain.pathway.codes import AgeGroup, CarePathway
from ht_plans.domain.pathway.commands import LeavePathway, MoveHardDate, TakePathway
from ht_plans.domain.pathway.events import (
    ChildConsentRecorded,
    HardDateMoved,
    PathwayLeft,
    PathwayTaken,
)
from ht_plans.domain.pathway.refusals import (
    HardDateIsPast,
    NobodyConsentedForChild,
    NoHardDate,
    NoSuchHardDate,
    NotForAdults,
    NotOnPathway,
    PathwayNotOffered,
    PathwayTakenOtherwise,
)
from ht_plans.domain.pathway.state import Pathways

HAS_A_HARD_DATE: CarePathway = "pre_operative"
FOR_THE_YOUNG: CarePathway = "young_person"
NEEDS_CONSENT: AgeGroup = "under_16"


def take_pathway(
    asked: TakePathway, pathways: Pathways
) -> list[ChildConsentRecorded | PathwayTaken]:
    """Put the case on a pathway, with the consent that a child needs."""
    about = asked.about
    taken = pathways.followed.get(asked.pathway)
    if taken is not None:
        if (taken.age_group, taken.hard_date) != (asked.age_group, asked.hard_date):
            raise PathwayTakenOtherwise
        return []
    _refuse_unsuitable(asked)
    consents = _consents(asked, pathways) if asked.age_group == NEEDS_CONSENT else []
    return [
        *consents,
        PathwayTaken(
            case=about.case,
            client=about.client,
            programme=about.programme,
            pathway=asked.pathway,
            age_group=asked.age_group,
            hard_date=asked.hard_date,
            taken_at=asked.now,
        ),
    ]


def _consents(asked: TakePathway, pathways: Pathways) -> list[ChildConsentRecorded]:
    """Give the consent that is new; refuse where there is none at all."""
    known = {each.basis for each in pathways.consents}
    if asked.consent is None:
        if not known:
            raise NobodyConsentedForChild
        return []
    if asked.consent in known:
        return []
    return [
        ChildConsentRecorded(
            case=asked.about.case,
            client=asked.about.client,
            programme=asked.about.programme,
            basis=asked.consent,
            recorded_at=asked.now,
        )
    ]


def _refuse_unsuitable(asked: TakePathway) -> None:
    if asked.about.support_has_ended:
        raise SupportHasEnded
    if asked.about.closed_on is not None:
        raise CaseHasClosed
    if asked.pathway not in asked.offered:
        raise PathwayNotOffered
    if asked.pathway == FOR_THE_YOUNG and asked.age_group == "adult":
        raise NotForAdults
    if asked.pathway != HAS_A_HARD_DATE:
        if asked.hard_date is not None:
            raise NoSuchHardDate
        return
    if asked.hard_date is None:
        raise NoHardDate
    if asked.hard_date < day_of(asked.now):
        raise HardDateIsPast


def move_hard_date(asked: MoveHardDate, pathways: Pathways) -> list[HardDateMoved]:
    """Have the day that will not wait be another one."""
    taken = _on(asked.pathway, pathways)
    if taken.hard_date is None:
        raise NoSuchHardDate
    if taken.hard_date == asked.hard_date:
        return []
    if asked.hard_date < day_of(asked.now):
        raise HardDateIsPast
    return [
        HardDateMoved(
            case=taken.case,
            client=taken.client,
            programme=taken.programme,
            pathway=asked.pathway,
            hard_date=asked.hard_date,
            moved_at=asked.now,
        )
    ]


def leave_pathway(asked: LeavePathway, pathways: Pathways) -> list[PathwayLeft]:
    """Take the case off a pathway."""
    if asked.pathway in pathways.left:
        return []
    taken = _on(asked.pathway, pathways)
    return [
        PathwayLeft(
            case=taken.case,
            client=taken.client,
            programme=taken.programme,
            pathway=asked.pathway,
            left_at=asked.now,
        )
    ]


def _on(pathway: CarePathway, pathways: Pathways) -> PathwayTaken:
    try:
        return pathways.followed[pathway]
    except KeyError:
        raise NotOnPathway from None
