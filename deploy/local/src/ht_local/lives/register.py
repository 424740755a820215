"""Enter a programme and its people in the registers, as administrators do before clients come.

What is already there is left alone, so it can be asked for again at every start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ht_contracts.codes import Destination
from ht_local.identity.personas import (
    FIRST_ADMINISTRATOR,
    OPERATIONS,
    OPERATOR,
    ORGANISATIONS,
    Colleague,
)
from ht_local.lives.api import Api, Standing, text

OPERATING = Standing(persona=OPERATOR, organisation=OPERATIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme with everybody who works in it and everywhere it sends people."""

    slug: str
    name: str
    area: str
    region: str
    led_by: str
    colleagues: tuple[Colleague, ...]
    since: date
    directory: Mapping[Destination, tuple[str, str]]
    """By destination: the name, and the recipient that clients consent to."""
    administrator: str
    senior: str

    @property
    def months(self) -> list[int]:
        """When a change that was made is asked after."""
        return [3, 6, 12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What the registers answered: the ids that lives need."""

    workers: Mapping[str, str]
    entries: Mapping[Destination, str]


async def enter(api: Api, programme: Programme) -> Entered:
    """Enter whatever is missing."""
    await _organisations(api)
    lead = Standing(
        persona=FIRST_ADMINISTRATOR[programme.led_by], organisation=programme.led_by
    )
    await _programme(api, lead, programme)
    workers = await _workers(api, lead, programme)
    api.forget_tokens()
    administrator = Standing(persona=programme.administrator, programme=programme.slug)
    return Entered(workers=workers, entries=await _directory(api, administrator, programme))


async def _organisations(api: Api) -> None:
    known = {text(each, "organisation") for each in await api.see_all(
        OPERATING, "intake", "/organisations"
    )}  # fmt: skip
    for slug, (name, kind) in ORGANISATIONS.items():
        if slug not in known:
            await api.do(
                OPERATING,
                "intake",
                "/organisations",
                {"organisation": slug, "name": name, "kind": kind},
                key=f"organisation/{slug}",
            )


async def _programme(api: Api, lead: Standing, programme: Programme) -> None:
    known = await api.see_all(lead, "intake", "/programmes")
    if programme.slug in {text(each, "programme") for each in known}:
        return
    await api.do(
        lead,
        "intake",
        "/programmes",
        {
            "programme": programme.slug,
            "name": programme.name,
            "area": programme.area,
            "region": programme.region,
            "maintenance_months": programme.months,
        },
        key=f"programme/{programme.slug}",
    )


async def _workers(api: Api, lead: Standing, programme: Programme) -> dict[str, str]:
    listed = await api.see_all(lead, "intake", "/workers")
    known = {text(each, "sign_in"): each for each in listed}
    ids: dict[str, str] = {}
    for colleague in programme.colleagues:
        stem = f"worker/{colleague.sign_in}"
        found = known.get(colleague.sign_in)
        if found is None:
            found = await api.do(
                lead,
                "intake",
                "/workers",
                {
                    "sign_in": colleague.sign_in,
                    "name": colleague.name,
                    "employer": colleague.employer,
                },
                key=stem,
            )
        worker = ids[colleague.sign_in] = text(found, "id")
        since = programme.since.isoformat()
        if "health-trainer" in colleague.roles and not found.get("accreditations"):
            await api.do(
                lead,
                "intake",
                f"/workers/{worker}/accreditations",
                {"accreditation": "city_and_guilds_level_3", "on": since},
                key=f"{stem}/accredited",
            )
        if programme.slug not in str(found.get("memberships", "")):
            await api.do(
                lead,
                "intake",
                f"/workers/{worker}/programmes",
                {"programme": programme.slug, "roles": list(colleague.roles), "from": since},
                key=f"{stem}/{programme.slug}",
            )
    return ids


async def _directory(
    api: Api, administrator: Standing, programme: Programme
) -> dict[Destination, str]:
    listed = await api.see_all(administrator, "referrals", "/directory")
    known = {
        (text(each, "destination"), text(each, "recipient")): text(each, "id")
        for each in listed
    }
    entries: dict[Destination, str] = {}
    for destination, (name, recipient) in programme.directory.items():
        if (destination, recipient) not in known:
            made = await api.do(
                administrator,
                "referrals",
                "/directory",
                {"destination": destination, "name": name, "recipient": recipient},
                key=f"directory/{destination}/{recipient}",
            )
            known[destination, recipient] = text(made, "id")
        entries[destination] = known[destination, recipient]
    return entries
