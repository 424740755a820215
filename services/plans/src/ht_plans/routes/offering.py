"""What a programme offers beside plans, and who chooses it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StringConstraints

from ht_kit.audit import shows_nobody
from ht_kit.decider import NoSuchThing
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, allows
from ht_plans.domain.offer import NOTHING_BESIDE, ChooseOffer
from ht_plans.domain.pathway.codes import CarePathway
from ht_plans.domain.plan.revisions import ENOUGH, Tries
from ht_plans.domain.work.distance import Domain
from ht_plans.handling import Offers, offer_id
from ht_plans.routes.facts import FactsDep
from ht_plans.routes.forms import Form

router = APIRouter(prefix="/offer", tags=["offer"])


class DomainForm(Form):
    """A domain of distance travelled: a code, and its steps."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,39}$")]
    lowest: Annotated[int, Field(ge=0, le=10)] = 1
    highest: Annotated[int, Field(ge=1, le=10)] = 5


USUAL_DOMAINS = tuple(
    DomainForm(code=each.code, lowest=each.lowest, highest=each.highest)
    for each in NOTHING_BESIDE.domains
)


class TriesForm(Form):
    """On how many days and in how many ways somebody is tried before a check gives them up."""

    days: Annotated[int, Field(ge=1, le=10)] = ENOUGH.days
    ways: Annotated[int, Field(ge=1, le=5)] = ENOUGH.ways


class OfferForm(Form):
    """The body of POST /offer: everything that is offered from now on."""

    quit_episodes: bool = False
    employment: bool = False
    domains: Annotated[tuple[DomainForm, ...], Field(max_length=20)] = USUAL_DOMAINS
    threshold: Annotated[int, Field(ge=1, le=10)] = 1
    full_hours: Annotated[int, Field(ge=1, le=60)] = 16
    session_allowance: Annotated[int, Field(ge=1, le=100)] | None = None
    pathways: frozenset[CarePathway] = frozenset()
    tries: TriesForm = TriesForm()


class DomainView(BaseModel):
    """A domain of distance travelled."""

    code: str
    lowest: int
    highest: int


class TriesView(BaseModel):
    """How often somebody is tried before a maintenance check ends as not contactable."""

    days: int
    ways: int


class OfferView(BaseModel):
    """What the programme offers beside plans."""

    quit_episodes: bool
    employment: bool
    domains: list[DomainView]
    threshold: int
    full_hours: int
    session_allowance: int | None
    pathways: list[str]
    tries: TriesView


@router.post("", dependencies=[Depends(allows("offer:write"))])
async def choose_offer(
    form: OfferForm, offers: Offers, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Switch on what the programme offers beside plans, and off what it does not."""
    stream = _of_programme(asked.actor)
    command = ChooseOffer(
        programme=asked.actor.programme or "",
        quit_episodes=form.quit_episodes,
        employment=form.employment,
        domains=tuple(
            Domain(code=each.code, lowest=each.lowest, highest=each.highest)
            for each in form.domains
        ),
        threshold=form.threshold,
        full_hours=form.full_hours,
        session_allowance=form.session_allowance,
        pathways=form.pathways,
        tries=Tries(days=form.tries.days, ways=form.tries.ways),
        now=asked.at,
    )
    return answer(await offers.create(stream, command, asked=asked))


@router.get("", dependencies=[Depends(allows("offer:read")), Depends(shows_nobody)])
async def read_offer(actor: ActorDep, facts: FactsDep) -> OfferView:
    """Show what the programme offers beside plans: nothing, until it chooses."""
    _of_programme(actor)
    offer = await facts.offer()
    return OfferView(
        quit_episodes=offer.quit_episodes,
        employment=offer.employment,
        domains=[
            DomainView(code=each.code, lowest=each.lowest, highest=each.highest)
            for each in offer.domains
        ],
        threshold=offer.threshold,
        full_hours=offer.full_hours,
        session_allowance=offer.session_allowance,
        pathways=list(offer.pathways),
        tries=TriesView(days=offer.tries.days, ways=offer.tries.ways),
    )


def _of_programme(actor: ActorDep) -> UUID:
    if actor.programme is None:
        raise NoSuchThing
    return offer_id(actor.organisation, actor.programme)
