"""Two clients that are one person, or are not: said by people, and taken back exactly."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, StrictInt

from ht_intake.domain.pair import (
    MergeClients,
    RecordNotSamePerson,
    SettleFact,
    UnmergeClients,
)
from ht_intake.handling import Clients, Pairs, pair_id
from ht_intake.routes.forms import Form, FreeText, Instant, programme_of
from ht_intake.routes.knowing import eyes_of
from ht_kit.asked import Actor
from ht_kit.audit import Look, looks
from ht_kit.http import ActorDep, AnswerDep, Answered, AskedDep, ReadDep, allows

router = APIRouter(tags=["clients"])

_LINKS = [Depends(allows("client:link"))]
_LINKED_ELSEWHERE = """
SELECT 1 FROM client_pair
WHERE linked AND pair <> $3 AND (client IN ($1, $2) OR other = $1) LIMIT 1
"""
_OF_CLIENT = """
SELECT client, other, linked, not_same, to_settle FROM client_pair
WHERE (client = $1 OR other = $1)
  AND NOT EXISTS (
    SELECT FROM client c WHERE c.client IN (client_pair.client, client_pair.other)
      AND ($2 = ANY (c.hidden_from)
           OR NOT (c.restricted_to IS NULL OR $2 = ANY (c.restricted_to) OR $3)))
ORDER BY pair LIMIT 200
"""


class MergeForm(Form):
    """The body of POST /clients/{client_id}/merge: the other is the one who stays."""

    into: UUID
    merged_at: Instant
    reason: FreeText | None = None


class UnmergeForm(Form):
    """The body of POST /clients/{client_id}/unmerge."""

    other: UUID
    unmerged_at: Instant
    reason: FreeText | None = None


class NotSameForm(Form):
    """The body of POST /clients/{client_id}/not-same-person."""

    other: UUID
    recorded_at: Instant


class SettleForm(Form):
    """The body of POST /clients/{client_id}/settle: a fact recorded while they were linked.

    `version` is the place of the fact among the client's, as GET /clients/{id}/links has it.
    """

    other: UUID
    version: StrictInt
    belongs_to: UUID
    settled_at: Instant


class FactWhileLinked(BaseModel):
    """Something that was recorded while two clients were linked."""

    client: UUID
    version: int
    what: str
    recorded_at: datetime
    belongs_to: UUID | None


class LinkShown(BaseModel):
    """What was said of a client and another one."""

    other: UUID
    linked: bool
    not_same_person: bool
    recorded_while_linked: list[FactWhileLinked]


class LinksShown(BaseModel):
    """Who is the same person as a client, or is not."""

    items: list[LinkShown]


@router.post("/clients/{client_id}/merge", dependencies=_LINKS)
async def merge_clients(
    *,
    client_id: UUID,
    form: MergeForm,
    clients: Clients,
    pairs: Pairs,
    read: ReadDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say that a client and another are one person. Each fact keeps the client it is of.

    A death and a withdrawal from taking part that were recorded of one are then recorded of
    the other as well.
    """
    two = (client_id, form.into)
    numbers, versions, erased = set(), {}, False
    for each in two:
        client, versions[each] = await clients.read(each, actor=asked.actor)
        erased = erased or client.erased is not None
        if client.registered is not None and client.registered.nhs_number is not None:
            numbers.add(client.registered.nhs_number)
    pair = pair_id(*two)
    command = MergeClients(
        client=client_id,
        into=form.into,
        programme=programme_of(asked.actor),
        merged_at=form.merged_at,
        versions=versions,
        nhs_numbers=frozenset(numbers),
        linked=await read.row(_LINKED_ELSEWHERE, *two, pair) is not None,
        reason=form.reason,
        asked_at=asked.at,
        erased=erased,
    )
    return answer(await pairs.create(pair, command, asked=asked))


@router.post("/clients/{client_id}/unmerge", dependencies=_LINKS)
async def unmerge_clients(
    *,
    client_id: UUID,
    form: UnmergeForm,
    clients: Clients,
    pairs: Pairs,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Take a link back. What was recorded meanwhile waits for a person to say whose it is."""
    versions = await _versions(clients, asked.actor, client_id, form.other)
    command = UnmergeClients(
        unmerged_at=form.unmerged_at,
        versions=versions,
        reason=form.reason,
        asked_at=asked.at,
    )
    pair = pair_id(client_id, form.other)
    return answer(await pairs.handle(pair, command, asked=asked))


@router.post(
    "/clients/{client_id}/not-same-person", dependencies=[Depends(allows("client:write"))]
)
async def record_not_same_person(
    *,
    client_id: UUID,
    form: NotSameForm,
    clients: Clients,
    pairs: Pairs,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Remember that two clients who seem alike are two people. It is not asked again."""
    await _versions(clients, asked.actor, client_id, form.other)
    command = RecordNotSamePerson(
        client=client_id,
        other=form.other,
        programme=programme_of(asked.actor),
        recorded_at=form.recorded_at,
        asked_at=asked.at,
    )
    return answer(await pairs.create(pair_id(client_id, form.other), command, asked=asked))


@router.post("/clients/{client_id}/settle", dependencies=_LINKS)
async def settle_fact(
    *,
    client_id: UUID,
    form: SettleForm,
    clients: Clients,
    pairs: Pairs,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Say whose a fact is. Where it is the other's, record it for them as well."""
    await _versions(clients, asked.actor, client_id, form.other)
    command = SettleFact(
        of=client_id,
        version=form.version,
        belongs_to=form.belongs_to,
        settled_at=form.settled_at,
        asked_at=asked.at,
    )
    pair = pair_id(client_id, form.other)
    return answer(await pairs.handle(pair, command, asked=asked))


@router.get("/clients/{client_id}/links", dependencies=[Depends(allows("client:read"))])
async def show_links(
    *,
    client_id: UUID,
    clients: Clients,
    pairs: Pairs,
    read: ReadDep,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("client.links"))],
) -> LinksShown:
    """Say with whom a client is one person, and what waits for a person to say whose it is."""
    await clients.read(client_id, actor=actor)
    rows = await read.rows(_OF_CLIENT, client_id, *eyes_of(actor))
    others = [row["other"] if row["client"] == client_id else row["client"] for row in rows]
    look.at(client_id, *others)
    shown = []
    for row, other in zip(rows, others, strict=True):
        pair, _ = await pairs.read(pair_id(client_id, other), actor=actor)
        facts = [
            FactWhileLinked(
                client=whose,
                version=fact.version,
                what=fact.name,
                recorded_at=fact.at,
                belongs_to=pair.settled.get((whose, fact.version)),
            )
            for whose in sorted({whose for whose, _ in pair.while_linked})
            for fact in await clients.history(whose, actor=actor)
            if (whose, fact.version) in pair.while_linked
        ]
        shown.append(
            LinkShown(
                other=other,
                linked=row["linked"],
                not_same_person=row["not_same"],
                recorded_while_linked=facts,
            )
        )
    return LinksShown(items=shown)


async def _versions(clients: Clients, actor: Actor, *two: UUID) -> dict[UUID, int]:
    """Say how far each of the two has come. Who may not see both sees neither."""
    return {each: (await clients.read(each, actor=actor))[1] for each in two}
