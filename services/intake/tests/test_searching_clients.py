"""Search finds people as they are typed, and shows nobody whom the asker may not see.

What is searched by stands in the body, is kept as tokens, and goes with the client.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_intake.comparing import names_alike, score
from ht_intake.domain.client.events import ClientErased
from ht_intake.domain.client.state import NO_CLIENT_YET, evolve
from ht_intake.domain.matching import Described
from ht_intake.tokens import WEIGHT_OF_A_NAME, places_of, token_rows, tokens_for

from .conftest import Intake
from .people import MAY, ROSE, registered, registering
from .world import APRIL, PERSONAL

NOBODY: dict[str, object] = {"nhs_number": None, "called": None, "telephone": None}
KATHRYN: dict[str, object] = {
    **NOBODY,
    "name": "Kathryn O'Dowd-Invented",
    "birth": {"date": "1970-03-12"},
    "postcode": "XX1 1AA",
    "telephone": "+44 7700 900456",
}
ZOE: dict[str, object] = {
    **NOBODY, "name": "Zoë Kathleen Nowhere", "birth": {"declined": True}, "postcode": None
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [("catherine", "kathryn"), ("smith", "smyth"), ("rose", "roze"), ("invented", "invnetde"),
     ("mohammed", "muhammad"), ("anne", "ann"), ("łucja", "łucja")],
)  # fmt: skip
def test_names_that_are_one_as_people_hear_and_type_them(one: str, other: str) -> None:
    assert names_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("rose", "rosalind"), ("ng", "ny"), ("ian", "jan"), ("ж", "ш"), ("john", "jack")],
)
def test_names_that_are_two(one: str, other: str) -> None:
    assert not names_alike(one, other)


_SAID = st.builds(
    Described,
    name=st.none() | st.text(max_size=30),
    called=st.none() | st.text(max_size=12),
    birth_date=st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    postcode=st.none() | st.sampled_from(["XX1 1AA", "XX1 1AB"]),
    nhs_number=st.none() | st.just("9990000018"),
    telephone=st.none() | st.just("07700 900123"),
)


@given(_SAID, _SAID)
def test_a_score_is_a_share_and_whole_of_oneself(one: Described, other: Described) -> None:
    assert 0 <= score(one, other) <= 1
    assert score(one, one) in {0.0, 1.0}


def test_nobody_is_found_by_anything_once_they_are_erased() -> None:
    client = evolve(NO_CLIENT_YET, registered(registering()))
    erased = ClientErased(client=ROSE, reason="ordered_by_law", reference=None, erased_at=MAY)

    held = {row.values["kind"] for row in token_rows(ROSE, client)}
    emptied = token_rows(ROSE, evolve(client, erased))

    assert held >= {"name_1", "sound_1", "start_1", "birth_date", "postcode", "nhs_number"}
    assert held <= {row.values["kind"] for row in emptied}
    assert {row.values["token"].value for row in emptied} == {None}
    assert {UUID(str(row.values["client"])) for row in emptied} == {ROSE}


_WRITTEN = Described(name="Rose Ng", birth_date=date(1970, 6, 1), postcode="XX1 1AA")


@pytest.mark.parametrize("unsaid", ["", "birth_date", "postcode"])
@pytest.mark.parametrize(
    "typed",
    [
        replace(_WRITTEN, name="Rsoe Ng"),
        replace(_WRITTEN, name="Rose Mg"),
        replace(_WRITTEN, birth_date=date(1970, 1, 6)),
        replace(_WRITTEN, birth_date=date(1971, 6, 1)),
        replace(_WRITTEN, postcode="XX1 1BA"),
    ],
)
def test_one_slip_keeps_nobody_from_being_looked_at(typed: Described, unsaid: str) -> None:
    sought = Described(
        name=typed.name,
        birth_date=None if unsaid == "birth_date" else typed.birth_date,
        postcode=None if unsaid == "postcode" else typed.postcode,
    )
    held = {blind for _, blind in places_of(_WRITTEN)}

    shared = sum(token.weight for token in tokens_for(sought) if token.blind in held)

    assert shared > WEIGHT_OF_A_NAME


async def found(intake: Intake, **sought: object) -> list[dict[str, Any]]:
    answer = await intake.post("/clients/search", sought, by="tess")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.mark.engines
@pytest.mark.parametrize(
    "sought",
    [
        {"name": "Kathryn"},
        {"name": "catherine"},
        {"name": "ODOWD"},
        {"name": "invented kathryn"},
        {"name": "kat inv"},
        {"birth_date": "1970-03-12"},
        {"postcode": "xx11aa"},
        {"telephone": "07700 900456"},
        {"name": "Kathrin Odowd", "birth_date": "1970-03-21", "postcode": "XX1 1AB"},
    ],
)
async def test_a_client_is_found_by_whatever_they_say(
    intake: Intake, sought: dict[str, object]
) -> None:
    kathryn = await intake.rose(**KATHRYN)
    await intake.rose(**ZOE)

    first, *_ = await found(intake, **sought)

    assert first == {
        "id": kathryn,
        "name": "Kathryn O'Dowd-Invented",
        "called": None,
        "birth_date": "1970-03-12",
        "postcode": "XX1 1AA",
    }


@pytest.mark.engines
async def test_the_likeliest_comes_first_and_the_unlike_not_at_all(intake: Intake) -> None:
    kathryn, zoe = await intake.rose(**KATHRYN), await intake.rose(**ZOE)
    rose = await intake.rose()

    assert [each["id"] for each in await found(intake, name="kath")] == [kathryn, zoe]
    assert [each["id"] for each in await found(intake, name="zoe kathleen")] == [zoe]
    assert [each["id"] for each in await found(intake, name="rosie unmistakable")] == [rose]
    assert await found(intake, name="Bernadette") == []
    assert len(await found(intake, name="kath", limit=1)) == 1


@pytest.mark.engines
async def test_a_telephone_that_is_shared_finds_everybody_and_makes_nobody_one(
    intake: Intake,
) -> None:
    rose = await intake.rose()
    zoe = await intake.rose(**{**ZOE, "telephone": "07700900123"})

    shared = await found(intake, telephone="+447700900123")
    await intake.a_day_passes()

    assert {each["id"] for each in shared} == {rose, zoe}
    assert (await intake.get("/same-person-suggestions", by="sana")).json()["items"] == []


@pytest.mark.engines
async def test_a_detail_that_changed_is_found_by_and_the_former_is_not(intake: Intake) -> None:
    client = await intake.rose()
    changed = {
        "names": {"name": "Kathryn Nowhere"},
        "reaching": {"how_reached": "direct", "telephone": "07700 900789"},
        "place": {"postcode": "XX1 1AA"},
        "because": "changed",
        "amended_at": APRIL,
    }
    await intake.done(f"/clients/{client}/details", changed, by="tess")

    for former in ({"name": "Rose Invented"}, {"name": "Unmistakable"}, {"postcode": "XX2 1AA"},
                   {"telephone": "07700 900123"}):  # fmt: skip
        assert await found(intake, **former) == []
    for now in ({"name": "Kathryn Nowhere"}, {"telephone": "07700 900789"},
                {"birth_date": "1970-06-01"}, {"nhs_number": "9990000018"}):  # fmt: skip
        assert [each["id"] for each in await found(intake, **now)] == [client]


@pytest.mark.engines
async def test_what_is_searched_by_is_kept_as_tokens_that_leave_with_the_client(
    intake: Intake,
) -> None:
    client = await intake.rose()
    stored = await intake.everything_stored()

    await intake.done(
        f"/clients/{client}/erase", {"reason_code": "asked_by_the_person"}, by="ida"
    )
    left = await intake.stored_tokens()

    assert [said for said in (*PERSONAL, "rose", "invented") if said in stored] == []
    assert [token for token in left if token is not None] == []
    for sought in ({"name": "Rose"}, {"birth_date": "1970-06-01"}, {"postcode": "XX2 1AA"}):
        assert await found(intake, **sought) == []


@pytest.mark.engines
async def test_a_search_leaves_a_trace_of_whom_it_showed_and_not_of_what_was_typed(
    intake: Intake,
) -> None:
    rose = await intake.rose()
    await found(intake, name="Rosie Unmistakable")

    (look,) = await intake.looks()

    assert rose.encode() in look
    assert [said for said in PERSONAL if said.encode() in look] == []


@pytest.mark.engines
@pytest.mark.parametrize(
    "body",
    [{}, {"limit": 5}, {"name": ""}, {"name": "Rose", "limit": 201}, {"postcode": "by the sea"},
     {"name": "Rose", "surname": "Invented"}, {"telephone": "a number"}],
)  # fmt: skip
async def test_a_search_that_cannot_be_meant_is_refused(
    intake: Intake, body: dict[str, object]
) -> None:
    assert (await intake.post("/clients/search", body, by="tess")).status_code == 422
