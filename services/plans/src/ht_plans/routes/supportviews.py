"""What helps with a plan and what stands in the way, as it is shown with the plan."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from ht_plans.domain.plan.diaries import Diary


class _Written(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class IfThenView(_Written):
    """What the client will do if it gets difficult. None where the words are gone."""

    if_then: UUID
    goal: UUID | None
    situation: str | None
    response: str | None


class BarrierView(_Written):
    """What stands in the way."""

    barrier: UUID
    kind: str | None
    com_b: str | None
    words: str | None


class FacilitatorView(_Written):
    """What helps."""

    facilitator: UUID
    com_b: str | None
    words: str | None


class RewardView(_Written):
    """What the client gives themselves, and after which step."""

    reward: UUID
    what: str | None
    after: UUID | None


class EntryView(_Written):
    """What the client told of one day."""

    day: date
    amount: Decimal | None
    words: str | None


class DiaryView(BaseModel):
    """A diary that the client keeps."""

    diary: UUID
    kind: str
    goal: UUID | None
    what_to_write: str | None
    unit: str | None
    first_day: date
    days: int
    entries: list[EntryView]


def view_of_diary(diary: Diary) -> DiaryView:
    """Show a diary, day by day."""
    started = diary.started
    entries = sorted(diary.entries.values(), key=lambda entry: entry.day)
    return DiaryView(
        diary=started.diary,
        kind=started.kind,
        goal=started.goal,
        what_to_write=started.what_to_write,
        unit=started.unit,
        first_day=started.first_day,
        days=started.days,
        entries=[EntryView.model_validate(entry) for entry in entries],
    )
