"""People, places and what other services told, for the tests of the edges."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import orjson

from ht_contracts.envelope import Envelope, Published
from ht_contracts.intake import ConsentGiven, ConsentWithdrawn
from ht_contracts.plans import CaseClosed, CaseOpened, CaseReopened
from ht_kit.access import Claims
from ht_kit.ids import new_id
from ht_kit.problems import not_signed_in
from ht_kit.projector import Received

CHARITY, PROGRAMME = "wellbeing-northfield", "northfield"
CLIENT, CASE = UUID("019b9801-9840-7000-8000-000000000003"), UUID(int=2)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (
    datetime(2026, 2, day, 10, 15, tzinfo=UTC) for day in (2, 3, 4, 5)
)
SMOKE_FREE = {
    "destination": "stop_smoking",
    "name": "Smoke Free Northfield",
    "recipient": "northfield-smoke-free",
    "contact": "Asha Invented, 0161 496 0123",
}


def _one(organisation: str, programme: str | None, *roles: str) -> list[dict[str, object]]:
    return [{"organisation": organisation, "programme": programme, "roles": roles}]


class Tokens:
    """Tokens of these tests are names of people."""

    people: Mapping[str, list[dict[str, object]]] = {
        "tess": _one(CHARITY, PROGRAMME, "health-trainer"),
        "cho": _one(CHARITY, PROGRAMME, "champion"),
        "sana": _one(CHARITY, PROGRAMME, "senior"),
        "maya": _one(CHARITY, PROGRAMME, "manager"),
        "ada": _one(CHARITY, PROGRAMME, "administrator"),
        "iggy": _one(CHARITY, None, "ig-lead"),
        "iggy-of-the-council": _one("eastside-council", None, "ig-lead"),
        "col": _one(CHARITY, PROGRAMME, "commissioner"),
        "tom-of-southfield": _one(CHARITY, "southfield", "health-trainer", "senior"),
        "tia-of-the-council": _one("eastside-council", PROGRAMME, "health-trainer", "senior"),
    }

    async def verify(self, token: str) -> Claims:
        if token not in self.people:
            raise not_signed_in()
        return Claims.model_validate(
            {
                "sub": str(uuid5(NAMESPACE_DNS, f"{token}.example.org")),
                "employer": CHARITY,
                "memberships": self.people[token],
            }
        )


def told(
    fact: Published,
    *,
    position: int = 1,
    organisation: str = CHARITY,
    programme: str | None = PROGRAMME,
) -> Received:
    """Give an event as a projector receives it."""
    body = message(fact, organisation=organisation, programme=programme)
    envelope: dict[str, Any] = orjson.loads(body)
    return Received(
        position=position, envelope=envelope, body=body, recorded_at=THURSDAY, hash=b""
    )


def message(
    fact: Published, *, organisation: str = CHARITY, programme: str | None = PROGRAMME
) -> bytes:
    """Give the bytes of an event as another service publishes it."""
    envelope = Envelope[Any](
        id=new_id(),
        source=f"/organisations/{organisation}/{fact.type.split('.')[1]}",
        type=fact.type,
        subject=str(new_id()),
        time=THURSDAY,
        organisation=organisation,
        programme=programme,
        sequence="1",
        correlationid=new_id(),
        recordedtime=THURSDAY,
        authid="somebody",
        data=fact.model_dump(mode="json", exclude_defaults=True),
    )
    return envelope.model_dump_json(exclude_none=True).encode()


def a_case(case: UUID = CASE, client: UUID = CLIENT) -> CaseOpened:
    return CaseOpened(case=case, client=client, referral=UUID(int=9), opened_at=MONDAY)


def a_closing(closed_at: datetime, case: UUID = CASE) -> CaseClosed:
    return CaseClosed(
        case=case,
        client=CLIENT,
        reason="02",
        detail=None,
        conclusion="completed",
        follow_up_by=None,
        closed_at=closed_at,
    )


def a_reopening(reopened_at: datetime) -> CaseReopened:
    return CaseReopened(case=CASE, client=CLIENT, because="came_back", reopened_at=reopened_at)


def a_consent(
    consent: UUID, *, recipient: str = SMOKE_FREE["recipient"], client: UUID = CLIENT
) -> ConsentGiven:
    return ConsentGiven(
        client=client,
        consent=consent,
        recipient=recipient,
        purpose="onward_referral",
        data_class="contact_and_reason",
        given_at=MONDAY,
    )


def a_withdrawal(consent: UUID) -> ConsentWithdrawn:
    return ConsentWithdrawn(client=CLIENT, consent=consent, withdrawn_at=WEDNESDAY)
