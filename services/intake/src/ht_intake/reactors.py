"""What the intake service does by itself, when a day comes."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import permutations
from uuid import UUID

import asyncpg

from ht_intake.domain.client.following import to_follow
from ht_intake.domain.draft import LetDraftVanish
from ht_intake.domain.matching import described
from ht_intake.domain.referral.commands import ForgetReferral
from ht_intake.domain.referral.redirecting import PASSED_ON, passed_on
from ht_intake.domain.suggesting import SuggestSamePerson
from ht_intake.domain.worker.membership import LeaveProgramme
from ht_intake.finding import Finder
from ht_intake.handling import (
    CLIENT,
    DRAFT,
    ERASURE,
    MEMBERSHIP,
    PAIR,
    REFERRAL,
    pair_id,
    passed_referral_id,
)
from ht_intake.programme_numbers import numbers_of
from ht_intake.readmodels import COMPARE_CLIENT, END_ROLES, ERASE_CLIENT, FOLLOW_LINKED
from ht_intake.readmodels_referrals import FORGET_DRAFT, HAND_REFERRAL_OVER, LET_DRAFT_VANISH
from ht_intake.stored import SERVICE
from ht_kit.asked import Asked
from ht_kit.because import system_actor
from ht_kit.clock import london_day
from ht_kit.due import DueItem, DueWork
from ht_kit.erasing import erase
from ht_kit.handlers import Handlers

_LINKED = """
WITH RECURSIVE same (client) AS (
    SELECT $1::uuid
    UNION
    SELECT CASE WHEN p.client = same.client THEN p.other ELSE p.client END
    FROM same JOIN client_pair p ON p.linked AND same.client IN (p.client, p.other)
)
SELECT client FROM same ORDER BY client
"""
_PAIRS_OF = """
SELECT pair FROM client_pair WHERE client = ANY ($1::uuid[]) OR other = ANY ($1::uuid[])
"""
_OVER = """
SELECT m.membership, m.led_by, m.programme, greatest(m.joined_on, over.since) AS leaves_on
FROM membership m
JOIN sign_in s ON s.worker = m.worker
LEFT JOIN lending l ON l.lending = m.lending
CROSS JOIN LATERAL (SELECT least(s.left_on, l.last_on + 1) AS since) AS over
WHERE m.worker = $1 AND over.since <= $2
  AND (m.left_on IS NULL OR m.left_on > greatest(m.joined_on, over.since))
"""
_REFERRALS = """
SELECT referral, programme, sender_namespace, sender_reference FROM referral
WHERE client = ANY ($1::uuid[])
"""
_OF_THE_SAME = """
SELECT referral, programme, sender_namespace, sender_reference FROM referral
WHERE referral = ANY ($1::uuid[]) OR duplicate_of = ANY ($2::uuid[])
"""


async def _referrals_of(
    handlers: Handlers, organisation: str, clients: Collection[UUID]
) -> list[asyncpg.Record]:
    """Give the referrals that clients came by, and whatever else was told of the same person.

    A programme that redirected somebody keeps what it was told, and so does a referral that
    was turned down as a duplicate: neither ever hears who the person became.
    """
    reads = handlers.reads(organisation)
    rows = await reads.rows(_REFERRALS, list(clients))
    found: dict[UUID, asyncpg.Record] = {}
    while new := {row["referral"]: row for row in rows if row["referral"] not in found}:
        found |= new
        earlier = [each for row in new.values() if (each := _passed_on_from(row)) is not None]
        rows = await reads.rows(_OF_THE_SAME, earlier, list(new))
    return list(found.values())


def _passed_on_from(row: asyncpg.Record) -> UUID | None:
    """Name the referral that this one was before; a sender's own reference never names one."""
    if row["sender_namespace"] != PASSED_ON:
        return None
    try:
        earlier = UUID(row["sender_reference"])
    except ValueError:
        return None
    return earlier if passed_referral_id(earlier) == row["referral"] else None


async def keys_of(
    handlers: Handlers, organisation: str, clients: Collection[UUID]
) -> Collection[UUID]:
    """Say whose keys go with clients: theirs, and those of the referrals they came by.

    What a referral says of a person is sealed with a key of its own until it is converted,
    and so is why somebody said that two clients are one person, or are not: it speaks of both.
    """
    rows = await _referrals_of(handlers, organisation, clients)
    pairs = await handlers.reads(organisation).rows(_PAIRS_OF, list(clients))
    return {
        *clients, *(row["referral"] for row in rows), *(row["pair"] for row in pairs)
    }  # fmt: skip


async def destroy_keys_when_client_erased(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Destroy the client's key, and those of the referrals that they came by.

    The referrals are found by nothing any more, before anything is said to be done.
    """
    keys = await keys_of(handlers, item.organisation, [item.aggregate])
    for row in await _referrals_of(handlers, item.organisation, [item.aggregate]):
        command = ForgetReferral(client=item.aggregate, forgotten_at=asked.at)
        forgetting = replace(
            asked,
            actor=replace(asked.actor, programme=row["programme"]),
            key=f"{asked.key}:{row['referral']}",
        )
        await handlers.of(REFERRAL).handle(row["referral"], command, asked=forgetting)
    await erase(handlers.of(ERASURE), handlers.sealing, item.aggregate, asked=asked, also=keys)


async def receive_referral_when_redirected(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Give a referral to the programme that it was redirected to, as the person agreed."""
    referrals = handlers.of(REFERRAL)
    referral, _ = await referrals.read(item.aggregate, actor=asked.actor)
    sent = referral.redirected
    if sent is None or sent.to_programme is None:
        return
    numbers = await numbers_of(handlers.reads(item.organisation), sent.to_programme)
    new_id = passed_referral_id(item.aggregate)
    command = passed_on(referral, new_id, contact_by=numbers.contact_by(sent.redirected_at))
    if command is not None:
        there = replace(asked, actor=replace(asked.actor, programme=sent.to_programme))
        await referrals.create(new_id, command, asked=there)


async def let_draft_vanish_when_its_day_has_come(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Let a draft vanish that nobody came back to; what was saved later is asked later."""
    command = LetDraftVanish(today=london_day(asked.at))
    await handlers.of(DRAFT).handle(item.aggregate, command, asked=asked)


async def destroy_key_when_draft_ended(handlers: Handlers, item: DueItem, asked: Asked) -> None:
    """Make what a draft said unreadable, for ever: it was sent, or nobody wants it."""
    _ = asked
    await handlers.sealing.destroy(item.organisation, [item.aggregate])


async def suggest_same_person_when_details_were_told(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Compare a client with all others of their programme, and put who is alike to a person.

    What was looked up while they were registered showed only what whoever asked may see, and
    nobody who was being registered at that moment. Whoever was registered before there were
    tokens gets theirs first (`rows`).
    """
    client_id = UUID(item.payload["client"])
    clients, pairs = handlers.of(CLIENT), handlers.of(PAIR)
    if item.payload.get("rows"):
        await clients.write_rows_again(client_id, asked=asked)
    client, _ = await clients.read(client_id, actor=asked.actor)
    if client.registered is None or client.erased is not None:
        return

    finder = Finder(handlers.reads(item.organisation), handlers.sealing, asked.actor)
    for match in await finder.matches(described(client.registered), but=client_id):
        command = SuggestSamePerson(
            client=client_id,
            other=match.client,
            programme=client.registered.programme,
            agrees=match.likeness.agrees,
            differs=match.likeness.differs,
            asked_at=asked.at,
        )
        key = f"{asked.key}:{match.client}"
        each = replace(asked, key=key, fingerprint=sha256(key.encode()).hexdigest())
        await pairs.create(pair_id(client_id, match.client), command, asked=each)


async def record_of_linked_what_is_true_of_the_person(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """Bring the records of one person into line: death, withdrawal and erasure are theirs.

    Each record is compared as it stands now, so that nothing is recorded twice.
    """
    reads, clients = handlers.reads(item.organisation), handlers.of(CLIENT)
    rows = await reads.rows(_LINKED, UUID(item.payload["client"]))
    for one, other in permutations([row["client"] for row in rows], 2):
        known, _ = await clients.read(one, actor=asked.actor)
        follows, _ = await clients.read(other, actor=asked.actor)
        for command in to_follow(known, follows, asked_at=asked.at):
            key = f"{asked.key}:{one}:{other}:{type(command).__name__}"
            each = replace(asked, key=key, fingerprint=sha256(key.encode()).hexdigest())
            await clients.handle(other, command, asked=each)


async def end_roles_when_worker_left_or_lent_no_longer(
    handlers: Handlers, item: DueItem, asked: Asked
) -> None:
    """End what a worker is in programmes, from the day on which they may not be it any more.

    Programmes may be of other organisations than the one that keeps the worker's register.
    """
    today = london_day(asked.at)
    rows = await handlers.reads(item.organisation).rows(_OVER, item.aggregate, today)
    for row in rows:
        there = replace(
            asked,
            actor=system_actor(SERVICE, row["led_by"], row["programme"]),
            key=f"{asked.key}:{row['membership']}",
        )
        leaving = LeaveProgramme(on=row["leaves_on"])
        await handlers.of(MEMBERSHIP).handle(row["membership"], leaving, asked=there)


def due_work(handlers: Handlers) -> Iterable[DueWork]:
    """Name what the calendar asks of this service."""
    return [
        DueWork(ERASE_CLIENT, partial(destroy_keys_when_client_erased, handlers)),
        DueWork(HAND_REFERRAL_OVER, partial(receive_referral_when_redirected, handlers)),
        DueWork(LET_DRAFT_VANISH, partial(let_draft_vanish_when_its_day_has_come, handlers)),
        DueWork(FORGET_DRAFT, partial(destroy_key_when_draft_ended, handlers)),
        DueWork(
            COMPARE_CLIENT,
            partial(suggest_same_person_when_details_were_told, handlers),
        ),
        DueWork(
            FOLLOW_LINKED,
            partial(record_of_linked_what_is_true_of_the_person, handlers),
        ),
        DueWork(END_ROLES, partial(end_roles_when_worker_left_or_lent_no_longer, handlers)),
    ]
