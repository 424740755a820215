"""One command, one URL: routes parse, make a command, handle it, and answer."""

from ht_kit.audit_routes import router as who_looked
from ht_kit.erasing import router as erasures
from ht_plans.routes import (
    assessing,
    attending,
    caseload,
    checking,
    concerns,
    correcting,
    ending,
    entries,
    importing,
    instruments,
    meeting,
    recording,
    timeline,
    together,
    writing,
)

ROUTERS = (
    caseload.router,
    meeting.router,
    attending.router,
    entries.router,
    together.router,
    concerns.router,
    instruments.router,
    recording.router,
    assessing.router,
    correcting.router,
    writing.router,
    ending.router,
    checking.router,
    importing.router,
    timeline.router,
    erasures,
    who_looked,
)
