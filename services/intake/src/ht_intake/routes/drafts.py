"""Referrals that are still being written: left, taken up again, sent or thrown away."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends
from pydantic import AfterValidator, BaseModel, JsonValue, ValidationError

from ht_intake.domain.draft import BeginSending, DiscardDraft, DraftGone, SaveDraft, SendDraft
from ht_intake.domain.referral.receiving import receive
from ht_intake.domain.referral.state import NO_REFERRAL_YET
from ht_intake.handling import Drafts, Referrals, sent_referral_id
from ht_intake.routes.forms import Form, programme_of
from ht_intake.routes.referral_forms import ReferralForm
from ht_intake.routes.taking_in import TakingInDep
from ht_kit.asked import Asked
from ht_kit.audit import Look, looks
from ht_kit.decider import NoSuchThing, Taken
from ht_kit.http import (
    ActorDep,
    AnswerDep,
    Answered,
    AskedDep,
    Page,
    PagingDep,
    ReadDep,
    allows,
)
from ht_kit.ids import reference_for
from ht_kit.problems import invalid

router = APIRouter(prefix="/referral-drafts", tags=["referrals"])

_MAY = [Depends(allows("draft:write"))]
_LONGEST: Final = 24_000
_LIST = """
SELECT draft, saved_at, vanishes_on FROM referral_draft
WHERE programme = $1 AND worker = $2 AND ended_on IS NULL
  AND ($3::uuid IS NULL OR draft > $3) ORDER BY draft LIMIT $4
"""


def _part_of_a_referral(content: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if unknown := content.keys() - ReferralForm.model_fields.keys():
        raise ValueError(f"has {len(unknown)} fields that a referral does not have")
    if len(orjson.dumps(content)) > _LONGEST:
        raise ValueError("is too long")
    return content


class DraftForm(Form):
    """The body of POST /referral-drafts: as much of a referral as there is by now."""

    content: Annotated[dict[str, JsonValue], AfterValidator(_part_of_a_referral)]


class DraftLine(BaseModel):
    """A draft of whoever asks, and the day on which it vanishes."""

    id: UUID
    saved_at: datetime
    vanishes_on: date


class DraftShown(DraftLine):
    """A draft, as it was left."""

    version: int
    content: dict[str, Any]


@router.post("", status_code=201, dependencies=_MAY)
async def begin_draft(
    form: DraftForm, drafts: Drafts, numbers: TakingInDep, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Keep a referral that is not whole yet."""
    command = _saving(asked.new_id, form, numbers.draft_days, asked)
    return answer(await drafts.create(asked.new_id, command, asked=asked), created=True)


@router.post("/{draft_id}", dependencies=_MAY)
async def save_draft(
    *,
    draft_id: UUID,
    form: DraftForm,
    drafts: Drafts,
    numbers: TakingInDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Keep what has been written since. Its day to vanish is counted anew."""
    command = _saving(draft_id, form, numbers.draft_days, asked)
    return answer(await drafts.handle(draft_id, command, asked=asked))


@router.get("", dependencies=_MAY)
async def list_drafts(
    read: ReadDep,
    actor: ActorDep,
    paging: PagingDep,
    look: Annotated[Look, Depends(looks("draft.list"))],
) -> Page[DraftLine]:
    """List the drafts of whoever asks. Nobody sees those of anybody else."""
    look.at()
    rows = await read.rows(
        _LIST, actor.programme, actor.worker, *paging.start(UUID), paging.limit + 1
    )
    return paging.page(
        rows,
        item=lambda row: DraftLine(
            id=row["draft"], saved_at=row["saved_at"], vanishes_on=row["vanishes_on"]
        ),
        key=lambda row: (row["draft"],),
    )


@router.get("/{draft_id}", dependencies=_MAY)
async def show_draft(
    draft_id: UUID,
    drafts: Drafts,
    actor: ActorDep,
    look: Annotated[Look, Depends(looks("draft.view"))],
) -> DraftShown:
    """Show a draft as it was left, to go on with it."""
    look.at()
    draft, version = await drafts.read(draft_id, actor=actor)
    if draft.saved is None or draft.ended_on is not None:
        raise NoSuchThing
    kept = draft.saved
    return DraftShown(
        id=draft_id,
        saved_at=kept.saved_at,
        vanishes_on=kept.vanishes_on,
        version=version,
        content=_content(kept.content),
    )


@router.post("/{draft_id}/send", status_code=201, dependencies=_MAY)
async def send_draft(
    *,
    draft_id: UUID,
    drafts: Drafts,
    referrals: Referrals,
    numbers: TakingInDep,
    asked: AskedDep,
    answer: AnswerDep,
) -> Answered:
    """Make a referral of a draft: the same one, however often it is sent.

    From the first write on the draft says what the referral says: whatever ends the process
    before the last, sending it again finishes.
    """
    draft, version = await drafts.read(draft_id, actor=asked.actor)
    referral, finishing = sent_referral_id(draft_id), asked
    if draft.sent is None:
        form = _whole(_content(draft.kept.content))
        receiving = _step(asked, "receive", referral)
        command = form.command(receiving, numbers)
        receive(command, NO_REFERRAL_YET)  # it is refused while it can still be put right
        seen = version if asked.expected_version is None else asked.expected_version
        beginning = replace(_step(asked, "begin", draft_id), expected_version=seen)
        await drafts.handle(draft_id, BeginSending(asked_at=asked.at), asked=beginning)
        finishing = replace(asked, expected_version=None)
        try:
            await referrals.create(referral, command, asked=receiving)
        except Taken as taken:  # its sender sent it before: it is that one
            referral = taken.holder
    else:
        referral = draft.sent.referral
    sent = await drafts.handle(
        draft_id, SendDraft(referral=referral, asked_at=asked.at), asked=finishing
    )
    more: dict[str, object] = {"referral": referral, "reference": reference_for(referral)}
    if referral != sent_referral_id(draft_id):  # what the draft said is in no referral
        more["repeated"] = True
    return answer(sent, created=True, more=more)


@router.post("/{draft_id}/discard", dependencies=_MAY)
async def discard_draft(
    draft_id: UUID, drafts: Drafts, asked: AskedDep, answer: AnswerDep
) -> Answered:
    """Throw a draft away."""
    command = DiscardDraft(asked_at=asked.at)
    return answer(await drafts.handle(draft_id, command, asked=asked))


def _saving(draft_id: UUID, form: DraftForm, days: int, asked: Asked) -> SaveDraft:
    return SaveDraft(
        draft=draft_id,
        programme=programme_of(asked.actor),
        worker=asked.actor.worker,
        content=orjson.dumps(form.content, option=orjson.OPT_SORT_KEYS).decode(),
        days=days,
        asked_at=asked.at,
    )


def _content(kept: str | None) -> dict[str, Any]:
    if kept is None:  # its key is gone: it has ended at this moment
        raise DraftGone
    content: dict[str, Any] = orjson.loads(kept)
    return content


def _whole(content: dict[str, Any]) -> ReferralForm:
    try:
        return ReferralForm.model_validate_json(orjson.dumps(content))
    except ValidationError as missing:
        raise invalid(
            *dict.fromkeys(
                (".".join(map(str, error["loc"])), "is missing or cannot be used")
                for error in missing.errors(include_url=False, include_input=False)
            )
        ) from None


def _step(asked: Asked, what: str, new_id: UUID) -> Asked:
    """Give one step of a request a key of its own, so that it can be repeated by itself."""
    return replace(asked, key=f"{asked.key}/{what}", new_id=new_id, expected_version=None)
