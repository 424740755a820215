"""The codes of the employment pathway, and the ids of its things."""

from typing import Literal, NewType, TypeAlias
from uuid import UUID

EmploymentPathwayId = NewType("EmploymentPathwayId", UUID)
ProgressId = NewType("ProgressId", UUID)

Employment: TypeAlias = Literal[
    "01", "02", "03", "04", "05", "06", "07", "08", "ZZ", "not_asked", "not_known",
]  # fmt: skip
Benefit: TypeAlias = Literal[
    "jobseekers", "employment_and_support", "universal_credit", "personal_independence",
    "sick_pay", "other", "any", "none", "not_known", "declined",
]  # fmt: skip
YesOrNo: TypeAlias = Literal["yes", "no", "not_known", "declined"]
EmploymentReferredBy: TypeAlias = Literal["jobcentre_plus", "self", "other"]
EmploymentSupport: TypeAlias = Literal["suitable", "not_suitable", "not_applicable"]
StatusTakenAt: TypeAlias = Literal["baseline", "review", "close"]
WorkProgress: TypeAlias = Literal["training", "volunteering", "paid_work", "job_search"]
SustainedWork: TypeAlias = Literal["sustained", "not_sustained", "not_known"]
EmploymentClosed: TypeAlias = Literal[
    "completed", "clients_wish", "lost_contact", "moved", "died", "other"
]
