"""One command, one URL: routes parse, make a command, handle it, and answer.

All of them stand behind `not_hidden`: of a client whom somebody is too close to, there is
nothing for them, whatever they ask.
"""

from fastapi import APIRouter, Depends

from ht_kit.audit_routes import router as who_looked
from ht_kit.erasing import router as erasures
from ht_referrals.routes import (
    directory,
    following,
    hiding,
    importing,
    referring,
    signposting,
    timeline,
    without_consent,
)

_BEHIND = (
    directory.router,
    signposting.router,
    referring.router,
    without_consent.router,  # before the referral that a path names
    following.router,
    importing.router,
    timeline.router,
)

_router = APIRouter(dependencies=[Depends(hiding.HIDING.not_hidden)])
for each in _BEHIND:
    _router.include_router(each)
ROUTERS = (_router, erasures, who_looked)
