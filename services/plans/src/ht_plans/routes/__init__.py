"""One command, one URL: routes parse, make a command, handle it, and answer."""

from ht_kit.audit_routes import router as who_looked
from ht_kit.erasing import router as erasures
from ht_plans.routes import (
    assessing,
    caseload,
    checking,
    correcting,
    ending,
    importing,
    instruments,
    meeting,
    recording,
    writing,
)

ROUTERS = (
    caseload.router,
    meeting.router,
    instruments.router,
    recording.router,
    assessing.router,
    correcting.router,
    writing.router,
    ending.router,
    checking.router,
    importing.router,
    erasures,
    who_looked,
)
