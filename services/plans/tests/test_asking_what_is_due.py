"""What is due, for a worker and for a programme: every count equals the list behind it.

"First contacts, reviews, unpaired measures, maintenance checks, follow-ups; overdue; cover for
an absent worker." "Lists page stably while others write."
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from ht_contracts.intake import ConflictDeclared, ProgrammeLeft
from ht_contracts.referrals import ReferralSent, ReferralSentWithoutConsent
from ht_kit.clock import london_day, now
from ht_kit.ids import new_id

from .programme import MARCH, MONDAY, SARAH, TOM, TUESDAY, Northfield

pytestmark = pytest.mark.engines

SEEN = {
    "kind": "walk_in",
    "medium": "01",
    "place": "N02",
    "attendance": "5",
    "started_at": TUESDAY,
    "duration_minutes": 20,
}
TODAY = london_day(now())


async def toms_case(northfield: Northfield, client: UUID | None = None) -> UUID:
    case = await northfield.opens_a_case(client=client)
    given = {"worker": TOM, "assigned_at": MONDAY, "override_reason": "Until May"}
    await northfield.does(f"/cases/{case}/trainer", given, by="sarah")
    return case


async def due(northfield: Northfield, query: str = "", *, by: str = "sarah") -> list[Any]:
    """Give all that is due, page by page, and see that it is what is counted."""
    items: list[Any] = []
    after = ""
    while True:
        page = await northfield.shows(f"/due?until=2999-01-01&limit=2{query}{after}", by=by)
        items += page["items"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    counts = await northfield.shows(f"/due/counts?until=2999-01-01{query}", by=by)
    assert counts["due"] == len(items)
    assert counts["overdue"] == sum(each["overdue"] for each in items)
    for count in counts["items"]:
        listed = [
            each
            for each in items
            if (each["trainer"], each["kind"]) == (count["worker"], count["kind"])
        ]
        assert count["due"] == len(listed)
        assert count["overdue"] == sum(each["overdue"] for each in listed)
    assert len({(each["kind"], each["thing"]) for each in items}) == len(items)
    assert items == sorted(items, key=lambda each: (each["due_on"], each["kind"]))
    return items


def kinds(items: list[Any]) -> dict[str, str]:
    return {each["kind"]: each["due_on"] for each in items}


async def test_a_first_contact_is_due_two_weeks_after_a_case_opens(
    northfield: Northfield,
) -> None:
    case = await toms_case(northfield)

    assert kinds(await due(northfield)) == {"first_contact": "2026-01-26"}

    await northfield.does(f"/cases/{case}/sessions", SEEN)
    assert await due(northfield) == []


async def test_a_case_without_a_trainer_is_due_to_whoever_gives_it_one(
    northfield: Northfield,
) -> None:
    await northfield.opens_a_case()

    needed = kinds(await due(northfield))
    assert needed == {"trainer": "2026-01-12", "first_contact": "2026-01-26"}
    assert await due(northfield, by="tom") == []


@pytest.mark.parametrize("gone", ["left the programme", "is too close"])
async def test_a_case_whose_trainer_cannot_support_it_any_more_needs_another(
    northfield: Northfield, gone: str
) -> None:
    client = new_id()
    await toms_case(northfield, client)
    if gone == "left the programme":
        await northfield.hears(ProgrammeLeft(worker=TOM, programme="northfield"))
    else:
        await northfield.hears_of_conflicts(
            ConflictDeclared(client=client, worker=TOM, declared_at=MARCH)
        )

    assert "trainer" in kinds(await due(northfield))
    if gone == "is too close":
        assert await due(northfield, by="tom") == []


async def test_a_plan_is_due_to_be_looked_at_twelve_weeks_after_it_was_last(
    northfield: Northfield,
) -> None:
    case = await toms_case(northfield)
    await northfield.assesses(case)
    plan, _ = await northfield.agrees(case)
    assert kinds(await due(northfield)) == {"review": "2026-04-06"}

    await northfield.does(f"/plans/{plan}/review", {"reviewed_at": MARCH})
    assert kinds(await due(northfield)) == {"review": "2026-06-01"}

    agreed = {"reviewed_at": "2026-03-10T09:00:00Z", "next_review_on": "2026-04-01"}
    await northfield.does(f"/plans/{plan}/review", agreed)
    assert kinds(await due(northfield)) == {"review": "2026-04-01"}


async def test_checks_and_measures_without_a_pair_are_due_after_a_sign_off(
    northfield: Northfield,
) -> None:
    case = await toms_case(northfield)
    await northfield.assesses(case, who5={"answers": [3, 3, 3, 3, 3]})
    await northfield.signs_off(case)

    items = await due(northfield)
    assert [each["due_on"] for each in items if each["kind"] == "maintenance_check"] == [
        "2026-06-09",
        "2026-09-09",
        "2027-03-09",
    ]
    assert kinds(items)["unpaired"] == "2026-03-09"

    body = {
        "phase": "post",
        "taken_at": MARCH,
        "measures": {"who5": {"answers": [4, 4, 4, 4, 4]}},
    }
    await northfield.does(f"/cases/{case}/assessments", body)
    assert "unpaired" not in kinds(await due(northfield))


async def test_a_referral_that_nobody_answered_is_due_to_be_followed_up(
    northfield: Northfield,
) -> None:
    case = await toms_case(northfield)
    await northfield.does(f"/cases/{case}/sessions", SEEN)
    sent = ReferralSent(
        referral=new_id(), case=case, client=new_id(), entry=new_id(), destination="advice",
        recipient="welfare-rights", reason="96", consent=new_id(), sent_at=MONDAY,
    )  # fmt: skip
    await northfield.hears_of_referrals(sent)
    assert kinds(await due(northfield, by="tom")) == {"follow_up": "2026-01-26"}

    closed = {"reason": "07", "closed_at": MARCH, "follow_up_by": str(SARAH)}
    await northfield.does(f"/cases/{case}/close", closed)

    assert await due(northfield, by="tom") == []
    (item,) = await due(northfield, f"&worker={SARAH}")
    assert (item["kind"], item["trainer"]) == ("follow_up", str(SARAH))


async def test_what_was_sent_without_consent_is_followed_up_as_well(
    northfield: Northfield,
) -> None:
    case = await toms_case(northfield)
    await northfield.does(f"/cases/{case}/sessions", SEEN)
    sent = ReferralSentWithoutConsent(
        referral=new_id(), case=case, client=new_id(), entry=new_id(),
        destination="social_care", recipient="social-care", reason="96",
        ground="safeguarding", told=("safeguarding_lead",), sent_at=MONDAY,
    )  # fmt: skip
    await northfield.hears_of_referrals(sent)

    assert kinds(await due(northfield, by="tom")) == {"follow_up": "2026-01-26"}


async def test_of_a_case_that_rests_the_return_is_due_and_nothing_else(
    northfield: Northfield,
) -> None:
    case = await toms_case(northfield)
    pause = {"reason": "ramadan", "expected_return_on": "2026-03-20", "paused_at": MONDAY}
    await northfield.does(f"/cases/{case}/pause", pause)

    assert kinds(await due(northfield)) == {"return": "2026-03-20"}


async def test_of_a_case_that_has_ended_only_its_checks_are_due(
    northfield: Northfield,
) -> None:
    case = await toms_case(northfield)
    await northfield.assesses(case, who5={"answers": [3, 3, 3, 3, 3]})
    await northfield.signs_off(case)
    await northfield.does(f"/cases/{case}/close", {"reason": "02", "closed_at": MARCH})

    assert {each["kind"] for each in await due(northfield)} == {"maintenance_check"}


async def test_trainers_see_their_own_and_managers_everybodys(northfield: Northfield) -> None:
    toms = await toms_case(northfield)
    await northfield.opens_a_case()

    assert [each["case"] for each in await due(northfield, by="tom")] == [str(toms)]
    assert await due(northfield, f"&worker={SARAH}", by="tom") == []
    assert len(await due(northfield, by="mo")) == 3
    assert [each["case"] for each in await due(northfield, f"&worker={TOM}", by="mo")] == [
        str(toms)
    ]
    assert await due(northfield, by="sarah@eastfield") == []


async def test_lists_and_counts_are_narrowed_alike(northfield: Northfield) -> None:
    await northfield.opens_a_case()

    assert kinds(await due(northfield, "&kind=trainer")) == {"trainer": "2026-01-12"}
    late = await due(northfield, "&overdue=true")
    rest = await due(northfield, "&overdue=false")
    assert all(each["due_on"] < TODAY.isoformat() for each in late)
    assert all(each["due_on"] >= TODAY.isoformat() for each in rest)
    assert len(late) + len(rest) == len(await due(northfield))
    assert (await northfield.shows("/due?until=2026-01-01", by="sarah"))["items"] == []


async def test_pages_stay_where_they_are_while_others_write(northfield: Northfield) -> None:
    known = [await toms_case(northfield) for _ in range(5)]
    first = await northfield.shows("/due?until=2999-01-01&limit=2", by="sarah")

    await northfield.does(f"/cases/{first['items'][0]['case']}/sessions", SEEN)
    new = await toms_case(northfield)
    rest = await northfield.shows(
        f"/due?until=2999-01-01&limit=200&after={first['next']}", by="sarah"
    )

    shown = [each["case"] for each in first["items"] + rest["items"]]
    assert len(shown) == len(set(shown))
    assert {str(case) for case in known} <= set(shown) <= {str(c) for c in [*known, new]}


async def test_whoever_covers_sees_what_is_due_of_the_absent_and_may_act(
    northfield: Northfield,
) -> None:
    case = await northfield.opens_a_case()
    given = {"worker": SARAH, "assigned_at": MONDAY}
    await northfield.does(f"/cases/{case}/trainer", given, by="sarah")
    assert await due(northfield, by="tom") == []
    away = {
        "worker": SARAH,
        "covered_by": TOM,
        "from_on": TODAY.isoformat(),
        "until_on": TODAY.isoformat(),
    }

    cover = await northfield.does("/covers", away, by="mo")

    (item,) = await due(northfield, by="tom")
    assert (item["case"], item["trainer"]) == (str(case), str(SARAH))
    await northfield.does(f"/cases/{case}/disengage", {"disengaged_at": MARCH}, by="tom")
    await northfield.does(f"/covers/{cover['id']}/end", {}, by="mo")
    assert await due(northfield, by="tom") == []
    (line,) = (await northfield.shows("/covers", by="tom"))["items"]
    assert line["ended_at"] is not None


@pytest.mark.parametrize(("begins", "ends"), [(-9, -1), (1, 9)])
async def test_a_cover_counts_on_its_days_alone(
    northfield: Northfield, begins: int, ends: int
) -> None:
    case = await northfield.opens_a_case()
    given = {"worker": SARAH, "assigned_at": MONDAY}
    await northfield.does(f"/cases/{case}/trainer", given, by="sarah")

    await northfield.does("/covers", a_cover(TODAY, begins, ends), by="mo")

    assert await due(northfield, by="tom") == []


def a_cover(today: date, begins: int, ends: int) -> dict[str, object]:
    return {
        "worker": SARAH,
        "covered_by": TOM,
        "from_on": (today + timedelta(days=begins)).isoformat(),
        "until_on": (today + timedelta(days=ends)).isoformat(),
    }


async def test_not_everybody_sees_what_is_due_or_arranges_cover(
    northfield: Northfield,
) -> None:
    body = a_cover(TODAY, 0, 9)
    for by in ("chidi", "carol", "ada", "ida"):
        assert (await northfield.see("/due", by=by)).status_code == 403
        assert (await northfield.see("/due/counts", by=by)).status_code == 403
    for by in ("chidi", "carol", "tom"):
        assert (await northfield.ask("/covers", body, by=by)).status_code == 403
    cover = await northfield.does("/covers", body, by="ada")
    elsewhere = await northfield.ask(f"/covers/{cover['id']}/end", {}, by="mo@eastfield")
    nowhere = await northfield.ask(f"/covers/{new_id()}/end", {}, by="mo")
    assert (elsewhere.status_code, elsewhere.content) == (404, nowhere.content)


@pytest.mark.parametrize(
    "query", ["kind=mood", "worker=tom", "until=soon", "after=rubbish", "mood=good"]
)
async def test_what_is_not_known_of_a_list_is_malformed(
    northfield: Northfield, query: str
) -> None:
    assert (await northfield.see(f"/due?{query}", by="sarah")).status_code == 422


MANY = """
INSERT INTO cases (case_id, organisation, programme, client, trainer, opened_at, assessed,
                   sessions_held)
SELECT gen_random_uuid(), 'wellbeing-northfield', 'northfield', gen_random_uuid(), $1,
       timestamptz '2026-01-01 09:00Z' + (number % 250) * interval '1 day', number > 500,
       CASE WHEN number > 500 THEN 1 ELSE 0 END
FROM generate_series(1, 5000) AS number
"""


async def test_five_hundred_things_of_five_thousand_cases_page_stably_while_others_write(
    northfield: Northfield,
) -> None:
    await northfield.runs(MANY, TOM)
    counts = await northfield.shows("/due/counts?until=2999-01-01", by="mo")
    assert counts["due"] == 500

    shown: list[tuple[str, str]] = []
    after = ""
    while True:
        page = await northfield.shows(f"/due?until=2999-01-01&limit=60{after}", by="mo")
        shown += [(each["due_on"], each["thing"]) for each in page["items"]]
        await northfield.opens_a_case()  # due long before the page that comes next
        if page["next"] is None:
            break
        after = f"&after={page['next']}"

    things = [thing for _, thing in shown]
    assert len(things) == len(set(things)) >= 500
    assert [day for day, _ in shown] == sorted(day for day, _ in shown)
    known = await northfield.runs("SELECT case_id FROM cases WHERE sessions_held = 0")
    assert {str(row["case_id"]) for row in known} >= set(things)
    first_contacts = {str(row["case_id"]) for row in known if str(row["case_id"]) in things}
    assert len(first_contacts) >= 500
