"""A plan whose client was said to have died, and has not: what the death ended goes on.

    GoOnAfterDeath ─► PlanTakenUpAgain, MaintenanceCheckFellDue for each whose day has come

Whatever had ended otherwise, or before, stays as it was.
"""

from ht_plans.domain.plan.commands import GoOnAfterDeath
from ht_plans.domain.plan.events import MaintenanceCheckFellDue, PlanTakenUpAgain
from ht_plans.domain.plan.state import Plan


def go_on_after_death(
    asked: GoOnAfterDeath, plan: Plan
) -> list[PlanTakenUpAgain | MaintenanceCheckFellDue]:
    """Bring back what the death ended, and nothing else."""
    drafted = plan.begun()
    ended = plan.abandoned is not None and plan.abandoned.reason == "died"
    stopped = {
        check_id: check
        for check_id, check in plan.checks.items()
        if check.ended is not None and check.ended.by_death
    }
    if not ended and not stopped:
        return []
    taken_up = PlanTakenUpAgain(
        plan=drafted.plan,
        case=drafted.case,
        client=drafted.client,
        checks=tuple(stopped),
        taken_up_at=asked.taken_up_at,
    )
    fell_due = [
        MaintenanceCheckFellDue(
            plan=drafted.plan,
            client=drafted.client,
            check=check_id,
            months=check.scheduled.months,
            due_on=check.scheduled.due_on,
        )
        for check_id, check in stopped.items()
        if not check.fell_due and check.scheduled.due_on <= asked.today
    ]
    return [taken_up, *fell_due]
