"""Diaries: given to the client while the plan is open, and told of whenever they come back."""

from ht_plans.domain.days import day_of
from ht_plans.domain.plan.diaries import (
    LONGEST,
    DiaryFilled,
    DiaryStarted,
    FillDiary,
    StartDiary,
)
from ht_plans.domain.plan.refusals import (
    AlreadyWritten,
    DiaryTooLong,
    NoSuchDiary,
    NotADayOfTheDiary,
    NothingTold,
    SameDayTwice,
)
from ht_plans.domain.plan.state import Plan
from ht_plans.domain.refusals import DatedInTheFuture


def start_diary(asked: StartDiary, plan: Plan) -> list[DiaryStarted]:
    """Give the client a diary to keep."""
    plan.still_open()
    if asked.goal is not None:
        plan.goal(asked.goal)
    if not 1 <= asked.days <= LONGEST:
        raise DiaryTooLong
    started = DiaryStarted(
        diary=asked.diary,
        kind=asked.kind,
        goal=asked.goal,
        what_to_write=asked.what_to_write,
        unit=asked.unit,
        first_day=asked.first_day,
        days=asked.days,
    )
    known = plan.diaries.get(asked.diary)
    if known is None:
        return [started]
    if known.started != started:
        raise AlreadyWritten
    return []


def fill_diary(asked: FillDiary, plan: Plan) -> list[DiaryFilled]:
    """Record what the client tells of some days, even after the plan has ended."""
    plan.begun()
    diary = plan.diaries.get(asked.diary)
    if diary is None:
        raise NoSuchDiary
    days = [entry.day for entry in asked.entries]
    if len(set(days)) < len(days):
        raise SameDayTwice
    if not set(days) <= set(diary.pages):
        raise NotADayOfTheDiary
    if any(day > day_of(asked.now) for day in days):
        raise DatedInTheFuture
    if any(entry.amount is None and not entry.words for entry in asked.entries):
        raise NothingTold
    told = tuple(entry for entry in asked.entries if diary.entries.get(entry.day) != entry)
    if not told:
        return []
    return [DiaryFilled(diary=asked.diary, entries=told, filled_at=asked.now)]
