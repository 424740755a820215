"""Who asks, and what they send, in the tests of the edges."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

from ht_kit.access import Claims
from ht_kit.problems import not_signed_in

CHARITY, TRUST, COUNCIL = "wellbeing-northfield", "northfield-trust", "northfield-council"
PROGRAMME = "northfield"
MARCH, APRIL, MAY = "2026-03-09T10:00:00Z", "2026-04-09T10:00:00Z", "2026-05-11T10:00:00Z"
SOMEDAY = "2999-01-01T10:00:00Z"
NONSENSE = "00000000-0000-7000-8000-000000000000"

ROSE: Mapping[str, Any] = {
    "registered_at": MARCH,
    "name": "Rose Invented",
    "called": "Rosie Unmistakable",
    "birth": {"date": "1970-06-01"},
    "nhs_number": "999 000 0018",
    "gender": "2",
    "ethnicity": "A",
    "gp": {"status": "registered", "practice": "A81001"},
    "employment": "02",
    "postcode": "xx21aa",
    "telephone": "07700 900123",
    "how_reached": "through_hostel",
    "reached_through": "Harbour House Invented",
}
PERSONAL = (
    "Rose Invented",
    "Rosie Unmistakable",
    "1970-06-01",
    "9990000018",
    "999 000 0018",
    "XX2 1AA",
    "E01999005",
    "07700 900123",
    "Harbour House Invented",
)

ROSES_REFERRAL: Mapping[str, Any] = {
    "source": "gp_practice",
    "received_at": MARCH,
    "sender": {"namespace": "a81001", "reference": "17"},
    "referrer": {"organisation": "Harbour Surgery", "name": "Dr Quill", "role": "Partner"},
    "consent": "agreed",
    "needs": ["diet", "smoking"],
    "person": {
        "called": "Rosie Unmistakable",
        "telephone": "07700 900123",
        "postcode": "XX21AA",
    },
    "note": "Prefers the evening",
}
SAID_IN_THE_REFERRAL = (
    "Harbour Surgery",
    "Dr Quill",
    "Rosie Unmistakable",
    "07700 900123",
    "XX2 1AA",
    "Prefers the evening",
)


def _one(organisation: str, programme: str | None, *roles: str) -> list[dict[str, object]]:
    return [{"organisation": organisation, "programme": programme, "roles": roles}]


class Tokens:
    """Tokens of these tests are names of people."""

    people: Mapping[str, list[dict[str, object]]] = {
        "olive": _one("operations", None, "operator"),
        "the-provider": _one("operations", None, "system"),
        "amir": _one(CHARITY, None, "administrator"),
        "trudy-of-the-trust": _one(TRUST, None, "administrator"),
        "ada": _one(CHARITY, PROGRAMME, "administrator"),
        "tess": _one(CHARITY, PROGRAMME, "health-trainer"),
        "cho": _one(CHARITY, PROGRAMME, "champion"),
        "sana": _one(CHARITY, PROGRAMME, "senior"),
        "theo": _one(CHARITY, PROGRAMME, "health-trainer"),
        "the-harbour-system": _one(CHARITY, PROGRAMME, "partner"),
        "maya": _one(CHARITY, PROGRAMME, "manager"),
        "col": _one(CHARITY, PROGRAMME, "commissioner"),
        "ida": _one(CHARITY, None, "ig-lead"),
        "ivy": _one(CHARITY, PROGRAMME, "ig-lead"),
        "ian-of-the-council": _one(COUNCIL, None, "ig-lead"),
        "ana": _one(CHARITY, PROGRAMME, "analyst"),
        "sam-of-southfield": _one(
            CHARITY, "southfield", "senior", "administrator", "health-trainer"
        ),
        "cleo-of-the-council": _one(
            COUNCIL, "eastside", "senior", "administrator", "health-trainer"
        ),
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


def an_id(answer: Mapping[str, Any]) -> UUID:
    return UUID(answer["id"])
