"""The rows that are written with the events: pure functions of the new state."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from ht_intake.domain.client.events import ClientImported, ClientRegistered, ConsentGiven
from ht_intake.domain.client.protecting import ConflictDeclared
from ht_intake.domain.client.state import Client
from ht_intake.domain.contract.contract import Contracts
from ht_intake.domain.days import london_day
from ht_intake.domain.importing import Import
from ht_intake.domain.matching import Described, described
from ht_intake.domain.organisation import Organisation
from ht_intake.domain.outreach.advice import Advice
from ht_intake.domain.outreach.outreach import Outreach
from ht_intake.domain.pair import ClientMerged, Pair
from ht_intake.domain.programme import Programme
from ht_intake.domain.taking_in import Chosen
from ht_intake.domain.worker.lending import Lending
from ht_intake.domain.worker.membership import Membership
from ht_intake.domain.worker.worker import Worker
from ht_intake.tokens import token_rows
from ht_kit.aggregate import Personal, Row

A_DAY = timedelta(days=1)
ERASE_CLIENT = "erase-client"
"""The kind of due work that destroys the keys of a client who was erased."""
COMPARE_CLIENT = "compare-client"
"""The kind of due work that looks who else a client may be."""
FOLLOW_LINKED = "follow-linked"
"""The kind of due work that records of a client what is true of one they are linked to."""
END_ROLES = "end-roles"
"""The kind of due work that ends the roles of a worker who left, or is lent no longer."""


def organisation_rows(_: UUID, organisation: Organisation) -> list[Row]:
    """Keep the list of organisations."""
    known = organisation.registered
    if known is None:
        return []
    values = {"slug": known.organisation, "name": known.name, "kind": known.kind}
    return [Row("organisation", values)]


def programme_rows(_: UUID, programme: Programme) -> list[Row]:
    """Keep the list of each organisation's programmes."""
    known = programme.registered
    if known is None:
        return []
    return [
        Row(
            "programme",
            {
                "programme": known.programme,
                "name": known.name,
                "area": known.area,
                "region": known.region,
                "maintenance_months": known.maintenance_months,
                "caseload_cap": known.caseload_cap,
            },
        )
    ]


def taking_in_rows(_: UUID, chosen: Chosen) -> list[Row]:
    """Keep by which numbers programmes take people in, where they have chosen."""
    numbers = chosen.numbers
    line = {
        "programme": chosen.programme,
        "first_contact_days": numbers.first_contact_days,
        "attempts": numbers.attempts,
        "attempts_over_days": numbers.attempts_over_days,
        "draft_days": numbers.draft_days,
        "self_referrals": numbers.self_referrals,
    }
    return [Row("taking_in", line)] if chosen.programme else []


def contract_rows(_: UUID, contracts: Contracts) -> list[Row]:
    """Keep the contracts of a programme. What they say in full is in the events."""
    return [
        Row(
            "contract",
            {
                "contract": each.contract,
                "programme": each.programme,
                "commissioner": each.terms.commissioner,
                "provider": each.terms.provider,
                "from_on": each.terms.from_on,
                "last_on": each.last_on,
            },
        )
        for each in contracts.held.values()
    ]


def worker_rows(stream_id: UUID, worker: Worker) -> list[Row]:
    """Keep the list of each organisation's workers, and the sign-ins of all."""
    known = worker.registered
    if known is None:
        return []
    left_on = worker.left.left_on if worker.left else None
    rows = [
        Row(
            "worker",
            {
                "worker": stream_id,
                "sign_in": known.sign_in,
                "name": Personal(known.name),
                "employer": known.employer,
                "accreditations": sorted(
                    {each.accreditation for each in worker.accreditations}
                ),
                "left_on": left_on,
            },
        ),
        Row(
            "sign_in",
            {
                "sign_in": known.sign_in,
                "worker": stream_id,
                "employer": known.employer,
                "left_on": left_on,
            },
        ),
    ]
    rows += [_lending(stream_id, each) for each in worker.lendings.values()]
    last_days = {each.last_on for each in worker.lendings.values()} - {None, date.max}
    ends = sorted({day + A_DAY for day in last_days if day} | ({left_on} if left_on else set()))
    return rows + [
        Row("due", {"kind": END_ROLES, "aggregate": stream_id, "due_on": day}) for day in ends
    ]


def _lending(worker_id: UUID, lending: Lending) -> Row:
    return Row(
        "lending",
        {
            "lending": lending.lent.lending,
            "worker": worker_id,
            "host": lending.lent.host,
            "from_on": lending.lent.from_on,
            "last_on": lending.last_on,
        },
    )


def membership_rows(stream_id: UUID, membership: Membership) -> list[Row]:
    """Keep who acts in which programme, and from which day to which."""
    joined, left = membership.joined, membership.left
    if joined is None:
        return []
    return [
        Row(
            "membership",
            {
                "membership": stream_id,
                "worker": joined.worker,
                "led_by": joined.organisation,
                "programme": joined.programme,
                "roles": joined.roles,
                "joined_on": joined.joined_on,
                "lending": joined.lending,
                "left_on": left.left_on if left else None,
            },
        )
    ]


def client_rows(stream_id: UUID, client: Client) -> list[Row]:
    """Keep what clients are called, sealed, and the tokens that they are found by."""
    known = client.registered
    if known is None:
        return []
    rows = [
        Row(
            "client",
            {
                "client": stream_id,
                "programme": known.programme,
                "name": Personal(known.name),
                "called": Personal(known.called),
                "details": Personal(details_of(described(known))),
                "registered_at": known.registered_at,
                "possible_same_person": known.possible_same_person,
                "takes_part_since": client.takes_part_since,
                "erased_at": client.erased.erased_at if client.erased else None,
                "hidden_from": sorted(map(str, client.conflicts)),
                "restricted_to": (
                    None
                    if client.restricted_to is None
                    else sorted(map(str, client.restricted_to))
                ),
                "has_died": client.died is not None,
                "needs_review_on": client.access_needs and client.access_needs.review_on,
            },
        ),
        *token_rows(stream_id, client),
    ]
    rows += [_consent(stream_id, client, each) for each in client.consents.values()]
    rows += [_conflict(known.programme, each) for each in client.conflicts.values()]
    if client.imported is not None:
        rows.append(_imported(stream_id, client, client.imported))
    rows += _to_be_followed(stream_id, client, known.programme)
    if client.erased is not None:
        today = london_day(client.erased.erased_at)
        rows.append(Row("due", {"kind": ERASE_CLIENT, "aggregate": stream_id, "due_on": today}))
    elif client.import_undone is None:
        rows.extend(_to_be_compared(stream_id, client, known))
    return rows


def _to_be_followed(client_id: UUID, client: Client, programme: str) -> list[Row]:
    """Have what is true of the person recorded of whoever the client is linked to."""
    died, alive, erased = client.died, client.death_reversed, client.erased
    told = {
        "died": died.recorded_at if died else None,
        "alive": alive.reversed_at if alive else None,
        "withdrawn": client.withdrawn.withdrawn_at if client.withdrawn else None,
        "erased": erased.erased_at if erased else None,
    }
    return [
        _follows(uuid5(client_id, f"{what}/{at.isoformat()}"), client_id, programme, at)
        for what, at in told.items()
        if at is not None
    ]


def _follows(aggregate: UUID, client_id: UUID, programme: str, at: datetime) -> Row:
    return Row(
        "due",
        {
            "kind": FOLLOW_LINKED,
            "aggregate": aggregate,
            "due_on": london_day(at),
            "programme": programme,
            "payload": {"client": str(client_id)},
        },
    )


def details_of(who: Described) -> dict[str, str] | None:
    """Give what candidates are compared by, besides their names."""
    told = {
        "birth_date": None if who.birth_date is None else who.birth_date.isoformat(),
        "postcode": who.postcode,
        "nhs_number": who.nhs_number,
        "telephone": who.telephone,
    }
    return {name: value for name, value in told.items() if value} or None


def _to_be_compared(client_id: UUID, client: Client, known: ClientRegistered) -> list[Row]:
    """Have somebody compared with all others: as they were registered, and as often as amended.

    Who was only taken over from an extract asks nothing of anybody.
    """
    if client.imported is not None and not client.amended:
        return []
    told = client.amended[-1] if client.amended else known.registered_at
    line = {
        "kind": COMPARE_CLIENT,
        "aggregate": uuid5(client_id, f"details/{len(client.amended)}"),
        "due_on": london_day(told),
        "programme": known.programme,
        "payload": {"client": str(client_id)},
    }
    return [Row("due", line)]


def _consent(client_id: UUID, client: Client, given: ConsentGiven) -> Row:
    """Keep what a client agreed to share, for who looks which of it comes to an end."""
    return Row(
        "consent",
        {
            "consent": given.consent,
            "client": client_id,
            "recipient": given.recipient,
            "purpose": given.purpose,
            "data_class": given.data_class,
            "expires_at": given.expires_at,
            "review_on": given.review_on,
            "withdrawn": given.consent in client.consents_withdrawn,
        },
    )


def _conflict(programme: str, declared: ConflictDeclared) -> Row:
    return Row(
        "conflict",
        {
            "client": declared.client,
            "worker": declared.worker,
            "programme": programme,
            "kind": declared.kind,
            "declared_at": declared.declared_at,
        },
    )


def _imported(client_id: UUID, client: Client, imported: ClientImported) -> Row:
    """Keep who came with which import, and whether somebody has worked with them since."""
    return Row(
        "imported_client",
        {
            "client": client_id,
            "programme": client.registered.programme if client.registered else None,
            "of_import": imported.of_import,
            "token": imported.token,
            "last_on": imported.last_on,
            "worked_with": client.worked_with and client.import_undone is None,
            "undone": client.import_undone is not None,
        },
    )


def outreach_rows(stream_id: UUID, outreach: Outreach) -> list[Row]:
    """Keep whom the programme met, as counts."""
    done, back = outreach.recorded, outreach.taken_back
    if done is None:
        return []
    return [
        Row(
            "outreach",
            {
                "outreach": stream_id,
                "programme": done.programme,
                "worker": done.worker,
                "kind": done.kind,
                "held_on": done.held_on,
                "place": done.place,
                "setting": done.setting,
                "topics": done.topics,
                "heads": done.heads,
                "minutes": done.minutes,
                "materials": dict(done.materials),
                "signposted": dict(done.signposted),
                "campaign": done.campaign,
                "taken_back_at": back.taken_back_at if back else None,
            },
        )
    ]


def advice_rows(stream_id: UUID, advice: Advice) -> list[Row]:
    """Keep what brief advice was given, and to which client if it was one."""
    given, back = advice.given, advice.taken_back
    if given is None:
        return []
    return [
        Row(
            "advice",
            {
                "advice": stream_id,
                "programme": given.programme,
                "worker": given.worker,
                "client": given.client,
                "outreach": given.outreach,
                "topic": given.topic,
                "minutes": given.minutes,
                "outcome": given.outcome,
                "given_at": given.given_at,
                "taken_back_at": back.taken_back_at if back else None,
            },
        )
    ]


def import_rows(import_id: UUID, state: Import) -> list[Row]:
    """Keep the list of imports, and what became of each."""
    begun, finished, undone = state.begun, state.finished, state.undone
    if begun is None:
        return []
    return [
        Row(
            "import",
            {
                "import_id": import_id,
                "system": begun.system,
                "rows": begun.rows,
                "begun_at": begun.begun_at,
                "finished_at": finished.finished_at if finished else None,
                "classes": dict(finished.classes) if finished else None,
                "held": dict(finished.held) if finished else None,
                "undone_at": undone.undone_at if undone else None,
            },
        )
    ]


def pair_rows(pair_id: UUID, pair: Pair) -> list[Row]:
    """Keep which clients are one person, which were said to be two, and who is to say it."""
    told = pair.merged or pair.not_same or pair.suggested
    if told is None:
        return []
    line = {
        "pair": pair_id,
        "programme": told.programme,
        "client": told.client,
        "other": told.into if isinstance(told, ClientMerged) else told.other,
        "linked": pair.linked,
        "not_same": pair.not_same is not None,
        "to_settle": len(pair.to_settle),
        "decided": pair.decided,
        "suggested_at": pair.suggested.suggested_at if pair.suggested else None,
    }
    rows = [Row("client_pair", line)]
    if pair.linked and pair.merged is not None:
        at = pair.merged.merged_at
        versions = sum(pair.merged.versions.values())
        aggregate = uuid5(pair_id, f"linked/{at.isoformat()}/{versions}")
        rows.append(_follows(aggregate, pair.merged.client, told.programme, at))
    return rows
