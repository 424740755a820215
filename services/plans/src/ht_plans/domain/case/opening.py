"""How a case begins: once, however often it is heard of, and naming what it follows.

OpenCase ─► CaseOpened, CaseLinked where the client had a case before
"""

from typing import TYPE_CHECKING

from ht_plans.domain.case.commands import OpenCase
from ht_plans.domain.case.course_events import CaseLinked
from ht_plans.domain.case.events import CaseOpened
from ht_plans.domain.case.refusals import CaseOpenedForAnother

if TYPE_CHECKING:
    from ht_plans.domain.case.state import Case


def open_case(asked: OpenCase, case: "Case") -> list[CaseOpened | CaseLinked]:
    """Open it once. What it follows is said when it opens, and stays."""
    opened = CaseOpened(
        case=asked.case,
        client=asked.client,
        referral=asked.referral,
        programme=asked.programme,
        opened_at=asked.opened_at,
    )
    if case.opened is not None:
        if case.opened != opened:
            raise CaseOpenedForAnother
        return []
    if asked.follows is None:
        return [opened]
    linked = CaseLinked(
        case=asked.case,
        client=asked.client,
        earlier=asked.follows,
        because=asked.because,
        linked_at=asked.opened_at,
    )
    return [opened, linked]
