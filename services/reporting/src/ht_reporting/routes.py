"""HTTP: the headline report, where the ledger stands, and what the figures mean."""

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime, BaseModel

from ht_kit.audit import shows_nobody
from ht_kit.http import ActorDep, allows, edge_of
from ht_kit.problems import invalid
from ht_kit.reading import Reads
from ht_reporting.indicators.catalogue import HEADLINE
from ht_reporting.periods import NotAPeriod, Period, financial_year
from ht_reporting.reports import Question, report
from ht_reporting.shown import Catalogue, Headline, catalogue, csv_of, headline
from ht_reporting.visible import Visible, assert_visible, visible_to

router = APIRouter()


class LedgerPosition(BaseModel):
    """How far the ledger is, and how much of each service's stream it holds."""

    position: int
    services: dict[str, int]


def _reads(request: Request, visible: Visible) -> Reads:
    pool = edge_of(request).reader
    assert pool is not None  # noqa: S101 - the service has a reader wherever it answers
    return Reads(pool, sorted(visible.readable))


def _period(text: str | None) -> Period | None:
    try:
        return None if text is None else financial_year(text)
    except NotAPeriod:
        raise invalid(("period", "must be a financial year, as in 2010-11")) from None


@router.get(
    "/reports/headline",
    response_model=Headline,
    responses={200: {"content": {"text/csv": {}}}},
    dependencies=[Depends(allows("report:unrounded")), Depends(shows_nobody)],
)
async def read_headline(
    request: Request,
    actor: ActorDep,
    *,
    programme: Annotated[str | None, Query(max_length=32)] = None,
    period: Annotated[
        str | None, Query(description="A financial year, as 2010-11: from 1 April to 31 March.")
    ] = None,
    as_at: Annotated[
        int | None, Query(ge=0, lt=2**63, description="As known at this ledger position.")
    ] = None,
    as_at_time: Annotated[
        AwareDatetime | None, Query(description="As known by this time.")
    ] = None,
    format: Annotated[Literal["json", "csv"], Query()] = "json",  # noqa: A002 - the parameter's name
) -> Headline | Response:
    """Give every headline figure, as now known or as known before.

    Without a programme: of every programme that the reader may see, together. Without a
    period: of all that is known.
    """
    asked_for = _period(period)
    if as_at is not None and as_at_time is not None:
        raise invalid(("as_at_time", "cannot stand beside as_at"))
    visible = visible_to(actor, programme)
    async with _reads(request, visible).together() as connection:
        await assert_visible(connection, visible, programme)
        question = Question(
            organisations=() if programme else sorted(visible.organisations),
            programmes=(programme,) if programme else sorted(visible.programmes),
            programme=programme,
            period=asked_for,
            position=as_at,
            time=as_at_time,
        )
        shown = headline(await report(connection, question))
    if format == "csv":
        return Response(csv_of(shown), media_type="text/csv; charset=utf-8")
    return shown


@router.get(
    "/ledger/position", dependencies=[Depends(allows("ledger:position")), Depends(shows_nobody)]
)
async def read_ledger_position(request: Request, actor: ActorDep) -> LedgerPosition:
    """Say how far the ledger is: a report as at this position never changes."""
    reads = _reads(request, visible_to(actor, None))
    head = await reads.row("SELECT position, services::text AS services FROM ledger_head")
    assert head is not None  # noqa: S101 - the migration wrote the row
    return LedgerPosition(position=head["position"], services=orjson.loads(head["services"]))


@router.get(
    "/indicators", dependencies=[Depends(allows("catalogue:read")), Depends(shows_nobody)]
)
async def list_indicators() -> Catalogue:
    """Say what each figure means: what is counted, of what, and what is left out."""
    return catalogue(HEADLINE)
