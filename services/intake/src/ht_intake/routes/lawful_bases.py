"""On what basis in law the organisation uses data, for each purpose: shown, and registered."""

from datetime import date

from fastapi import APIRouter, Depends
from pydantic import BaseModel, StrictBool

from ht_contracts.codes import Article6, Article9, ProcessingCondition
from ht_intake.domain.lawful_basis import (
    NO_BASES_YET,
    USUAL,
    Bases,
    Basis,
    HowDecided,
    RegisterLawfulBasis,
    basis_of,
)
from ht_intake.handling import LawfulBases, lawful_bases_id
from ht_intake.routes.forms import Code, Day, Form, Version
from ht_kit.asked import Actor
from ht_kit.audit import shows_nobody
from ht_kit.clock import london_day, now
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, ReadDep, allows

router = APIRouter(tags=["agreements"])

_KIND = "SELECT kind FROM organisation WHERE slug = $1"


class LawfulBasisForm(Form):
    """The body of POST /lawful-bases. `assessment` names the document that argues it."""

    purpose: Code
    article_6: Article6
    article_9: Article9 | None = None
    condition: ProcessingCondition | None = None
    asks_consent: StrictBool
    special_category: StrictBool
    from_on: Day
    assessment: Version | None = None


class LawfulBasisShown(BaseModel):
    """What a purpose rests on today. Without a basis it has still to be decided."""

    purpose: str
    decided: HowDecided
    article_6: Article6 | None
    article_9: Article9 | None
    condition: ProcessingCondition | None
    asks_consent: bool | None
    since: date | None
    assessment: str | None


class LawfulBasesShown(BaseModel):
    """Every purpose, with what it rests on."""

    items: list[LawfulBasisShown]


@router.post("/lawful-bases", status_code=201, dependencies=[Depends(allows("basis:write"))])
async def register_lawful_basis(
    form: LawfulBasisForm, bases: LawfulBases, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Say on what basis in law the organisation uses data for a purpose, from a day on."""
    organisation = asked.actor.organisation
    command = RegisterLawfulBasis(
        organisation=organisation,
        purpose=form.purpose,
        basis=Basis(
            article_6=form.article_6,
            article_9=form.article_9,
            condition=form.condition,
            asks_consent=form.asks_consent,
        ),
        special_category=form.special_category,
        from_on=form.from_on,
        assessment=form.assessment,
    )
    recorded = await bases.create(lawful_bases_id(organisation), command, asked=asked)
    return answer(recorded, created=True)


@router.get(
    "/lawful-bases", dependencies=[Depends(allows("basis:read")), Depends(shows_nobody)]
)
async def list_lawful_bases(
    bases: LawfulBases, read: ReadDep, actor: ActorDep
) -> LawfulBasesShown:
    """List the purposes, and what each rests on today."""
    known = await read.row(_KIND, actor.organisation)
    kind, today = known["kind"] if known else None, london_day(now())
    state = await _registered(bases, actor)
    items = []
    for purpose in sorted(USUAL.keys() | state.registered.keys()):
        decided, basis = basis_of(state, purpose, kind=kind, day=today)
        registered = state.on(purpose, today)
        items.append(
            LawfulBasisShown(
                purpose=purpose,
                decided=decided,
                article_6=basis.article_6 if basis else None,
                article_9=basis.article_9 if basis else None,
                condition=basis.condition if basis else None,
                asks_consent=basis.asks_consent if basis else None,
                since=registered.from_on if registered else None,
                assessment=registered.assessment if registered else None,
            )
        )
    return LawfulBasesShown(items=items)


async def _registered(bases: LawfulBases, actor: Actor) -> Bases:
    try:
        state, _ = await bases.read(lawful_bases_id(actor.organisation), actor=actor)
    except NoSuchThing:
        return NO_BASES_YET
    return state
