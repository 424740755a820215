"""Taking back what was recorded wrongly: by whoever recorded it, or a senior."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ht_intake.domain.codes import TakenBackBecause
from ht_intake.domain.refusals import TakenBackByAnother


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """Say that it was recorded wrongly. A senior may say so of anybody's."""

    because: TakenBackBecause
    by: UUID | None
    by_senior: bool
    asked_at: datetime

    def refuse_another(self, recorded_by: UUID | None) -> None:
        """Refuse whoever takes back what somebody else recorded, unless a senior does."""
        if not self.by_senior and (self.by is None or self.by != recorded_by):
            raise TakenBackByAnother
