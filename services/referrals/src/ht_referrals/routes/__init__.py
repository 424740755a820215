"""One command, one URL: routes parse, make a command, handle it, and answer."""

from ht_kit.audit_routes import router as who_looked
from ht_kit.erasing import router as erasures
from ht_referrals.routes import (
    directory,
    following,
    importing,
    referring,
    signposting,
    timeline,
)

ROUTERS = (
    directory.router,
    signposting.router,
    referring.router,
    following.router,
    importing.router,
    timeline.router,
    erasures,
    who_looked,
)
