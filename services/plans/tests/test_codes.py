"""The rules speak in the same codes as the published language."""

from types import ModuleType
from typing import get_args

import pytest

from ht_contracts import codes as published
from ht_plans.domain import codes
from ht_plans.domain.pathway import codes as following
from ht_plans.domain.quit import codes as quitting
from ht_plans.domain.work import codes as working

SAME = (
    *("Issue", "DietSubtype", "SessionType", "Medium", "Place", "Seen", "NotSeen", "Cancelled"),
    *("Instrument", "Phase", "NotTaken", "GoalKind", "Agreement", "ClientPresence"),
    *("EndedEarly", "Channel", "CheckResult", "AskedBy", "Attendance", "Interpreter"),
)


@pytest.mark.parametrize("name", SAME)
def test_a_code_of_the_rules_is_a_code_of_the_published_language(name: str) -> None:
    assert get_args(getattr(codes, name)) == get_args(getattr(published, name))


def test_goals_and_plans_have_the_same_results() -> None:
    assert get_args(codes.Result) == get_args(published.PlanResult)


def test_a_client_is_asked_in_ways_that_are_channels() -> None:
    assert set(get_args(codes.CheckMode)) < set(get_args(published.Channel))


BESIDE: tuple[tuple[ModuleType, tuple[str, ...]], ...] = (
    (
        quitting,
        (
            *("QuitAgeBand", "QuitSetting", "QuitSessionType", "QuitAid", "QuitOutcome"),
            *("CarbonMonoxide", "Gender", "Ethnicity", "SocioEconomicClass", "YesOrNo"),
        ),
    ),
    (
        working,
        (
            *("Employment", "Benefit", "YesOrNo", "EmploymentReferredBy", "StatusTakenAt"),
            *("WorkProgress", "SustainedWork", "EmploymentClosed"),
        ),
    ),
    (
        following,
        (
            *("CarePathway", "AgeGroup", "ChildConsent", "ScreeningSource"),
            *("SelfAssessmentTool", "EscalatedTo", "EscalatedBecause"),
        ),
    ),
)


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in BESIDE for name in names]
)
def test_a_code_beside_plans_is_a_code_of_the_published_language(
    module: ModuleType, name: str
) -> None:
    assert get_args(getattr(module, name)) == get_args(getattr(published, name))
