"""The plans service, put together."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from ht_kit.due import DueWork
from ht_kit.handlers import Handlers
from ht_kit.service import Service
from ht_plans.access import PERMISSIONS
from ht_plans.carrying import carried
from ht_plans.domain.refusals import Refused
from ht_plans.handling import (
    CASE,
    CONCERN,
    COVER,
    ERASURE,
    HANDOVER,
    OFFER,
    PATHWAYS,
    PLAN,
    QUIT,
    REASSIGNMENT_ACT,
    RECORDING,
    SHARED_SESSION,
    TRANSFER,
    WORK,
)
from ht_plans.projections import PROJECTORS
from ht_plans.published import (
    publish_of_case,
    publish_of_concern,
    publish_of_erasure,
    publish_of_recording,
    publish_of_shared_session,
)
from ht_plans.published_beside import (
    publish_of_offer,
    publish_of_pathways,
    publish_of_quit,
    publish_of_work,
)
from ht_plans.published_moving import (
    publish_of_cover,
    publish_of_handover,
    publish_of_reassignment,
    publish_of_transfer,
)
from ht_plans.published_plans import publish_of_plan
from ht_plans.reactors import (
    list_as_lost_when_the_follow_up_days_are_over,
    mark_check_due_when_its_day_has_come,
    mark_sustained_work_due_when_its_day_has_come,
    reactors,
)
from ht_plans.readmodels import MAINTENANCE_CHECK
from ht_plans.readmodels_beside import QUIT_FOLLOW_UP, SUSTAINED_WORK
from ht_plans.routes import ROUTERS
from ht_plans.settings import Settings
from ht_plans.stored import SERVICE as NAME


def _due(handlers: Handlers) -> Iterable[DueWork]:
    mark = partial(mark_check_due_when_its_day_has_come, plans=handlers.of(PLAN))
    lost = partial(list_as_lost_when_the_follow_up_days_are_over, handlers)
    lasted = partial(mark_sustained_work_due_when_its_day_has_come, handlers)
    return [
        DueWork(MAINTENANCE_CHECK, mark),
        DueWork(QUIT_FOLLOW_UP, lost),
        DueWork(SUSTAINED_WORK, lasted),
        *carried(handlers),
    ]


SERVICE = Service(
    name=NAME,
    title="Plans: cases, sessions, assessments, plans and maintenance checks",
    settings=Settings,
    migrations=[Path(__file__).with_name("migrations")],
    routers=ROUTERS,
    permissions=PERMISSIONS,
    refused=[Refused],
    aggregates=[
        CASE,
        PLAN,
        RECORDING,
        SHARED_SESSION,
        CONCERN,
        OFFER,
        QUIT,
        WORK,
        PATHWAYS,
        TRANSFER,
        REASSIGNMENT_ACT,
        HANDOVER,
        COVER,
        ERASURE,
    ],
    tells={
        CASE.name: publish_of_case,
        PLAN.name: publish_of_plan,
        RECORDING.name: publish_of_recording,
        SHARED_SESSION.name: publish_of_shared_session,
        CONCERN.name: publish_of_concern,
        OFFER.name: publish_of_offer,
        QUIT.name: publish_of_quit,
        WORK.name: publish_of_work,
        PATHWAYS.name: publish_of_pathways,
        TRANSFER.name: publish_of_transfer,
        REASSIGNMENT_ACT.name: publish_of_reassignment,
        HANDOVER.name: publish_of_handover,
        COVER.name: publish_of_cover,
        ERASURE.name: publish_of_erasure,
    },
    projectors=PROJECTORS,
    reactors=reactors,
    due=_due,
)
