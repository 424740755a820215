"""What an imported plan stands for, in the facts that rules and screens know.

They are never stored or told: how the client agreed, and who was there at the end, is not
known. So whatever they say beyond the extract is shown to nobody.
"""

from ht_plans.domain.days import day_of
from ht_plans.domain.plan.events import (
    ImportedCheck,
    MaintenanceChecked,
    PlanAbandoned,
    PlanAgreed,
    PlanDrafted,
    PlanImported,
    PlanSignedOff,
)
from ht_plans.domain.plan.revisions import ScheduledCheck


def drafted_as(event: PlanImported) -> PlanDrafted:
    """Give how the plan began."""
    return PlanDrafted(
        plan=event.plan,
        case=event.case,
        client=event.client,
        programme=event.programme,
        primary_issue=event.primary_issue,
        diet_subtype=None,
        secondary_issues=(),
        own_words=None,
        drafted_at=event.agreed_at,
    )


def agreed_as(event: PlanImported) -> PlanAgreed:
    """Give what was agreed."""
    return PlanAgreed(
        plan=event.plan,
        case=event.case,
        client=event.client,
        primary_issue=event.primary_issue or "local_issue",
        diet_subtype=None,
        secondary_issues=(),
        how="unsigned",
        importance="declined",
        confidence="declined",
        agreed_at=event.agreed_at,
    )


def signed_off_as(event: PlanImported) -> PlanSignedOff | None:
    """Give how the plan was signed off, if it was."""
    if event.result is None or event.ended_at is None:
        return None
    return PlanSignedOff(
        plan=event.plan,
        case=event.case,
        client=event.client,
        result=event.result,
        rolled_up=event.result,
        overridden=False,
        override_reason=None,
        client_present="not_present",
        not_present_reason=None,
        checks=tuple(map(scheduled_as, event.checks)),
        signed_off_at=event.ended_at,
    )


def abandoned_as(event: PlanImported) -> PlanAbandoned | None:
    """Give how the plan ended early, if it did."""
    if event.ended_early is None or event.ended_at is None:
        return None
    return PlanAbandoned(
        plan=event.plan,
        case=event.case,
        client=event.client,
        reason=event.ended_early,
        ended_at=event.ended_at,
    )


def scheduled_as(check: ImportedCheck) -> ScheduledCheck:
    """Give when a check was meant to be: on the day on which it was."""
    return ScheduledCheck(
        check=check.check, months=check.months, due_on=day_of(check.checked_at)
    )


def checked_as(check: ImportedCheck, event: PlanImported) -> MaintenanceChecked:
    """Give how a check ended."""
    return MaintenanceChecked(
        plan=event.plan,
        case=event.case,
        client=event.client,
        check=check.check,
        months=check.months,
        result=check.result,
        mode=None,
        window_reason=None,
        checked_at=check.checked_at,
    )
