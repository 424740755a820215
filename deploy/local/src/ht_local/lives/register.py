"""Enter a programme and its people in the registers, as administrators do before clients come.

What is already there is left alone, so it can be asked for again at every start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ht_contracts.codes import Destination
from ht_local.identity.personas import (
    FIRST_ADMINISTRATOR,
    OPERATIONS,
    OPERATOR,
    ORGANISATIONS,
    SYSTEM,
    Colleague,
)
from ht_local.lives.api import Api, Positions, Refused, Standing, rows, text

_NOT_THERE = 404
IDENTIFYING = Standing(persona=SYSTEM, organisation=OPERATIONS)
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
    reached: Positions


async def enter(api: Api, programme: Programme) -> Entered:
    """Enter whatever is missing."""
    after = Positions()
    await _organisations(api, after)
    lead = Standing(
        persona=FIRST_ADMINISTRATOR[programme.led_by], organisation=programme.led_by
    )
    await _programme(api, lead, programme, after)
    workers = {
        colleague.sign_in: await _worker(api, lead, programme, colleague, after)
        for colleague in programme.colleagues
    }
    api.forget_tokens()
    administrator = Standing(persona=programme.administrator, programme=programme.slug)
    entries = await _directory(api, administrator, programme, after)
    return Entered(workers=workers, entries=entries, reached=after)


async def _organisations(api: Api, after: Positions) -> None:
    listed = await api.see_all(OPERATING, "intake", "/organisations")
    known = {text(each, "organisation") for each in listed}
    for slug, (name, kind) in ORGANISATIONS.items():
        if slug not in known:
            form = {"organisation": slug, "name": name, "kind": kind}
            key = f"organisation/{slug}"
            await api.do(OPERATING, "intake", "/organisations", form, key=key, after=after)


async def _programme(api: Api, lead: Standing, programme: Programme, after: Positions) -> None:
    listed = await api.see_all(lead, "intake", "/programmes")
    if programme.slug in {text(each, "programme") for each in listed}:
        return
    form = {
        "programme": programme.slug,
        "name": programme.name,
        "area": programme.area,
        "region": programme.region,
        "maintenance_months": programme.months,
    }
    key = f"programme/{programme.slug}"
    await api.do(lead, "intake", "/programmes", form, key=key, after=after)


async def _worker(
    api: Api, lead: Standing, programme: Programme, colleague: Colleague, after: Positions
) -> str:
    found = await _known_worker(api, colleague.sign_in)
    stem, since = f"worker/{colleague.sign_in}", programme.since.isoformat()
    if found is None:
        person = {
            "sign_in": colleague.sign_in,
            "name": colleague.name,
            "employer": colleague.employer,
        }
        made = await api.do(lead, "intake", "/workers", person, key=stem, after=after)
        worker = text(made, "id")
    else:
        worker = text(found, "worker")
        if programme.slug in _programmes(found):
            return worker
    if "health-trainer" in colleague.roles:
        path = f"/workers/{worker}/accreditations"
        level = {"accreditation": "city_and_guilds_level_3", "on": since}
        await api.do(lead, "intake", path, level, key=f"{stem}/accredited", after=after)
    if colleague.employer != programme.led_by:
        await _lend(api, lead, programme, worker, key=f"{stem}/lent/{since}", after=after)
    path = f"/workers/{worker}/programmes"
    joins = {"programme": programme.slug, "roles": list(colleague.roles), "from": since}
    await api.do(lead, "intake", path, joins, key=f"{stem}/{programme.slug}", after=after)
    return worker


async def _lend(
    api: Api, lead: Standing, programme: Programme, worker: str, *, key: str, after: Positions
) -> None:
    """Lend a worker to who leads the programme, unless they are lent there on that day."""
    path = f"/workers/{worker}"
    found = rows(await api.see(lead, "intake", path, after=after), "lendings")
    there = [each for each in found if text(each, "host") == programme.led_by]
    since = programme.since.isoformat()
    if any(text(each, "from_on") <= since <= str(each["last_on"] or since) for each in there):
        return
    lent = {"kind": "honorary_contract", "host": programme.led_by, "from_on": since}
    later = [text(each, "from_on") for each in there if text(each, "from_on") > since]
    if later:
        lent["to_on"] = (date.fromisoformat(min(later)) - timedelta(days=1)).isoformat()
    await api.do(lead, "intake", f"{path}/lendings", lent, key=key, after=after)


async def _known_worker(api: Api, sign_in: str) -> Mapping[str, object] | None:
    try:
        return await api.see(IDENTIFYING, "intake", f"/sign-ins/{sign_in}")
    except Refused as refused:
        if refused.status != _NOT_THERE:
            raise
        return None


def _programmes(found: Mapping[str, object]) -> set[str]:
    return {text(each, "programme") for each in rows(found, "memberships")}


async def _directory(
    api: Api, administrator: Standing, programme: Programme, after: Positions
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
                after=after,
            )
            known[destination, recipient] = text(made, "id")
        entries[destination] = known[destination, recipient]
    return entries
