"""Two clients are linked, worked with, and taken apart: nothing shows that they ever were one.

The same lives are lived in two programmes of one installation, by the same colleagues. In one
of them two clients are linked half-way through, the rest of their lives is entered, and the
link is taken back. Then every figure and every line of the caseload is as in the other.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pytest
from rich.console import Console

from ht_local.demonstration import lives
from ht_local.demonstration.northfield import MANAGER, programme
from ht_local.lives.api import Api, Positions, Standing, rows
from ht_local.lives.known import referrals_of
from ht_local.lives.many import tell_all
from ht_local.lives.register import enter
from ht_local.lives.story import Story
from ht_local.lives.telling import Setting

from .installation import Demonstration, Installation

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(2400)]

_LINKED: Final = ("N000", "N004")
_LIVES, _HALF = 6, 4
_QUIETLY: Final = Console(quiet=True)
_IDS: Final = frozenset({"id", "client", "plan"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a programme's figures and caseload said."""

    figures: object
    caseload: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What was seen: without a link, while it stood, and when it had been taken back."""

    control: Seen
    linked: Seen
    apart: Seen
    waiting: list[dict[str, object]]


def _stories(day: date) -> list[Story]:
    """Give lives of people without an NHS number: two of them would rule a link out."""
    told = list(lives.stories(day))[:_LIVES]
    return [replace(each, person=replace(each.person, nhs_number=None)) for each in told]


class _Run:
    """One programme, and the lives in it."""

    def __init__(self, api: Api, setting: Setting, day: date) -> None:
        self._api, self._setting, self._day = api, setting, day
        self._after = Positions()

    async def live(self, half: int | None = None) -> None:
        stories = [replace(each, moments=each.moments[:half]) for each in _stories(self._day)]
        told = await tell_all(self._api, self._setting, stories, console=_QUIETLY, what="Lives")
        self._after.reach(told)

    async def ask_again(self) -> None:
        """Ask one of the two for their GP practice: a fact of intake's own."""
        form = {"gp": {"status": "V81997"}, "recorded_at": f"{self._day}T00:00:01Z"}
        await self._do("gp-status", form, key="gp")

    async def link(self) -> None:
        _, other = await self._two()
        form = {"into": other, "merged_at": f"{self._day}T00:00:00Z"}
        await self._do("merge", form, key="merge")

    async def take_apart(self) -> None:
        _, other = await self._two()
        form = {"other": other, "unmerged_at": f"{self._day}T00:00:02Z"}
        await self._do("unmerge", form, key="unmerge")

    async def waiting(self) -> list[dict[str, object]]:
        client, _ = await self._two()
        links = await self._api.see(self._setting.senior, "intake", f"/clients/{client}/links")
        (link,) = rows(links, "items")
        return rows(link, "recorded_while_linked")

    async def see(self) -> Seen:
        who = Standing(persona=MANAGER, programme=self._setting.programme.slug)
        report = await self._api.see(
            who,
            "reporting",
            "/reports/headline",
            query={"programme": self._setting.programme.slug},
            after=self._after,
        )
        clients = await self._clients()
        references = {client: reference for reference, client in clients.items()}
        cases = await self._api.see_all(who, "plans", "/cases")
        return Seen(
            figures=report["indicators"],
            caseload={
                references[str(case["client"])]: {
                    name: value for name, value in case.items() if name not in _IDS
                }
                for case in cases
            },
        )

    async def _two(self) -> tuple[str, str]:
        clients = await self._clients()
        return clients[_LINKED[0]], clients[_LINKED[1]]

    async def _clients(self) -> dict[str, str]:
        listed = await referrals_of(
            self._api, self._setting.administrator, self._setting.namespace
        )
        return {reference: str(each["client"]) for reference, each in listed.items()}

    async def _do(self, what: str, form: Mapping[str, object], *, key: str) -> None:
        client, _ = await self._two()
        await self._api.do(
            self._setting.senior,
            "intake",
            f"/clients/{client}/{what}",
            form,
            key=f"{self._setting.namespace}/{key}",
            after=self._after,
        )


async def _run_in(api: Api, slug: str, day: date) -> _Run:
    told = replace(programme(lives.first_day(day)), slug=slug, name=slug)
    entered = await enter(api, told)
    return _Run(api, Setting(namespace=slug, programme=told, entered=entered), day)


async def _live(installation: Installation) -> Lived:
    day = date.fromisoformat((installation.place.data / "demonstration-day").read_text())
    async with Api(installation.place) as api:
        control = await _run_in(api, "never-linked", day)
        linking = await _run_in(api, "once-linked", day)
        for run in (control, linking):
            await run.live(half=_HALF)
        await linking.link()
        for run in (control, linking):
            await run.live()
            await run.ask_again()
        linked = await linking.see()
        await linking.take_apart()
        return Lived(
            control=await control.see(),
            linked=linked,
            apart=await linking.see(),
            waiting=await linking.waiting(),
        )


@pytest.fixture(scope="module")
def lived(installation: Installation, demonstration: Demonstration) -> Lived:
    assert demonstration.process.poll() is None
    return asyncio.run(_live(installation))


def _people(seen: Seen) -> object:
    assert isinstance(seen.figures, dict)
    return seen.figures["I17"]["value"]


def test_while_the_link_stands_they_are_one_person(lived: Lived) -> None:
    assert (_people(lived.control), _people(lived.linked)) == (_LIVES, _LIVES - 1)


def test_afterwards_every_figure_is_as_if_they_had_never_been_linked(lived: Lived) -> None:
    assert lived.apart.figures == lived.control.figures


def test_every_line_of_the_caseload_is_as_if_they_had_never_been_linked(lived: Lived) -> None:
    assert len(lived.control.caseload) == _LIVES
    assert lived.linked.caseload == lived.control.caseload
    assert lived.apart.caseload == lived.control.caseload


def test_what_was_recorded_of_them_meanwhile_waits_for_a_person(lived: Lived) -> None:
    assert [(each["what"], each["belongs_to"]) for each in lived.waiting] == [
        ("gp_status_recorded", None)
    ]
