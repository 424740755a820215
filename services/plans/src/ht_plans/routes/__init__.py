"""One command, one URL: routes parse, make a command, handle it, and answer."""

from ht_kit.audit_routes import router as who_looked
from ht_kit.erasing import router as erasures
from ht_plans.routes import (
    assessing,
    caseload,
    checking,
    ending,
    importing,
    meeting,
    writing,
)

ROUTERS = (
    caseload.router,
    meeting.router,
    assessing.router,
    writing.router,
    ending.router,
    checking.router,
    importing.router,
    erasures,
    who_looked,
)
