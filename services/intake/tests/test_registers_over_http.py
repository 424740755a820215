"""The registers over HTTP: who takes part, and what the identity provider hears of it."""

import pytest

from .conftest import Intake
from .world import CHARITY, PROGRAMME, TRUST, an_id

pytestmark = pytest.mark.engines

THE_TRUST = {"organisation": TRUST, "name": "Northfield NHS Trust", "kind": "nhs"}
THE_PROGRAMME = {
    "programme": PROGRAMME,
    "name": "Northfield Health Trainers",
    "area": "Northfield",
    "region": "North West",
    "maintenance_months": [3, 6, 12],
}
TESS = {"sign_in": "tess-trainer", "name": "Tess Unmistakable", "employer": TRUST}
AS_A_TRAINER = {"programme": PROGRAMME, "roles": ["health-trainer"], "from": "2026-01-05"}


async def test_the_operator_registers_organisations_for_all_to_see(intake: Intake) -> None:
    added = await intake.post("/organisations", THE_TRUST, by="olive")
    listed = await intake.get("/organisations", by="cho")

    assert added.status_code == 201
    assert (added.headers["ETag"], added.headers["Ht-Position"]) == ('"1"', "intake=1")
    assert listed.json() == {"items": [THE_TRUST], "next": None}


async def test_an_organisations_name_is_taken_once(intake: Intake) -> None:
    await intake.done("/organisations", THE_TRUST, by="olive")

    again = await intake.post("/organisations", THE_TRUST, by="olive")

    assert (again.status_code, again.json()["type"]) == (409, "urn:ht:problem:taken")


async def test_a_programme_is_its_leaders_and_its_name_is_taken_everywhere(
    intake: Intake,
) -> None:
    await intake.done("/programmes", THE_PROGRAMME, by="amir")

    again = await intake.post("/programmes", THE_PROGRAMME, by="trudy-of-the-trust")
    ours = await intake.get("/programmes", by="tess")
    theirs = await intake.get("/programmes", by="trudy-of-the-trust")

    assert again.status_code == 409
    assert ours.json()["items"] == [{**THE_PROGRAMME, "caseload_cap": None}]
    assert theirs.json()["items"] == []


async def test_a_trusts_trainer_joins_a_charitys_programme(intake: Intake) -> None:
    await intake.done("/programmes", THE_PROGRAMME, by="amir")
    tess = an_id(await intake.done("/workers", TESS, by="trudy-of-the-trust"))
    accredited = {"accreditation": "city_and_guilds_level_3", "on": "2025-09-01"}
    await intake.done(f"/workers/{tess}/accreditations", accredited, by="trudy-of-the-trust")
    charity = {"organisation": CHARITY, "name": "Wellbeing Northfield", "kind": "charity"}
    await intake.done("/organisations", charity, by="olive")
    lending = {"kind": "honorary_contract", "host": CHARITY, "from_on": "2026-01-01"}
    await intake.done(f"/workers/{tess}/lendings", lending, by="trudy-of-the-trust")

    joined = await intake.post(f"/workers/{tess}/programmes", AS_A_TRAINER, by="amir")
    told = await intake.get("/sign-ins/tess-trainer", by="the-provider")
    listed = await intake.get("/workers", by="trudy-of-the-trust")
    elsewhere = await intake.get("/workers", by="amir")

    assert joined.status_code == 201
    assert told.json() == {
        "worker": str(tess),
        "employer": TRUST,
        "memberships": [
            {"organisation": CHARITY, "programme": PROGRAMME, "roles": ["health-trainer"]}
        ],
    }
    assert listed.json()["items"] == [
        {
            "id": str(tess),
            **TESS,
            "accreditations": ["city_and_guilds_level_3"],
            "memberships": [
                {
                    "organisation": CHARITY,
                    "programme": PROGRAMME,
                    "roles": ["health-trainer"],
                    "joined_on": "2026-01-05",
                    "left_on": None,
                }
            ],
            "left_on": None,
        }
    ]
    assert elsewhere.json()["items"] == []


async def test_a_worker_acts_from_the_day_they_join_to_the_day_they_leave(
    intake: Intake,
) -> None:
    await intake.done("/programmes", THE_PROGRAMME, by="amir")
    tess = an_id(await intake.done("/workers", {**TESS, "employer": CHARITY}, by="amir"))
    later = {**AS_A_TRAINER, "from": "2999-01-01"}
    path = f"/workers/{tess}/programmes"

    async def memberships() -> int:
        told = await intake.get("/sign-ins/tess-trainer", by="the-provider")
        return len(told.json()["memberships"])

    await intake.done(path, later, by="amir")
    assert await memberships() == 0
    await intake.done(path, AS_A_TRAINER, by="amir")
    assert await memberships() == 1
    await intake.done(f"{path}/{PROGRAMME}/leave", {"on": "2026-02-01"}, by="amir")
    assert await memberships() == 0


async def test_roles_are_given_in_ones_own_programmes_only(intake: Intake) -> None:
    await intake.done("/programmes", THE_PROGRAMME, by="amir")
    tess = an_id(
        await intake.done("/workers", {**TESS, "employer": TRUST}, by="trudy-of-the-trust")
    )

    refused = await intake.post(
        f"/workers/{tess}/programmes", AS_A_TRAINER, by="trudy-of-the-trust"
    )

    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "urn:ht:problem:programme-unknown",
    )


async def test_an_employer_is_one_of_the_organisations(intake: Intake) -> None:
    refused = await intake.post("/workers", TESS, by="amir")
    await intake.done("/organisations", THE_TRUST, by="olive")
    added = await intake.post("/workers", TESS, by="amir")

    assert refused.json()["type"] == "urn:ht:problem:employer-unknown"
    assert added.status_code == 201


async def test_a_sign_in_is_unique_everywhere(intake: Intake) -> None:
    await intake.done("/workers", TESS, by="trudy-of-the-trust")

    again = await intake.post("/workers", {**TESS, "employer": CHARITY}, by="amir")

    assert again.json()["type"] == "urn:ht:problem:taken"


async def test_a_sign_in_that_nobody_has_is_nothing(intake: Intake) -> None:
    absent = await intake.get("/sign-ins/nobody", by="the-provider")

    assert absent.json()["type"] == "urn:ht:problem:no-such-thing"


async def test_a_workers_name_is_sealed_where_it_is_stored(intake: Intake) -> None:
    await intake.done("/workers", TESS, by="trudy-of-the-trust")

    assert "Unmistakable" not in await intake.everything_stored()


@pytest.mark.parametrize(
    ("path", "body", "person"),
    [
        ("/organisations", THE_TRUST, "amir"),
        ("/programmes", THE_PROGRAMME, "olive"),
        ("/programmes", THE_PROGRAMME, "sana"),
        ("/workers", TESS, "sana"),
        ("/workers", TESS, "olive"),
    ],
)
async def test_the_registers_are_kept_by_those_who_may(
    intake: Intake, path: str, body: dict[str, object], person: str
) -> None:
    refused = await intake.post(path, body, by=person)

    assert refused.status_code == 403
    assert await intake.history() == []


@pytest.mark.parametrize("person", ["olive", "amir", "tess"])
async def test_only_the_identity_provider_asks_about_sign_ins(
    intake: Intake, person: str
) -> None:
    assert (await intake.get("/sign-ins/tess-trainer", by=person)).status_code == 403
