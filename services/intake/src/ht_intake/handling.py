"""The rules joined to the place their events are kept."""

from typing import Annotated, Final, TypeAlias
from uuid import UUID, uuid5

from fastapi import Depends

from ht_intake import readmodels, readmodels_referrals, stored
from ht_intake.domain import (
    draft,
    importing,
    lawful_basis,
    organisation,
    pair,
    programme,
    taking_in,
)
from ht_intake.domain.client import client
from ht_intake.domain.client import commands as client_commands
from ht_intake.domain.client import events as client_events
from ht_intake.domain.client.state import NO_CLIENT_YET, Client
from ht_intake.domain.client.state import evolve as evolve_client
from ht_intake.domain.contract import contract
from ht_intake.domain.outreach import advice, outreach
from ht_intake.domain.referral import commands as referral_commands
from ht_intake.domain.referral import events as referral_events
from ht_intake.domain.referral import referral
from ht_intake.domain.referral.evolving import evolve as evolve_referral
from ht_intake.domain.referral.state import NO_REFERRAL_YET, Referral
from ht_intake.domain.worker import membership, worker
from ht_kit.aggregate import Aggregate, Decider, Reservation
from ht_kit.asked import Actor
from ht_kit.decider import Handler
from ht_kit.erasing import erasure_of
from ht_kit.http import handler_of

_MEMBERSHIPS: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b01")
_CASES: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b02")
_REFERRALS: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b04")
_CONSENTS: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b03")
_PAIRS: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b08")
_TAKING_IN: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b21")
_SENT: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b22")
_PASSED_ON: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b23")
_CONTRACTS: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b11")
_LAWFUL_BASES: Final = UUID("0199f1a6-6d3c-7c51-9d1e-5d7e0f6a2b12")


def lawful_bases_id(organisation_slug: str) -> UUID:
    """Name the register of lawful bases of one organisation: always the same."""
    return uuid5(_LAWFUL_BASES, organisation_slug)


def contracts_id(programme_slug: str) -> UUID:
    """Name the contracts of one programme: always the same."""
    return uuid5(_CONTRACTS, programme_slug)


def membership_id(worker_id: UUID, programme_slug: str) -> UUID:
    """Name the membership of one worker in one programme: always the same."""
    return uuid5(_MEMBERSHIPS, f"{worker_id}/{programme_slug}")


def taking_in_id(organisation_slug: str, programme_slug: str) -> UUID:
    """Name how a programme takes people in: always the same."""
    return uuid5(_TAKING_IN, f"{organisation_slug}/{programme_slug}")


def sent_referral_id(draft_id: UUID) -> UUID:
    """Name the referral that is made of a draft: always the same, however often it is sent."""
    return uuid5(_SENT, str(draft_id))


def passed_referral_id(referral_id: UUID) -> UUID:
    """Name the referral that another programme receives instead of one: always the same."""
    return uuid5(_PASSED_ON, str(referral_id))


def case_id(referral_id: UUID) -> UUID:
    """Name the case that a referral opens: always the same, however often it is asked."""
    return uuid5(_CASES, str(referral_id))


def consent_id(client_id: UUID, *told: str) -> UUID:
    """Name a consent by whose it is, for what and since when: told twice, it is one."""
    return uuid5(_CONSENTS, "/".join([str(client_id), *told]))


def imported_client_id(import_id: UUID, token: str) -> UUID:
    """Name the client that one row of an import makes: asked again, it is the same one."""
    return uuid5(import_id, token)


def imported_referral_id(client_id: UUID) -> UUID:
    """Name the referral that another system knew an imported client by."""
    return uuid5(_REFERRALS, str(client_id))


def pair_id(one: UUID, other: UUID) -> UUID:
    """Name two clients together: always the same, whichever is named first."""
    return uuid5(_PAIRS, "/".join(sorted(map(str, (one, other)))))


def _held_by_organisation(state: organisation.Organisation) -> frozenset[Reservation]:
    if state.registered is None:
        return frozenset()
    slug = state.registered.organisation
    return frozenset({Reservation("organisation", slug, everywhere=True)})


def _held_by_programme(state: programme.Programme) -> frozenset[Reservation]:
    if state.registered is None:
        return frozenset()
    slug = state.registered.programme
    return frozenset({Reservation("programme", slug, everywhere=True)})


def _held_by_worker(state: worker.Worker) -> frozenset[Reservation]:
    if state.registered is None:
        return frozenset()
    return frozenset({Reservation("sign_in", state.registered.sign_in, everywhere=True)})


def _held_by_referral(state: Referral) -> frozenset[Reservation]:
    received = state.received
    if received is None or received.sender_namespace is None:
        return frozenset()
    sender = (received.programme, received.sender_namespace, str(received.sender_reference))
    return frozenset({Reservation("sender", "/".join(sender))})


def _held_by_client(state: Client) -> frozenset[Reservation]:
    if state.imported is None or state.import_undone is not None:
        return frozenset()
    return frozenset({Reservation("imported", state.imported.token)})


def _held_by_import(state: importing.Import) -> frozenset[Reservation]:
    if state.begun is None or state.undone is not None:
        return frozenset()
    return frozenset({Reservation("import", state.begun.fingerprint)})


def _held_by_pair(state: pair.Pair) -> frozenset[Reservation]:
    if state.merged is None or not state.linked:
        return frozenset()
    return frozenset({Reservation("linked", str(state.merged.client))})


def _programmes_of_referral(state: Referral) -> frozenset[str]:
    told = state.received or state.returned
    return frozenset({told.programme} if told else ())


def _programmes_of_client(state: Client) -> frozenset[str]:
    return frozenset({state.registered.programme} if state.registered else ())


def _may_see(state: Client, actor: Actor) -> bool:
    """Hide a client from whoever is too close, and a restricted one from all but those named.

    Due work acts as the system; whoever leads on information governance answers for all.
    """
    if actor.worker in state.conflicts:
        return False
    named = state.restricted_to is None or actor.worker in state.restricted_to
    return named or actor.has("system", "ig-lead")


def _may_see_referral(state: Referral, actor: Actor) -> bool:
    """Show a referral of somebody unknown only to those who find out who it is."""
    return not state.unidentified or actor.has("senior", "administrator", "system")


def _may_see_draft(state: draft.Draft, actor: Actor) -> bool:
    """Show a draft to nobody but who writes it. Due work acts as the system."""
    writer = state.saved.worker if state.saved else None
    return actor.has("system") or (writer is not None and writer == actor.worker)


def _data_of_referral(stream_id: UUID, state: Referral) -> UUID:
    return state.client or stream_id


ORGANISATION: Final = Aggregate(
    name="organisation",
    decider=Decider(
        decide=organisation.decide,
        evolve=organisation.evolve,
        initial=organisation.NO_ORGANISATION_YET,
    ),
    codec=stored.ORGANISATION_EVENTS,
    rows=readmodels.organisation_rows,
    client=lambda _, __: None,
    reserves=_held_by_organisation,
)

PROGRAMME: Final = Aggregate(
    name="programme",
    decider=Decider(
        decide=programme.decide,
        evolve=programme.evolve,
        initial=programme.NO_PROGRAMME_YET,
    ),
    codec=stored.PROGRAMME_EVENTS,
    rows=readmodels.programme_rows,
    client=lambda _, __: None,
    reserves=_held_by_programme,
)

LAWFUL_BASES: Final = Aggregate(
    name="lawful_bases",
    decider=Decider(
        decide=lawful_basis.decide,
        evolve=lawful_basis.evolve,
        initial=lawful_basis.NO_BASES_YET,
    ),
    codec=stored.LAWFUL_BASIS_EVENTS,
    rows=lambda _, __: [],
    client=lambda _, __: None,
)

CONTRACTS: Final = Aggregate(
    name="contracts",
    decider=Decider(
        decide=contract.decide, evolve=contract.evolve, initial=contract.NO_CONTRACTS_YET
    ),
    codec=stored.CONTRACT_EVENTS,
    rows=readmodels.contract_rows,
    client=lambda _, __: None,
)

WORKER: Final = Aggregate(
    name="worker",
    decider=Decider(decide=worker.decide, evolve=worker.evolve, initial=worker.NO_WORKER_YET),
    codec=stored.WORKER_EVENTS,
    rows=readmodels.worker_rows,
    client=lambda stream_id, _: stream_id,
    reserves=_held_by_worker,
)

MEMBERSHIP: Final = Aggregate(
    name="membership",
    decider=Decider(
        decide=membership.decide,
        evolve=membership.evolve,
        initial=membership.NO_MEMBERSHIP_YET,
    ),
    codec=stored.MEMBERSHIP_EVENTS,
    rows=readmodels.membership_rows,
    client=lambda _, __: None,
)

REFERRAL: Final = Aggregate(
    name="referral",
    decider=Decider(decide=referral.decide, evolve=evolve_referral, initial=NO_REFERRAL_YET),
    codec=stored.REFERRAL_EVENTS,
    rows=readmodels_referrals.referral_rows,
    programmes=_programmes_of_referral,
    sees=_may_see_referral,
    client=_data_of_referral,
    reserves=_held_by_referral,
)

DRAFT: Final = Aggregate(
    name="referral_draft",
    decider=Decider(decide=draft.decide, evolve=draft.evolve, initial=draft.NO_DRAFT_YET),
    codec=stored.DRAFT_EVENTS,
    rows=readmodels_referrals.draft_rows,
    programmes=lambda state: frozenset({state.saved.programme} if state.saved else ()),
    sees=_may_see_draft,
    client=lambda stream_id, _: stream_id,
)

TAKING_IN: Final = Aggregate(
    name="taking_in",
    decider=Decider(
        decide=taking_in.decide, evolve=taking_in.evolve, initial=taking_in.AS_USUAL
    ),
    codec=stored.TAKING_IN_EVENTS,
    rows=readmodels.taking_in_rows,
    client=lambda _, __: None,
)

CLIENT: Final = Aggregate(
    name="client",
    decider=Decider(decide=client.decide, evolve=evolve_client, initial=NO_CLIENT_YET),
    codec=stored.CLIENT_EVENTS,
    rows=readmodels.client_rows,
    programmes=_programmes_of_client,
    sees=_may_see,
    client=lambda stream_id, _: stream_id,
    reserves=_held_by_client,
)

OUTREACH: Final = Aggregate(
    name="outreach",
    decider=Decider(
        decide=outreach.decide, evolve=outreach.evolve, initial=outreach.NO_OUTREACH_YET
    ),
    codec=stored.OUTREACH_EVENTS,
    rows=readmodels.outreach_rows,
    programmes=lambda state: frozenset({state.recorded.programme} if state.recorded else ()),
    client=lambda _, __: None,
)

ADVICE: Final = Aggregate(
    name="advice",
    decider=Decider(decide=advice.decide, evolve=advice.evolve, initial=advice.NO_ADVICE_YET),
    codec=stored.ADVICE_EVENTS,
    rows=readmodels.advice_rows,
    programmes=lambda state: frozenset({state.given.programme} if state.given else ()),
    client=lambda _, state: state.given.client if state.given else None,
)

IMPORT: Final = Aggregate(
    name="import",
    decider=Decider(
        decide=importing.decide, evolve=importing.evolve, initial=importing.NO_IMPORT_YET
    ),
    codec=stored.IMPORT_EVENTS,
    rows=readmodels.import_rows,
    client=lambda _, __: None,
    reserves=_held_by_import,
)

PAIR: Final = Aggregate(
    name="pair",
    decider=Decider(decide=pair.decide, evolve=pair.evolve, initial=pair.NO_PAIR_YET),
    codec=stored.PAIR_EVENTS,
    rows=readmodels.pair_rows,
    programmes=lambda state: frozenset({state.programme} if state.programme else ()),
    client=lambda stream_id, state: stream_id if state.merged else None,
    reserves=_held_by_pair,
)

ERASURE: Final = erasure_of(stored.SERVICE)

AGGREGATES: Final = (
    ORGANISATION,
    LAWFUL_BASES,
    PROGRAMME,
    CONTRACTS,
    WORKER,
    MEMBERSHIP,
    REFERRAL,
    DRAFT,
    TAKING_IN,
    CLIENT,
    PAIR,
    OUTREACH,
    ADVICE,
    IMPORT,
    ERASURE,
)

Pairs: TypeAlias = Annotated[
    Handler[pair.Command, pair.Pair, pair.Event], Depends(handler_of(PAIR))
]
Organisations: TypeAlias = Annotated[
    Handler[organisation.Command, organisation.Organisation, organisation.Event],
    Depends(handler_of(ORGANISATION)),
]
Programmes: TypeAlias = Annotated[
    Handler[programme.Command, programme.Programme, programme.Event],
    Depends(handler_of(PROGRAMME)),
]
LawfulBases: TypeAlias = Annotated[
    Handler[lawful_basis.Command, lawful_basis.Bases, lawful_basis.Event],
    Depends(handler_of(LAWFUL_BASES)),
]
Contracts: TypeAlias = Annotated[
    Handler[contract.Command, contract.Contracts, contract.Event],
    Depends(handler_of(CONTRACTS)),
]
Workers: TypeAlias = Annotated[
    Handler[worker.Command, worker.Worker, worker.Event], Depends(handler_of(WORKER))
]
Memberships: TypeAlias = Annotated[
    Handler[membership.Command, membership.Membership, membership.Event],
    Depends(handler_of(MEMBERSHIP)),
]
Referrals: TypeAlias = Annotated[
    Handler[referral_commands.Command, Referral, referral_events.Event],
    Depends(handler_of(REFERRAL)),
]
Drafts: TypeAlias = Annotated[
    Handler[draft.Command, draft.Draft, draft.Event], Depends(handler_of(DRAFT))
]
TakingIns: TypeAlias = Annotated[
    Handler[taking_in.Command, taking_in.Chosen, taking_in.Event],
    Depends(handler_of(TAKING_IN)),
]
Clients: TypeAlias = Annotated[
    Handler[client_commands.Command, Client, client_events.Event],
    Depends(handler_of(CLIENT)),
]
Imports: TypeAlias = Annotated[
    Handler[importing.Command, importing.Import, importing.Event],
    Depends(handler_of(IMPORT)),
]
Outreaches: TypeAlias = Annotated[
    Handler[outreach.Command, outreach.Outreach, outreach.Event],
    Depends(handler_of(OUTREACH)),
]
Advices: TypeAlias = Annotated[
    Handler[advice.Command, advice.Advice, advice.Event], Depends(handler_of(ADVICE))
]
