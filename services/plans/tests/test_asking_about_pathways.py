"""Pathways, screenings, escalations and the session allowance over HTTP."""

from uuid import UUID

import pytest

from ht_kit.ids import new_id

from .programme import MONDAY, Northfield

pytestmark = pytest.mark.engines

OFFERED = {"pathways": ["pre_operative", "family", "young_person"], "session_allowance": 1}
OPERATION = {"pathway": "pre_operative", "age_group": "adult", "hard_date": "2090-04-20"}
SCREENING = {
    "source": "nhs_health_check",
    "taken_on": "2026-01-05",
    "results": {"systolic": "182", "bmi": "31.4"},
    "urgent": True,
}
TOLD_GP = {
    "to": "gp",
    "because": "urgent_finding",
    "words": "She was dizzy at the check",
    "told_at": MONDAY,
}
BOOKING = {"kind": "planning", "medium": "01", "planned_start": "2026-02-02T09:00:00Z"}


async def a_case(northfield: Northfield) -> UUID:
    await northfield.does("/offer", OFFERED, by="mo")
    return await northfield.opens_a_case()


async def test_a_case_shows_what_it_is_part_of(northfield: Northfield) -> None:
    case = await a_case(northfield)
    path = f"/cases/{case}"
    nothing = await northfield.shows(f"{path}/pathways")

    await northfield.does(f"{path}/pathways", OPERATION)
    await northfield.does(f"{path}/screenings", SCREENING)
    assert (await northfield.shows(f"{path}/pathways"))["urgent_untold"] is True
    await northfield.does(f"{path}/escalations", TOLD_GP)
    chose = {"tool": "mid_life_check", "chosen": ["diet"], "completed_on": "2026-01-10"}
    await northfield.does(f"{path}/self-assessments", chose)
    home = (await northfield.does(f"{path}/household", {}))["household"]
    await northfield.does(f"{path}/campaigns", {"campaign": "cancer-awareness"})

    shown = await northfield.shows(f"{path}/pathways")
    assert (nothing["version"], nothing["pathways"]) == (0, [])
    assert [each["hard_date"] for each in shown["pathways"]] == ["2090-04-20"]
    assert shown["screenings"][0]["results"] == {"systolic": "182", "bmi": "31.4"}
    assert shown["urgent_untold"] is False
    assert shown["escalations"][0]["words"] == "She was dizzy at the check"
    assert shown["self_assessments"][0]["chosen"] == ["diet"]
    assert (shown["household"], shown["campaigns"]) == (home, ["cancer-awareness"])


async def test_days_that_will_not_wait_are_listed_the_next_one_first(
    northfield: Northfield,
) -> None:
    later, sooner = await a_case(northfield), await northfield.opens_a_case()
    await northfield.does(f"/cases/{later}/pathways", OPERATION)
    await northfield.does(f"/cases/{sooner}/pathways", {**OPERATION, "hard_date": "2090-01-10"})

    listed = (await northfield.shows("/pathways/hard-dates"))["items"]
    before = (await northfield.shows("/pathways/hard-dates?before=2090-02-01"))["items"]
    assert [line["case"] for line in listed] == [str(sooner), str(later)]
    assert [line["case"] for line in before] == [str(sooner)]

    move = f"/cases/{sooner}/pathways/pre_operative/hard-date"
    await northfield.does(move, {"hard_date": "2090-06-01"})
    await northfield.does(f"/cases/{later}/pathways/pre_operative/leave", {})
    listed = (await northfield.shows("/pathways/hard-dates"))["items"]
    assert [(line["case"], line["hard_date"]) for line in listed] == [
        (str(sooner), "2090-06-01")
    ]


async def test_a_pathway_is_one_that_the_programme_switched_on(northfield: Northfield) -> None:
    case = await a_case(northfield)

    answer = await northfield.ask(
        f"/cases/{case}/pathways", {"pathway": "prison", "age_group": "adult"}
    )

    assert answer.json()["type"] == "urn:ht:problem:pathway-not-offered"


async def test_a_child_has_somebodys_consent_and_no_adult_body_mass_index(
    northfield: Northfield,
) -> None:
    case = await a_case(northfield)
    family = {"pathway": "family", "age_group": "under_16"}
    alone = await northfield.ask(f"/cases/{case}/pathways", family)
    assert alone.json()["type"] == "urn:ht:problem:nobody-consented-for-child"

    await northfield.does(f"/cases/{case}/pathways", {**family, "consent": "fraser"})
    weighed = {"phase": "pre", "measures": {"bmi": {"height_cm": "150", "weight_kg": "60"}}}
    for path, body in (
        (f"/cases/{case}/assessments", {**weighed, "taken_at": MONDAY}),
        (f"/cases/{case}/assessments/draft", weighed),
    ):
        answer = await northfield.ask(path, body)
        assert answer.json()["type"] == "urn:ht:problem:adult-measure-for-child"

    await northfield.assesses(case, general_health={"rating": 5})
    stored = b"".join(await northfield.bodies_of(case))
    assert b'"general_health"' in stored
    assert b'"bmi"' not in stored  # neither a figure, nor that none was asked for


async def test_a_screening_result_is_not_altered_by_copying_it_again(
    northfield: Northfield,
) -> None:
    case = await a_case(northfield)
    path = f"/cases/{case}/screenings"
    await northfield.does(path, SCREENING)

    altered = await northfield.ask(path, {**SCREENING, "results": {"systolic": "128"}})
    await northfield.does(path, SCREENING)

    assert altered.json()["type"] == "urn:ht:problem:screening-stands"
    shown = await northfield.shows(f"/cases/{case}/pathways")
    assert [each["results"]["systolic"] for each in shown["screenings"]] == ["182"]


async def test_beyond_the_allowance_a_booking_is_warned_of_and_made(
    northfield: Northfield,
) -> None:
    case = await a_case(northfield)
    path = f"/cases/{case}/bookings"

    first = await northfield.does(path, BOOKING)
    second = await northfield.does(path, {**BOOKING, "planned_start": "2026-02-09T09:00:00Z"})

    assert first["warnings"] == []
    assert second["warnings"] == ["session-allowance-used"]
    shown = await northfield.shows(f"/cases/{case}")
    assert len(shown["sessions"]) == 2


async def test_sessions_that_were_missed_use_nothing_up(northfield: Northfield) -> None:
    case = await a_case(northfield)
    missed = {**BOOKING, "attendance": "3", "planned_start": "2026-01-19T09:00:00Z"}
    await northfield.does(f"/cases/{case}/sessions", missed)

    assert (await northfield.does(f"/cases/{case}/bookings", BOOKING))["warnings"] == []


async def test_where_no_allowance_is_set_nothing_is_warned_of(northfield: Northfield) -> None:
    case = await northfield.opens_a_case()
    for day in ("02", "09", "16"):
        body = {**BOOKING, "planned_start": f"2026-02-{day}T09:00:00Z"}
        assert (await northfield.does(f"/cases/{case}/bookings", body))["warnings"] == []


async def test_figures_and_words_are_sealed_where_they_are_kept(northfield: Northfield) -> None:
    case = await a_case(northfield)
    await northfield.does(f"/cases/{case}/screenings", SCREENING)
    told = await northfield.does(f"/cases/{case}/escalations", TOLD_GP)

    bodies = b"".join(await northfield.bodies_of(told["id"]))

    assert b'"results":{"$enc"' in bodies
    assert b'"systolic"' not in bodies
    assert b"dizzy at" not in bodies


async def test_the_same_key_tells_the_gp_once(northfield: Northfield) -> None:
    case = await a_case(northfield)
    path = f"/cases/{case}/escalations"

    first = await northfield.ask(path, TOLD_GP, key="once")
    again = await northfield.ask(path, TOLD_GP, key="once")

    assert first.json()["escalation"] == again.json()["escalation"]
    assert len((await northfield.shows(f"/cases/{case}/pathways"))["escalations"]) == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("pathways", {"pathway": "pre_operative"}),
        ("pathways", {**OPERATION, "surgeon": "Dr Moss"}),
        ("screenings", {**SCREENING, "results": {}}),
        ("screenings", {**SCREENING, "results": {"mood": "5"}}),
        ("escalations", {**TOLD_GP, "to": "her sister"}),
        ("campaigns", {"campaign": "Amina Begum's campaign"}),
        ("household", {"household": "the Begums"}),
        ("self-assessments", {"tool": "teen_life_check", "completed_on": "yesterday"}),
    ],
)
async def test_what_has_no_code_is_not_taken(
    northfield: Northfield, path: str, body: dict[str, object]
) -> None:
    case = await a_case(northfield)

    assert (await northfield.ask(f"/cases/{case}/{path}", body)).status_code == 422


@pytest.mark.parametrize("by", ["tom@eastfield", "tom@southfield"])
async def test_pathways_of_elsewhere_are_not_there(northfield: Northfield, by: str) -> None:
    case = await a_case(northfield)
    await northfield.does(f"/cases/{case}/pathways", OPERATION)

    there = await northfield.see(f"/cases/{case}/pathways", by=by)
    nonsense = await northfield.see(f"/cases/{new_id()}/pathways", by=by)
    told = await northfield.ask(f"/cases/{case}/escalations", TOLD_GP, by=by)
    leave = await northfield.ask(f"/cases/{case}/pathways/pre_operative/leave", {}, by=by)

    assert (there.status_code, there.content) == (404, nonsense.content)
    assert (told.status_code, leave.status_code) == (404, 404)
    assert (await northfield.shows("/pathways/hard-dates", by=by))["items"] == []


async def test_trainers_write_managers_read_and_switch_on(northfield: Northfield) -> None:
    case = await a_case(northfield)

    for by in ("chidi", "carol", "ada"):
        assert (await northfield.see(f"/cases/{case}/pathways", by=by)).status_code == 403
        answer = await northfield.ask(f"/cases/{case}/escalations", TOLD_GP, by=by)
        assert answer.status_code == 403
    assert (await northfield.see(f"/cases/{case}/pathways", by="mo")).status_code == 200
    assert (await northfield.ask("/offer", OFFERED)).status_code == 403
    offer = await northfield.shows("/offer")
    assert (offer["session_allowance"], offer["quit_episodes"]) == (1, False)
    assert offer["pathways"] == ["pre_operative", "family", "young_person"]


async def test_an_offer_is_of_one_programme_alone(northfield: Northfield) -> None:
    await northfield.does("/offer", OFFERED, by="mo")

    for by in ("mo@eastfield", "mo@southfield"):
        assert (await northfield.shows("/offer", by=by))["pathways"] == []


async def test_a_domain_is_named_by_a_code(northfield: Northfield) -> None:
    named = {"employment": True, "domains": [{"code": "Getting out of the house"}]}

    answer = await northfield.ask("/offer", named, by="mo")

    assert answer.status_code == 422
