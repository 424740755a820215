"""The codes of the pathways that a case can be on, and the ids of their things."""

from typing import Literal, NewType, TypeAlias
from uuid import UUID

ScreeningId = NewType("ScreeningId", UUID)
EscalationId = NewType("EscalationId", UUID)
HouseholdId = NewType("HouseholdId", UUID)

CarePathway: TypeAlias = Literal[
    "social_prescribing", "health_check", "pre_operative", "self_assessment",
    "long_term_condition", "post_coronary", "mental_health", "family", "young_person",
    "found_by_champion", "prison", "probation", "armed_forces", "workplace",
    "community_outreach",
]  # fmt: skip
AgeGroup: TypeAlias = Literal["under_16", "16_or_17", "adult"]
ChildConsent: TypeAlias = Literal["parent_or_guardian", "fraser"]
ScreeningSource: TypeAlias = Literal[
    "nhs_health_check", "gp_practice", "pharmacy", "hospital", "other"
]
ScreeningMeasure: TypeAlias = Literal[
    "systolic", "diastolic", "bmi", "weight_kg", "height_cm", "cholesterol", "hba1c",
    "audit_c", "gppaq", "cvd_risk_pct",
]  # fmt: skip
SelfAssessmentTool: TypeAlias = Literal["teen_life_check", "mid_life_check", "other"]
EscalatedTo: TypeAlias = Literal[
    "gp", "emergency_services", "crisis_team", "mental_health_service", "safeguarding_lead",
    "clinical_team", "senior",
]  # fmt: skip
EscalatedBecause: TypeAlias = Literal[
    "risk_to_self", "risk_from_others", "urgent_finding", "out_of_remit", "worsening"
]
