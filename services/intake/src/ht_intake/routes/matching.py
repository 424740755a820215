"""Who may be somebody we know: asked before registering, and listed for a person to decide."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, model_validator

from ht_intake.comparing import names_alike
from ht_intake.domain.codes import Detail
from ht_intake.domain.matching import Described, compare
from ht_intake.routes.forms import Day, Form, Name, NhsNumber, Postcode
from ht_intake.routes.knowing import FinderDep, eyes_of
from ht_kit.audit import Look, looks
from ht_kit.http import ActorDep, Page, PagingDep, ReadDep, allows

router = APIRouter(tags=["clients"])

_READS = [Depends(allows("client:read"))]
_TO_DECIDE = """
SELECT p.pair, p.client, p.other, p.suggested_at,
       c.name, c.called, c.details, o.name AS others_name, o.called AS others_called,
       o.details AS others_details
FROM client_pair p
JOIN client c ON c.client = p.client JOIN client o ON o.client = p.other
WHERE p.programme = $1 AND NOT p.decided AND ($2::uuid IS NULL OR p.pair > $2)
  AND c.erased_at IS NULL AND o.erased_at IS NULL
  AND $4 <> ALL (c.hidden_from) AND $4 <> ALL (o.hidden_from)
  AND (c.restricted_to IS NULL OR $4 = ANY (c.restricted_to) OR $5)
  AND (o.restricted_to IS NULL OR $4 = ANY (o.restricted_to) OR $5)
ORDER BY p.pair LIMIT $3
"""


class MatchForm(Form):
    """The body of POST /clients/matches: what somebody says who is about to be registered."""

    name: Name | None = None
    called: Name | None = None
    birth_date: Day | None = None
    postcode: Postcode | None = None
    nhs_number: NhsNumber | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.described() == Described():
            raise ValueError(
                "is at least one of name, called, birth_date, postcode and nhs_number"
            )
        return self

    def described(self) -> Described:
        """Give what says who they are."""
        return Described(
            name=self.name,
            called=self.called,
            birth_date=self.birth_date,
            postcode=self.postcode,
            nhs_number=self.nhs_number,
        )


class MatchShown(BaseModel):
    """A client who may be the same person, with what agrees and what differs."""

    id: UUID
    agrees: list[Detail]
    differs: list[Detail]


class MatchesShown(BaseModel):
    """Who may be the same person, as far as the actor may see them."""

    items: list[MatchShown]


class SuggestionShown(BaseModel):
    """Two clients who may be one, as they stand now: merge them, or say that they are two."""

    client: UUID
    other: UUID
    suggested_at: datetime
    agrees: list[Detail]
    differs: list[Detail]


@router.post("/clients/matches", dependencies=_READS)
async def match_clients(
    form: MatchForm,
    finder: FinderDep,
    look: Annotated[Look, Depends(looks("client.matches"))],
) -> MatchesShown:
    """Say who of the programme's clients may be somebody, before they are registered."""
    matches = await finder.matches(form.described())
    look.at(*(match.client for match in matches))
    return MatchesShown(
        items=[
            MatchShown(
                id=match.client,
                agrees=list(match.likeness.agrees),
                differs=list(match.likeness.differs),
            )
            for match in matches
        ]
    )


@router.get("/same-person-suggestions", dependencies=_READS)
async def list_suggestions(
    *,
    read: ReadDep,
    finder: FinderDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("client.suggestions"))],
) -> Page[SuggestionShown]:
    """List who may be the same person, until somebody says what they are.

    Two who are alike no more, because a detail was corrected since, are left out.
    """
    start, eyes = paging.start(UUID), eyes_of(actor)
    rows = await read.rows(_TO_DECIDE, actor.programme, *start, paging.limit + 1, *eyes)
    known = {
        each.client: each.described
        for each in await finder.open([side for row in rows for side in _sides(row)])
    }
    page = paging.page(
        rows,
        item=lambda row: _shown(row, known[row["client"]], known[row["other"]]),
        key=lambda row: (row["pair"],),
    )
    items = [shown for shown, possible in page.items if possible]
    look.at(*(client for shown in items for client in (shown.client, shown.other)))
    return Page(items=items, next=page.next)


def _sides(row: asyncpg.Record) -> list[Mapping[str, Any]]:
    """Give the two clients of a row, each with the columns that are sealed for them."""
    return [
        {
            "client": row[whose],
            **{name: row[f"{of}{name}"] for name in ("name", "called", "details")},
        }
        for whose, of in (("client", ""), ("other", "others_"))
    ]


def _shown(
    row: asyncpg.Record, one: Described, other: Described
) -> tuple[SuggestionShown, bool]:
    likeness = compare(one, other, alike=names_alike)
    shown = SuggestionShown(
        client=row["client"],
        other=row["other"],
        suggested_at=row["suggested_at"],
        agrees=list(likeness.agrees),
        differs=list(likeness.differs),
    )
    return shown, likeness.possible
