"""Who may have figures, of which programmes, as known when: the HTTP interface."""

import csv
import io
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio

from ht_kit.access import Claims, MembershipClaim
from ht_kit.handlers import Handlers
from ht_kit.http import Edge
from ht_kit.pools import open_pool
from ht_kit.problems import not_signed_in
from ht_local.pytest_engines import Database
from ht_reporting.app import SERVICE
from ht_reporting.indicators.catalogue import HEADLINE

from .databases import copy_of, take_in
from .lives import Life
from .streams import ORGANISATION, PROGRAMME, Streams
from .test_the_golden_figures import GOLDEN

pytestmark = pytest.mark.engines

ELSEWHERE = "southfield-trust"
MAY = datetime(2010, 5, 10, 12, tzinfo=UTC)


def member(
    *roles: str, organisation: str = ORGANISATION, programme: str | None = PROGRAMME
) -> MembershipClaim:
    return MembershipClaim(
        organisation=organisation, programme=programme, roles=frozenset(roles)
    )


PEOPLE: Mapping[str, tuple[MembershipClaim, ...]] = {
    "manager": (member("manager"),),
    "senior": (member("senior"),),
    "analyst": (member("analyst"),),
    "commissioner": (member("commissioner"),),
    "trainer": (member("health-trainer"),),
    "administrator": (member("administrator"),),
    "manager-of-all": (member("manager", programme=None),),
    "manager-elsewhere": (member("manager", organisation=ELSEWHERE, programme="southfield"),),
    "manager-and-commissioner": (
        member("manager", programme="another-one"),
        member("commissioner"),
    ),
    "manager-of-two": (
        member("manager"),
        member("manager", organisation=ELSEWHERE, programme="southfield"),
    ),
}


class Names:
    """Takes a person's name for their token."""

    async def verify(self, token: str, /) -> Claims:
        if token not in PEOPLE:
            raise not_signed_in()
        return Claims(sub=token, employer=ORGANISATION, memberships=PEOPLE[token])


class Asking:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def get(
        self, path: str, who: str = "manager", *, acting_in: str | None = None, **query: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {who}"}
        if acting_in:
            headers["Ht-Programme"] = acting_in
        return await self._client.get(path, params=query, headers=headers)

    async def headline(self, who: str = "manager", **query: Any) -> httpx.Response:
        return await self.get("/reports/headline", who, **query)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def two_organisations(golden_template: Database, golden: Streams) -> Database:
    """The golden data set, and one client of another organisation. It is only read."""
    database = await copy_of(golden_template)
    streams = golden.copy()
    streams.turn_to(ELSEWHERE, "southfield")
    life = Life(streams, "S0000")
    life.signpost(MAY, "exercise")
    life.draft(MAY, "diet")
    life.agree(MAY, "diet", "weight", (), 1)
    await take_in(database, streams.batches(after=golden.lengths()))
    return database


@pytest.fixture
async def asking(two_organisations: Database) -> AsyncIterator[Asking]:
    pool = await open_pool(two_organisations.url("reader"), at_most=2)
    edge = Edge(
        service="reporting",
        permissions=SERVICE.permissions,
        verifier=Names(),
        fingerprint_key=b"",
        reader=pool,
    )
    transport = httpx.ASGITransport(app=SERVICE.app(edge, Handlers()))
    async with httpx.AsyncClient(transport=transport, base_url="http://reporting") as client:
        yield Asking(client)
    await pool.close()


async def test_the_headline_is_told_in_plain_numbers(asking: Asking) -> None:
    answer = await asking.headline(programme=PROGRAMME, period="2010-11")

    report = answer.json()
    assert answer.status_code == 200
    assert set(report) == {"as_at", "position", "programme", "period", "indicators"}
    assert report["programme"] == PROGRAMME
    assert report["period"] == {"from": "2010-04-01", "to": "2011-04-01"}
    assert datetime.fromisoformat(report["as_at"]).tzinfo is not None
    assert list(report["indicators"]) == [each.id for each in HEADLINE]
    for number, (numerator, denominator, value, n, excluded) in GOLDEN.items():
        figure = report["indicators"][number]
        assert figure["numerator"] == numerator
        assert figure["denominator"] == denominator
        assert figure["value"] == float(value)
        assert figure["n"] == n
        assert figure["excluded"] == excluded
    assert report["indicators"]["I08"]["parts"] == {
        "referrals": {"numerator": 45, "denominator": 130, "value": 34.6},
        "signposts": {"numerator": 15, "denominator": 120, "value": 12.5},
    }
    assert report["indicators"]["I01"]["parts"]["achieved"] == 470


async def test_the_headline_as_csv_has_a_row_for_each_figure_part_and_exclusion(
    asking: Asking,
) -> None:
    answer = await asking.headline(programme=PROGRAMME, period="2010-11", format="csv")

    rows = {
        (row["indicator"], row["row"]): row for row in csv.DictReader(io.StringIO(answer.text))
    }
    assert answer.headers["content-type"].startswith("text/csv")
    assert rows["I02", ""]["value"] == "47.0"
    assert rows["I08", "part:signposts"]["denominator"] == "120"
    assert rows["I05", "excluded:V81998"]["numerator"] == "28"


@pytest.mark.parametrize("who", ["manager", "senior", "analyst"])
async def test_those_who_answer_for_a_programme_see_its_figures(
    asking: Asking, who: str
) -> None:
    answer = await asking.headline(who)

    assert answer.status_code == 200
    assert answer.json()["programme"] is None
    assert answer.json()["indicators"]["I01"]["value"] == 1000


@pytest.mark.parametrize("who", ["commissioner", "trainer", "administrator"])
async def test_others_are_refused_unrounded_figures(asking: Asking, who: str) -> None:
    for path in ("/reports/headline", "/ledger/position"):
        answer = await asking.get(path, who)

        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:ht:problem:not-permitted"


async def test_a_role_in_one_programme_gives_nothing_in_another(asking: Asking) -> None:
    who, acting_in = "manager-and-commissioner", "another-one"

    refused = await asking.get(
        "/reports/headline", who, acting_in=acting_in, programme=PROGRAMME
    )
    own = await asking.get("/reports/headline", who, acting_in=acting_in)

    assert refused.status_code == 403
    assert own.json()["indicators"]["I01"]["value"] == 0


@pytest.mark.parametrize("who", ["manager", "manager-of-all"])
async def test_another_organisations_programme_is_like_one_that_does_not_exist(
    asking: Asking, who: str
) -> None:
    foreign = await asking.headline(who, programme="southfield")
    nonsense = await asking.headline(who, programme="nowhere")

    assert foreign.status_code == nonsense.status_code == 404
    assert _said(foreign) == _said(nonsense)


def _said(answer: httpx.Response) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name != "correlation_id"}


async def test_each_organisation_counts_its_own_clients_only(asking: Asking) -> None:
    here = (await asking.headline("manager-of-all")).json()["indicators"]
    there = (await asking.headline("manager-elsewhere")).json()["indicators"]
    both = await asking.get("/reports/headline", "manager-of-two", acting_in=PROGRAMME)

    assert here["I01"]["value"] == 1000
    assert there["I01"]["value"] == 1
    assert there["I08"]["denominator"] == 1
    assert both.json()["indicators"]["I01"]["value"] == 1001


async def test_a_whole_organisation_may_be_asked_about_one_of_its_programmes(
    asking: Asking,
) -> None:
    answer = await asking.headline("manager-of-all", programme=PROGRAMME)

    assert answer.json()["indicators"]["I17"] | {"parts": None} == {
        "numerator": 1, "denominator": None, "value": 1040, "unit": "clients", "n": 1040,
        "excluded": {}, "parts": None,
    }  # fmt: skip


async def test_a_position_or_a_time_gives_what_was_known_then(
    asking: Asking, golden: Streams
) -> None:
    at_half = (await asking.headline(as_at=len(golden) // 2)).json()
    now = (await asking.headline()).json()
    by_time = (await asking.headline(as_at_time=at_half["as_at"])).json()
    long_ago = (await asking.headline(as_at_time=(MAY - timedelta(1)).isoformat())).json()

    assert at_half["position"] == len(golden) // 2
    assert 0 < at_half["indicators"]["I17"]["value"] < now["indicators"]["I17"]["value"]
    # One batch is received at one moment: the time gives the last of its rows.
    assert by_time["position"] >= at_half["position"]
    assert by_time["as_at"] == at_half["as_at"]
    assert (long_ago["position"], long_ago["as_at"]) == (0, None)


@pytest.mark.parametrize(
    ("query", "status", "slug"),
    [
        ({"as_at": 10**9}, 409, "position-not-reached"),
        ({"as_at": -1}, 422, "invalid"),
        ({"as_at": 5, "as_at_time": MAY.isoformat()}, 422, "invalid"),
        ({"as_at_time": "2010-05-10T12:00:00"}, 422, "invalid"),
        ({"period": "2010"}, 422, "invalid"),
        ({"period": "2010-12"}, 422, "invalid"),
        ({"format": "xml"}, 422, "invalid"),
        ({"quarter": "1"}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_answered_says_why(
    asking: Asking, query: dict[str, Any], status: int, slug: str
) -> None:
    answer = await asking.headline(**query)

    assert answer.status_code == status
    assert answer.json()["type"] == f"urn:ht:problem:{slug}"


async def test_the_ledger_says_how_far_it_is(asking: Asking, golden: Streams) -> None:
    answer = (await asking.get("/ledger/position")).json()

    lengths = golden.lengths()
    assert answer["services"]["intake"] == lengths["intake"]
    assert answer["position"] == sum(answer["services"].values())
    assert answer["position"] > len(golden)


@pytest.mark.parametrize("who", ["commissioner", "trainer", "manager"])
async def test_anybody_at_work_may_read_what_the_figures_mean(asking: Asking, who: str) -> None:
    items = (await asking.get("/indicators", who)).json()["items"]

    assert [item["id"] for item in items] == [each.id for each in HEADLINE]
    for item in items:
        for words in ("name", "wording", "unit", "numerator", "cohort", "source"):
            assert item[words]
