"""What the services know already of one story: found by the sender's reference.

So a load that was killed, or that comes again long after its keys are forgotten, asks only for
what is missing.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ht_local.lives.api import Api, Refused, Standing, rows
from ht_local.trouble import Trouble

_NOT_THERE = 404
_PATIENCE = 100


@dataclass(slots=True, kw_only=True)
class KnownCheck:
    """A maintenance check of the plan."""

    id: str
    attempts: set[datetime] = field(default_factory=set)
    ended: bool = False


@dataclass(slots=True, kw_only=True)
class KnownReferral:
    """An onward referral of the case."""

    id: str
    entry: str
    status: str


@dataclass(slots=True, kw_only=True)
class Known:
    """As much of a life as has been told."""

    referral: str | None = None
    accepted: bool = False
    client: str | None = None
    taking_part: bool = False
    consents: set[str] = field(default_factory=set)
    case: str | None = None
    has_trainer: bool = False
    sessions: set[tuple[str, datetime]] = field(default_factory=set)
    assessments: set[tuple[str, datetime]] = field(default_factory=set)
    plan: str | None = None
    goals: list[str] = field(default_factory=list)
    actions: int = 0
    agreed: bool = False
    reviews: set[datetime] = field(default_factory=set)
    ended: bool = False
    checks: dict[int, KnownCheck] = field(default_factory=dict)
    signposts: set[tuple[str, datetime]] = field(default_factory=set)
    referrals: list[KnownReferral] = field(default_factory=list)


def instant(told: object) -> datetime:
    """Read an instant of an answer."""
    return datetime.fromisoformat(str(told))


async def referrals_of(
    api: Api, administrator: Standing, namespace: str
) -> dict[str, Mapping[str, object]]:
    """Give the referrals that came with the sender's references of a namespace."""
    listed = await api.see_all(
        administrator, "intake", "/referrals", query={"sender_namespace": namespace}
    )
    return {_reference(each["sender"]): each for each in listed}


def _reference(sender: object) -> str:
    return str(sender["reference"]) if isinstance(sender, dict) else ""


async def find(
    api: Api,
    administrator: Standing,
    trainer: Standing,
    *,
    referral: Mapping[str, object] | None,
    nhs_number: str | None,
) -> Known:
    """Look for a story, service by service, as far as it goes."""
    known = Known()
    if referral is None:
        return known
    known.referral = str(referral["id"])
    known.accepted = referral["status"] in {"accepted", "contacting", "booked", "converted"}
    known.client, known.case = _optional(referral, "client"), _optional(referral, "case")
    if known.client is None and nhs_number is not None:
        known.client = await _registered(api, administrator, nhs_number)
    if known.client is not None:
        client = await api.see(administrator, "intake", f"/clients/{known.client}")
        known.taking_part = client["takes_part_since"] is not None
        known.consents = {str(each["recipient"]) for each in rows(client, "consents")}
    if known.case is not None:
        await _find_case(api, trainer, known, known.case)
    return known


async def _registered(api: Api, administrator: Standing, nhs_number: str) -> str | None:
    """Find a client who was registered before the referral could be converted."""
    form = {"nhs_number": nhs_number}
    found = rows(await api.ask(administrator, "intake", "/clients/search", form), "items")
    return str(found[0]["id"]) if found else None


async def _find_case(api: Api, trainer: Standing, known: Known, case: str) -> None:
    told = await _case(api, trainer, case)
    known.has_trainer = told["trainer"] is not None
    known.sessions = {
        (str(each["kind"]), instant(each["started_at"] or each["planned_start"]))
        for each in rows(told, "sessions")
    }
    known.assessments = {
        (str(each["phase"]), instant(each["taken_at"])) for each in rows(told, "assessments")
    }
    known.plan = _optional(told, "plan")
    if known.plan is not None:
        await _find_plan(api, trainer, known, known.plan)
    signposts = await api.see(trainer, "referrals", "/signposts", query={"case": case})
    known.signposts = {
        (str(each["destination"]), instant(each["signposted_at"]))
        for each in rows(signposts, "items")
    }
    onward = await api.see(trainer, "referrals", "/onward-referrals", query={"case": case})
    known.referrals = [
        KnownReferral(id=str(each["id"]), entry=str(each["entry"]), status=str(each["status"]))
        for each in rows(onward, "items")
    ]


async def _case(api: Api, trainer: Standing, case: str) -> Mapping[str, object]:
    """Read a case; after a kill plans may not yet have heard of it."""
    for _ in range(_PATIENCE):
        try:
            return await api.see(trainer, "plans", f"/cases/{case}")
        except Refused as refused:
            if refused.status != _NOT_THERE:
                raise
            await asyncio.sleep(0.1)
    raise Trouble(f"Plans does not hear of case {case}.")


async def _find_plan(api: Api, trainer: Standing, known: Known, plan: str) -> None:
    told = await api.see(trainer, "plans", f"/plans/{plan}")
    goals = rows(told, "goals")
    known.goals = [str(each["goal"]) for each in goals]
    known.actions = sum(len(rows(each, "actions")) for each in goals)
    known.agreed = told["agreed_at"] is not None
    known.reviews = {instant(each["reviewed_at"]) for each in rows(told, "reviews")}
    known.ended = told["ended_at"] is not None
    known.checks = {
        int(str(each["months"])): KnownCheck(
            id=str(each["check"]),
            attempts={instant(tried["attempted_at"]) for tried in rows(each, "attempts")},
            ended=each["result"] is not None,
        )
        for each in rows(told, "checks")
    }


def _optional(told: Mapping[str, object], name: str) -> str | None:
    value = told.get(name)
    return None if value is None else str(value)
