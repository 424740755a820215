"""A client's whole history, with both clocks, and as it was known at any moment."""

from urllib.parse import quote
from uuid import UUID

import pytest

from ht_contracts.envelope import Envelope
from ht_contracts.intake import ClientErased
from ht_kit.clock import now
from ht_kit.ids import new_id
from ht_plans.handling import ERASURE
from ht_plans.reactors import erase_what_we_hold_when_client_erased

from .programme import MONDAY, TOM, TUESDAY, Northfield, envelope_of
from .test_asking_about_work import A_JOB, BEGIN
from .test_leaving_people_alone import begins_everything

pytestmark = pytest.mark.engines

MISSED = {
    "kind": "planning",
    "medium": "01",
    "attendance": "3",
    "planned_start": TUESDAY,
    "note": "Nobody at the door",
}
CAME = {
    "kind": "planning",
    "medium": "01",
    "place": "B01",
    "attendance": "5",
    "started_at": TUESDAY,
    "duration_minutes": 30,
}


class Life:
    """Amina's case, with a session that was put right, and a plan."""

    def __init__(self, northfield: Northfield) -> None:
        self.northfield, self.client = northfield, new_id()
        self.case = self.client

    async def is_lived(self) -> "Life":
        northfield = self.northfield
        self.case = await northfield.opens_a_case(client=self.client)
        toms = {"worker": TOM, "assigned_at": MONDAY}
        await northfield.does(f"/cases/{self.case}/trainer", toms, by="sarah")
        went = await northfield.does(f"/cases/{self.case}/sessions", MISSED)
        self.before_correcting = went["position"]
        path = f"/cases/{self.case}/sessions/{went['session']}/corrections"
        await northfield.does(path, {"went": CAME, "reason": "She was early"})
        await northfield.assesses(self.case, general_health={"rating": 40})
        await northfield.drafts(self.case)
        return self

    async def seen(self, query: str = "", *, by: str = "tom") -> list[dict[str, object]]:
        path = f"/clients/{self.client}/timeline{query}"
        items: list[dict[str, object]] = (await self.northfield.shows(path, by=by))["items"]
        return items


async def test_a_timeline_tells_what_happened_and_when_that_was_recorded(
    northfield: Northfield,
) -> None:
    life = await Life(northfield).is_lived()

    entries = await life.seen()

    assessed = [str(entry["event"]) for entry in entries[4:10]]
    assert sorted(assessed) == [*["assessment_not_taken"] * 5, "assessment_taken"]
    assert [entry["event"] for entry in entries] == [
        "case_opened",
        "trainer_assigned",
        "session_missed",
        "attendance_corrected",
        *assessed,
        "plan_drafted",
        "goal_added",
        "action_added",
    ]
    missed = entries[2]
    assert (missed["happened_at"], missed["by"]) == (TUESDAY, str(TOM))
    assert str(missed["recorded_at"]) > TUESDAY
    assert missed["words"] == {"note": "Nobody at the door"}
    facts = missed["facts"]
    assert isinstance(facts, dict)
    assert (facts["attendance"], "note" in facts) == ("3", False)
    assert entries[-2]["words"] == {"statement": "Walk the kids to school"}
    positions = [int(str(entry["position"])) for entry in entries]
    assert positions == sorted(positions)


async def test_what_was_put_right_later_was_not_known_before(northfield: Northfield) -> None:
    life = await Life(northfield).is_lived()
    whole = await life.seen()
    recorded_at = str(whole[2]["recorded_at"])

    for moment in (str(life.before_correcting), quote(recorded_at)):
        known = await life.seen(f"?known_at={moment}")
        assert known == whole[:3]
    assert await life.seen("?known_at=2020-01-01T00:00:00Z") == []


async def test_as_known_at_any_position_is_what_was_recorded_by_then(
    northfield: Northfield,
) -> None:
    life = await Life(northfield).is_lived()
    whole = await life.seen()

    for last, entry in enumerate(whole, start=1):
        assert await life.seen(f"?known_at={entry['position']}") == whole[:last]


async def test_a_timeline_pages_without_gap_while_more_is_recorded(
    northfield: Northfield,
) -> None:
    life = await Life(northfield).is_lived()
    whole = await life.seen()
    path, seen, after = f"/clients/{life.client}/timeline?limit=4", [], ""

    while True:
        page = await northfield.shows(path + after)
        seen += page["items"]
        if not seen[4:]:
            await northfield.does(f"/cases/{life.case}/sessions", CAME)
        if page["next"] is None:
            break
        after = f"&after={page['next']}"

    assert seen[: len(whole)] == whole
    assert [entry["event"] for entry in seen[len(whole) :]] == ["session_attended"]


async def test_what_is_beside_a_plan_is_in_the_timeline_too(northfield: Northfield) -> None:
    case = await begins_everything(northfield)
    client = (await northfield.shows(f"/cases/{case}"))["client"]
    await northfield.does(f"/cases/{case}/household", {})

    items = (await northfield.shows(f"/clients/{client}/timeline?limit=200"))["items"]

    told = {entry["event"]: entry for entry in items}
    assert told["quit_episode_opened"]["what"] == "quit"
    assert told["employment_pathway_begun"]["happened_at"] == BEGIN["begun_on"]
    assert told["employment_progressed"]["happened_at"] == A_JOB["taken_up_on"]
    assert told["pathway_taken"]["facts"]["pathway"] == "pre_operative"
    assert "household_joined" in told


async def test_a_concern_is_in_the_timeline_of_those_alone_who_may_see_it(
    northfield: Northfield,
) -> None:
    life = await Life(northfield).is_lived()
    concern = {
        "about": "self_neglect",
        "at_immediate_risk": False,
        "words": "Has not eaten for days",
        "noticed_at": MONDAY,
    }
    await northfield.does(f"/cases/{life.case}/concerns", concern)

    for by, there in (("tom", True), ("sarah", True), ("mo", True), ("tina", False)):
        told = [entry["event"] for entry in await life.seen(by=by)]
        assert ("safeguarding_concern_raised" in told) is there


async def test_a_timeline_says_nothing_of_others_in_the_household(
    northfield: Northfield,
) -> None:
    life = await Life(northfield).is_lived()
    other = await northfield.opens_a_case()
    slot = {"kind": "household", "medium": "01", "planned_start": MONDAY}
    body = {**slot, "cases": [life.case, other]}
    shared = (await northfield.does("/shared-sessions", body))["id"]
    hers = {**CAME, "kind": "household", "shared": shared}
    await northfield.does(f"/cases/{life.case}/sessions", hers)

    shown = await northfield.see(f"/clients/{life.client}/timeline")

    assert "session_attended" in shown.text
    assert str(other) not in shown.text


async def test_of_an_erased_client_coded_facts_are_left(northfield: Northfield) -> None:
    life = await Life(northfield).is_lived()
    told = ClientErased.model_validate({"client": life.client, "erased_at": now()})
    event = Envelope[ClientErased].model_validate(envelope_of(told))
    await erase_what_we_hold_when_client_erased(
        event, northfield.handlers.of(ERASURE), northfield.handlers.sealing
    )

    entries = await life.seen()

    assert [entry["words"] for entry in entries] == [{}] * len(entries)
    assert [entry["event"] for entry in entries if entry["erased"]] == [
        "session_missed",
        "attendance_corrected",
        "assessment_taken",
        "plan_drafted",
        "goal_added",
        "action_added",
    ]
    (taken,) = [entry for entry in entries if entry["event"] == "assessment_taken"]
    assert taken["facts"]["value"] == "40"  # type: ignore[index]  # it is a dict


@pytest.mark.parametrize("by", ["tom@eastfield", "tom@southfield"])
async def test_a_timeline_of_elsewhere_is_not_there(northfield: Northfield, by: str) -> None:
    life = await Life(northfield).is_lived()

    there = await northfield.see(f"/clients/{life.client}/timeline", by=by)
    nonsense = await northfield.see(f"/clients/{new_id()}/timeline", by=by)

    assert (there.status_code, there.content) == (404, nonsense.content)


async def test_some_have_no_business_with_timelines(northfield: Northfield) -> None:
    life = await Life(northfield).is_lived()

    for by in ("ada", "chidi", "carol", "olu"):
        seen = await northfield.see(f"/clients/{life.client}/timeline", by=by)
        assert seen.status_code == 403


@pytest.mark.parametrize(
    "moment",
    ["yesterday", "2026-01-12T09:00:00", "9" * 30, "-1", "9999-12-31T23:59:59Z"],
)
async def test_a_moment_that_is_none_is_named(northfield: Northfield, moment: str) -> None:
    life = await Life(northfield).is_lived()

    answer = await northfield.see(f"/clients/{life.client}/timeline?known_at={moment}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "known_at"


@pytest.mark.parametrize("moment", ["1850-01-01T12:00:00+14:00", "2199-12-31T12:00:00-12:00"])
async def test_a_moment_may_be_far_away(northfield: Northfield, moment: str) -> None:
    life = await Life(northfield).is_lived()

    shown = await life.seen(f"?known_at={quote(moment)}")

    assert bool(shown) is moment.startswith("2199")


async def test_a_look_at_a_timeline_leaves_a_trace(northfield: Northfield) -> None:
    life = await Life(northfield).is_lived()

    await life.seen(by="sarah")

    looked = (await northfield.shows(f"/clients/{life.client}/looks", by="ida"))["items"]
    assert looked[0]["action"] == "timeline.view"
    assert UUID(looked[0]["actor"]) != TOM
