"""The plans service, put together."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from ht_kit.due import DueWork
from ht_kit.handlers import Handlers
from ht_kit.service import Service
from ht_plans.access import PERMISSIONS
from ht_plans.domain.refusals import Refused
from ht_plans.handling import CASE, CONCERN, ERASURE, PLAN, RECORDING, SHARED_SESSION
from ht_plans.projections import PROJECTORS
from ht_plans.published import (
    publish_of_case,
    publish_of_concern,
    publish_of_erasure,
    publish_of_plan,
    publish_of_recording,
    publish_of_shared_session,
)
from ht_plans.reactors import mark_check_due_when_its_day_has_come, reactors
from ht_plans.readmodels import MAINTENANCE_CHECK
from ht_plans.routes import ROUTERS
from ht_plans.settings import Settings
from ht_plans.stored import SERVICE as NAME


def _due(handlers: Handlers) -> Iterable[DueWork]:
    mark = partial(mark_check_due_when_its_day_has_come, plans=handlers.of(PLAN))
    return [DueWork(MAINTENANCE_CHECK, mark)]


SERVICE = Service(
    name=NAME,
    title="Plans: cases, sessions, assessments, plans and maintenance checks",
    settings=Settings,
    migrations=[Path(__file__).with_name("migrations")],
    routers=ROUTERS,
    permissions=PERMISSIONS,
    refused=[Refused],
    aggregates=[CASE, PLAN, RECORDING, SHARED_SESSION, CONCERN, ERASURE],
    tells={
        CASE.name: publish_of_case,
        PLAN.name: publish_of_plan,
        RECORDING.name: publish_of_recording,
        SHARED_SESSION.name: publish_of_shared_session,
        CONCERN.name: publish_of_concern,
        ERASURE.name: publish_of_erasure,
    },
    projectors=PROJECTORS,
    reactors=reactors,
    due=_due,
)
