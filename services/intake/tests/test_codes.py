"""What intake decides in its own words, partners can read in the published language."""

from typing import get_args

import pytest

from ht_contracts import codes as published
from ht_intake.domain import codes as decided

SAME = [
    "OrganisationKind", "Accreditation", "ReferralSource", "ReferralConsent",
    "RejectionReason", "Channel", "ToldBy", "AgeBand", "Gender", "Ethnicity", "GpStatus",
    "Employment", "Unresolved", "Issue", "Disability", "DisabilityImpact",
    "LongTermCondition", "VulnerableGroup", "YesOrNo", "ArmedForces", "Accommodation",
    "WeeklyHours", "Benefit", "SocioEconomicClass", "Barrier", "PreferredHours",
    "CommunicationSupport", "ContactMethod", "InformationFormat",
    "CommunicationProfessional", "AmendedBecause", "DetailGroup", "SexualOrientation",
    "GenderIdentity", "ReligionGroup", "Place", "Destination", "OverrideOf",
    "ContactResult", "ContactedThrough", "WithdrawnBy", "ReferralStage",
    "ReferralPart",
    "OutreachKind",
    "OutreachSetting",
    "AdviceTopic",
    "OutreachMaterial",
    "AdviceOutcome",
    "TakenBackBecause",
    "Instrument",
    "RecruitedLocally",
    "ApplicantRoute",
    "StaffGroup",
    "PayBand",
    "LendingKind",
    "ProgressionStep",
    "LeavingDestination",
    "ConsentForm",
    "Article6",
    "Article9",
    "ProcessingCondition",
    "EthnicGroup",
    "Appropriateness",
    "CarePathway",
]  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_a_code_means_the_same_inside_and_outside(name: str) -> None:
    assert get_args(getattr(decided, name)) == get_args(getattr(published, name))


def test_every_role_that_a_worker_can_be_given_is_a_role() -> None:
    assert set(get_args(decided.Role)) < set(get_args(published.Role))
