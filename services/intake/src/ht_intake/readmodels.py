"""The rows that are written with the events: pure functions of the new state."""

from uuid import UUID

from ht_intake.domain.client.events import ClientImported
from ht_intake.domain.client.state import Client
from ht_intake.domain.days import london_day
from ht_intake.domain.importing import Import
from ht_intake.domain.organisation import Organisation
from ht_intake.domain.pair import Pair
from ht_intake.domain.programme import Programme
from ht_intake.domain.taking_in import Chosen
from ht_intake.domain.worker.membership import Membership
from ht_intake.domain.worker.worker import Worker
from ht_kit.aggregate import Blind, Personal, Row

ERASE_CLIENT = "erase-client"
"""The kind of due work that destroys the keys of a client who was erased."""


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


def worker_rows(stream_id: UUID, worker: Worker) -> list[Row]:
    """Keep the list of each organisation's workers, and the sign-ins of all."""
    known = worker.registered
    if known is None:
        return []
    return [
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
            },
        ),
        Row(
            "sign_in",
            {"sign_in": known.sign_in, "worker": stream_id, "employer": known.employer},
        ),
    ]


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
            },
        ),
        # Without a number as well: one that was taken back or erased leads to nobody.
        Row(
            "client_token",
            {
                "client": stream_id,
                "kind": "nhs_number",
                "token": Blind("nhs_number", known.nhs_number),
            },
        ),
    ]
    if client.imported is not None:
        rows.append(_imported(stream_id, client, client.imported))
    if client.erased is not None:
        today = london_day(client.erased.erased_at)
        rows.append(Row("due", {"kind": ERASE_CLIENT, "aggregate": stream_id, "due_on": today}))
    return rows


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
    """Keep which clients are one person, and which were said to be two."""
    told = pair.merged or pair.not_same
    if told is None:
        return []
    line = {
        "pair": pair_id,
        "programme": told.programme,
        "client": told.client,
        "other": pair.merged.into if pair.merged else pair.not_same and pair.not_same.other,
        "linked": pair.linked,
        "not_same": pair.not_same is not None,
        "to_settle": len(pair.to_settle),
    }
    return [Row("client_pair", line)]
