"""What plans knows of programmes, workers, clients, conflicts, deaths and what waits."""

from collections.abc import Sequence
from typing import TypeAlias

from ht_contracts.envelope import Envelope
from ht_contracts.intake import (
    ClientErased,
    ClientImported,
    ClientImportUndone,
    ClientRegistered,
    ConflictDeclared,
    ContractAgreed,
    ContractAmended,
    ContractEnded,
    DeathRecorded,
    DeathReversed,
    ProgrammeJoined,
    ProgrammeLeft,
    ProgrammeRegistered,
    ReferralConverted,
    WorkerAccredited,
)
from ht_contracts.referrals import (
    ReferralOutcomeRecorded,
    ReferralSent,
    ReferralSentWithoutConsent,
    ReferralWithdrawn,
)
from ht_kit.leadership import Connection
from ht_kit.projector import Projector, Received

_Here: TypeAlias = ClientRegistered | ClientImported | ReferralConverted
_Gone: TypeAlias = ClientErased | ClientImportUndone
_Sent: TypeAlias = ReferralSent | ReferralSentWithoutConsent

_KNOW_PROGRAMME = """
INSERT INTO known_programmes (programme, organisation, maintenance_months, caseload_cap)
VALUES ($1, $2, $3, $4)
ON CONFLICT (programme) DO UPDATE SET
    maintenance_months = excluded.maintenance_months, caseload_cap = excluded.caseload_cap
"""
_KNOW_CONTRACT = """
INSERT INTO known_contracts
    (contract, organisation, programme, from_on, last_on, maintenance_months,
     session_allowance, required_measures)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (contract) DO UPDATE SET
    from_on = excluded.from_on, last_on = excluded.last_on,
    maintenance_months = excluded.maintenance_months,
    session_allowance = excluded.session_allowance,
    required_measures = excluded.required_measures
"""
_END_CONTRACT = "UPDATE known_contracts SET last_on = $2 WHERE contract = $1"
_KNOW_ACCREDITATION = """
INSERT INTO known_accreditations (worker, accreditation, expires_on) VALUES ($1, $2, $3)
ON CONFLICT (worker, accreditation) DO UPDATE SET expires_on = excluded.expires_on
"""
_KNOW_ROLES = """
INSERT INTO known_roles (worker, programme, roles) VALUES ($1, $2, $3)
ON CONFLICT (worker, programme) DO UPDATE SET roles = excluded.roles
"""
_KNOW_IMPORTED = """
INSERT INTO known_imported_clients (client, organisation, programme, of_import)
VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
"""
_KNOW_WHO_LEADS = """
INSERT INTO programmes_led (programme, led_by) VALUES ($1, $2)
ON CONFLICT (programme) DO UPDATE SET led_by = excluded.led_by
"""
_KNOW_CONFLICT = """
INSERT INTO known_conflicts (client, worker, organisation, declared_at)
VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
"""
_KNOW_DEATH = """
INSERT INTO known_deaths (client, organisation, recorded_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
"""
_FORGET_DEATH = "DELETE FROM known_deaths WHERE client = $1"
_KNOW_CLIENT = """
INSERT INTO known_clients (client, organisation, programme) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
"""
_FORGET_CLIENT = "DELETE FROM known_clients WHERE client = $1 AND organisation = $2"
_KNOW_SENT = """
INSERT INTO known_onward (referral, organisation, programme, case_id, client, sent_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
"""
_KNOW_ENDED = """
UPDATE known_onward SET ended_at = coalesce(ended_at, $2) WHERE referral = $1
"""
_ENDS = frozenset({"rejected", "did_not_attend", "completed"})
_FORGET_ROLES = "DELETE FROM known_roles WHERE worker = $1 AND programme = $2"


async def know_the_register(  # noqa: C901 - one per event
    connection: Connection, received: Sequence[Received]
) -> None:
    """Keep what a trainer's suitability and a programme's checks are decided by.

    One after another, in order: somebody may leave a programme and join it again.
    """
    for each in received:
        match each.envelope["type"]:
            case ProgrammeRegistered.type:
                await _know_programme(connection, each)
            case ContractAgreed.type | ContractAmended.type | ContractEnded.type:
                await _know_contract(connection, each)
            case WorkerAccredited.type:
                accredited = Envelope[WorkerAccredited].model_validate(each.envelope).data
                if accredited:
                    await connection.execute(
                        _KNOW_ACCREDITATION,
                        accredited.worker,
                        accredited.accreditation,
                        accredited.expires_on,
                    )
            case ProgrammeJoined.type:
                joined = Envelope[ProgrammeJoined].model_validate(each.envelope).data
                if joined:
                    await connection.execute(
                        _KNOW_ROLES, joined.worker, joined.programme, list(joined.roles)
                    )
            case ProgrammeLeft.type:
                left = Envelope[ProgrammeLeft].model_validate(each.envelope).data
                if left:
                    await connection.execute(_FORGET_ROLES, left.worker, left.programme)
            case ClientImported.type:
                await _know_imported(connection, each)
            case _:
                pass  # nothing that is asked about here


async def _know_programme(connection: Connection, received: Received) -> None:
    envelope = Envelope[ProgrammeRegistered].model_validate(received.envelope)
    if envelope.data:
        await connection.execute(
            _KNOW_PROGRAMME,
            envelope.data.programme,
            envelope.organisation,
            list(envelope.data.maintenance_months),
            envelope.data.caseload_cap,
        )
        await connection.execute(
            _KNOW_WHO_LEADS, envelope.data.programme, envelope.organisation
        )


async def _know_contract(connection: Connection, received: Received) -> None:
    """Keep on which days a contract is in force. What is amended says the same things anew."""
    if received.envelope["type"] == ContractEnded.type:
        ended = Envelope[ContractEnded].model_validate(received.envelope).data
        if ended:
            await connection.execute(_END_CONTRACT, ended.contract, ended.ended_on)
        return
    envelope = Envelope[ContractAgreed].model_validate(received.envelope)
    if envelope.data:
        terms = envelope.data.terms
        months = terms.maintenance_months
        await connection.execute(
            _KNOW_CONTRACT,
            envelope.data.contract,
            envelope.organisation,
            envelope.data.programme,
            terms.from_on,
            terms.to_on,
            None if months is None else list(months),
            terms.session_allowance,
            list(terms.required_measures or ()),
        )


async def _know_imported(connection: Connection, received: Received) -> None:
    envelope = Envelope[ClientImported].model_validate(received.envelope)
    if envelope.data:
        await connection.execute(
            _KNOW_IMPORTED,
            envelope.data.client,
            envelope.organisation,
            envelope.programme,
            envelope.data.of_import,
        )


async def know_conflicts(connection: Connection, received: Sequence[Received]) -> None:
    """Keep who is too close to whom: they see nothing of that client, nor support them."""
    for each in received:
        if each.envelope["type"] != ConflictDeclared.type:
            continue
        envelope = Envelope[ConflictDeclared].model_validate(each.envelope)
        if envelope.data:
            await connection.execute(
                _KNOW_CONFLICT,
                envelope.data.client,
                envelope.data.worker,
                envelope.organisation,
                envelope.data.declared_at,
            )


async def know_deaths(connection: Connection, received: Sequence[Received]) -> None:
    """Keep who has died, unless it was a mistake: nobody is lost who could not be asked."""
    for each in received:
        match each.envelope["type"]:
            case DeathRecorded.type:
                died = Envelope[DeathRecorded].model_validate(each.envelope)
                if died.data:
                    await connection.execute(
                        _KNOW_DEATH,
                        died.data.client,
                        died.organisation,
                        died.data.recorded_at,
                    )
            case DeathReversed.type:
                alive = Envelope[DeathReversed].model_validate(each.envelope).data
                if alive:
                    await connection.execute(_FORGET_DEATH, alive.client)
            case _:
                pass  # nothing of life and death


async def know_clients(connection: Connection, received: Sequence[Received]) -> None:
    """Keep who is registered with which programme: a case goes on with nobody else."""
    for each in received:
        match each.envelope["type"]:
            case ClientRegistered.type | ClientImported.type | ReferralConverted.type:
                here = Envelope[_Here].model_validate(each.envelope)
                if here.data and here.programme:
                    await connection.execute(
                        _KNOW_CLIENT, here.data.client, here.organisation, here.programme
                    )
            case ClientErased.type | ClientImportUndone.type:
                gone = Envelope[_Gone].model_validate(each.envelope)
                if gone.data:
                    await connection.execute(
                        _FORGET_CLIENT, gone.data.client, gone.organisation
                    )
            case _:
                pass  # nothing of who is registered


async def know_what_waits(connection: Connection, received: Sequence[Received]) -> None:
    """Keep which onward referrals still wait for their end, so that somebody follows them up.

    A referral is sent before anything comes of it, and each event is taken in order.
    """
    for each in received:
        match each.envelope["type"]:
            case ReferralSent.type | ReferralSentWithoutConsent.type:
                sent = Envelope[_Sent].model_validate(each.envelope)
                if sent.data:
                    await connection.execute(
                        _KNOW_SENT,
                        sent.data.referral,
                        sent.organisation,
                        sent.programme,
                        sent.data.case,
                        sent.data.client,
                        sent.data.sent_at,
                    )
            case ReferralOutcomeRecorded.type:
                told = Envelope[ReferralOutcomeRecorded].model_validate(each.envelope).data
                if told and told.outcome in _ENDS:
                    await connection.execute(_KNOW_ENDED, told.referral, told.answered_at)
            case ReferralWithdrawn.type:
                taken = Envelope[ReferralWithdrawn].model_validate(each.envelope).data
                if taken:
                    await connection.execute(_KNOW_ENDED, taken.referral, taken.withdrawn_at)
            case _:
                pass  # nothing that anybody waits for


async def know_what_intake_tells(connection: Connection, received: Sequence[Received]) -> None:
    """Keep all of it with one commit for what came together."""
    await know_the_register(connection, received)
    await know_conflicts(connection, received)
    await know_deaths(connection, received)
    await know_clients(connection, received)


PROJECTORS = (
    Projector("plans_known_intake", "EVT_INTAKE", know_what_intake_tells),
    Projector("plans_known_onward", "EVT_REFERRALS", know_what_waits),
)
