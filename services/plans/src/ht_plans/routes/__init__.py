"""One command, one URL: routes parse, make a command, handle it, and answer.

All of them stand behind `not_hidden`: of a client whom somebody is too close to, there is
nothing for them, whatever they ask.
"""

from fastapi import APIRouter, Depends

from ht_kit.audit_routes import router as who_looked
from ht_kit.erasing import router as erasures
from ht_plans.routes import (
    assessing,
    attending,
    caseload,
    caseloads,
    checking,
    concerns,
    correcting,
    course,
    covering,
    diaries,
    due,
    ending,
    entries,
    handing_over,
    hiding,
    importing,
    instruments,
    into_work,
    looking_through,
    meeting,
    noting,
    offering,
    pathways,
    quitlists,
    quitting,
    reassigning,
    recording,
    returning,
    revising,
    supporting,
    timeline,
    together,
    transferring,
    writing,
)

_BEHIND = (
    caseload.router,
    caseloads.router,
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
    supporting.router,
    diaries.router,
    revising.router,
    ending.router,
    looking_through.router,
    returning.router,
    checking.router,
    offering.router,
    quitting.router,
    quitlists.router,
    into_work.router,
    pathways.router,
    noting.router,
    importing.router,
    timeline.router,
    course.router,
    transferring.router,
    reassigning.router,
    handing_over.router,
    covering.router,
    due.router,
    hiding.router,
)

_router = APIRouter(dependencies=[Depends(hiding.HIDING.not_hidden)])
for each in _BEHIND:
    _router.include_router(each)
ROUTERS = (_router, erasures, who_looked)
