"""The coded values that facts of this service are told in, and the ids of its things."""

from typing import Literal, NewType, TypeAlias
from uuid import UUID

CaseId = NewType("CaseId", UUID)
ClientId = NewType("ClientId", UUID)
ReferralId = NewType("ReferralId", UUID)
WorkerId = NewType("WorkerId", UUID)
SessionId = NewType("SessionId", UUID)
SharedSessionId = NewType("SharedSessionId", UUID)
ConcernId = NewType("ConcernId", UUID)
AssessmentId = NewType("AssessmentId", UUID)
CorrectionId = NewType("CorrectionId", UUID)
PlanId = NewType("PlanId", UUID)
GoalId = NewType("GoalId", UUID)
ActionId = NewType("ActionId", UUID)
CheckId = NewType("CheckId", UUID)
IfThenId = NewType("IfThenId", UUID)
BarrierId = NewType("BarrierId", UUID)
FacilitatorId = NewType("FacilitatorId", UUID)
RewardId = NewType("RewardId", UUID)
DiaryId = NewType("DiaryId", UUID)
TransferId = NewType("TransferId", UUID)
ReassignmentId = NewType("ReassignmentId", UUID)
HandoverId = NewType("HandoverId", UUID)
CoverId = NewType("CoverId", UUID)

Issue: TypeAlias = Literal[
    "diet", "physical_activity", "smoking", "alcohol", "emotional_wellbeing",
    "sexual_health", "substance_misuse", "social_isolation", "long_term_condition",
    "employment_or_training", "local_issue", "access_to_services",
]  # fmt: skip
DietSubtype: TypeAlias = Literal["healthy_eating", "weight"]
SessionType: TypeAlias = Literal[
    "assessment", "planning", "review", "sign_off", "maintenance", "group", "brief",
    "walk_in", "telephone_support", "household",
]  # fmt: skip
Medium: TypeAlias = Literal["01", "02", "03", "04", "05", "06", "07", "08", "98"]
Place: TypeAlias = Literal[
    "A01", "A03", "B01", "C01", "H01", "J01", "K01", "L01", "L02", "M01", "M02", "M04",
    "N01", "N02", "N03", "N05", "X01",
]  # fmt: skip
LocalPlace: TypeAlias = Literal[
    "jobcentre", "football_club", "barracks", "delivery_office", "other_local_place"
]
Interpreter: TypeAlias = Literal["1", "2", "3", "4", "5"]
OtherPresent: TypeAlias = Literal[
    "partner", "parent_or_guardian", "child", "other_relative", "friend", "carer",
    "support_worker", "professional", "trainee_or_observer", "other",
]  # fmt: skip
SharedKind: TypeAlias = Literal["group", "household"]
SizeCorrectedBecause: TypeAlias = Literal["miscounted", "entered_wrongly"]
ConcernAbout: TypeAlias = Literal[
    "abuse_or_neglect", "domestic_abuse", "child_at_risk", "self_harm_or_suicide",
    "self_neglect", "exploitation", "radicalisation", "other",
]  # fmt: skip
ToldWhom: TypeAlias = Literal[
    "senior_or_manager", "safeguarding_lead", "adult_social_care", "childrens_social_care",
    "police", "ambulance", "crisis_team", "gp", "other",
]  # fmt: skip
ConcernOutcome: TypeAlias = Literal[
    "taken_over_by_another_service", "client_is_safe", "no_further_action", "raised_in_error"
]
AskedBy: TypeAlias = Literal["client", "provider"]
Seen: TypeAlias = Literal["5", "6"]
NotSeen: TypeAlias = Literal["7", "3"]
Cancelled: TypeAlias = Literal["2", "4"]
NotYet: TypeAlias = Literal["0"]
"""The national code of a session that lies ahead: it says nothing of how one went."""
Attendance: TypeAlias = Literal["5", "6", "7", "3", "2", "4"]
Instrument: TypeAlias = Literal[
    "bmi", "fruit_and_vegetables", "high_fat_snacks", "general_health", "ngse", "who5",
    "waist", "moderate_activity", "intense_activity", "activity_minutes", "gppaq",
    "ipaq_short", "alcohol_units", "audit_c", "audit", "smoking", "gse10", "self_confidence",
    "eq_vas", "ons4_satisfaction", "ons4_worthwhile", "ons4_happiness", "ons4_anxiety",
    "wemwbs", "swemwbs", "wsas",
]  # fmt: skip
Mode: TypeAlias = Literal["client_reported", "measured"]
Phase: TypeAlias = Literal["pre", "review", "post", "maintenance"]
NotTaken: TypeAlias = Literal["declined", "not_asked", "not_possible"]
GoalKind: TypeAlias = Literal["change", "keep_up", "done_or_not"]
ToldBy: TypeAlias = Literal["number", "done_or_not", "own_rating"]
Result: TypeAlias = Literal["achieved", "part_achieved", "not_achieved"]
Ruler: TypeAlias = int | Literal["declined"]
Agreement: TypeAlias = Literal["in_person", "telephone", "unsigned"]
ClientPresence: TypeAlias = Literal["in_person", "telephone", "not_present"]
EndedEarly: TypeAlias = Literal[
    "clients_wish", "lost_contact", "moved", "died", "transferred", "other"
]
Channel: TypeAlias = Literal["in_person", "telephone", "video", "letter", "email", "text"]
CheckMode: TypeAlias = Literal["in_person", "telephone", "video", "letter"]
CheckResult: TypeAlias = Literal[
    "maintained", "partly", "not_maintained", "not_contactable", "declined", "superseded",
    "cancelled",
]  # fmt: skip
CheckEnding: TypeAlias = Literal[
    "maintained", "partly", "not_maintained", "not_contactable", "declined"
]
"""How a worker may say that a check ended; the other two come of something else."""

CheckAnswer: TypeAlias = Literal["maintained", "partly", "not_maintained"]
"""What a client can say of a change; the other results say why nothing was said."""

BarrierKind: TypeAlias = Literal[
    "interpreter", "transport", "hours", "venue", "cost", "caring", "stigma", "digital",
    "appointments", "other",
]  # fmt: skip
ComB: TypeAlias = Literal["capability", "opportunity", "motivation"]
DiaryKind: TypeAlias = Literal["behaviour", "food", "activity", "smoking", "alcohol"]
PauseReason: TypeAlias = Literal[
    "prison_lock_down", "hospital", "ramadan", "ill", "away", "caring_for_somebody", "other"
]
Closure: TypeAlias = Literal["01", "02", "03", "04", "05", "06", "07", "08", "09"]
ClosureDetail: TypeAlias = Literal[
    "never_attended_assessment", "dropped_out_before_plan", "dropped_out_during_plan",
    "dropped_out_after_sign_off", "wider_help", "advice_only",
]  # fmt: skip
Conclusion: TypeAlias = Literal["completed", "ended_early", "cancelled"]
Reopening: TypeAlias = Literal["came_back", "closed_by_mistake", "death_reversed"]
EarlierCase: TypeAlias = Literal["came_back", "transferred"]
TransferReason: TypeAlias = Literal[
    "moved", "clients_wish", "released_from_prison", "other_programme_fits_better",
    "contract_ended", "other",
]  # fmt: skip
TransferRefusal: TypeAlias = Literal[
    "no_capacity",
    "outside_area",
    "not_suitable",
    "not_reached",
    "client_died",
    "client_stopped",
    "case_ended",
    "taken_back",
    "other",
]
TransferNo: TypeAlias = Literal[
    "no_capacity", "outside_area", "not_suitable", "not_reached", "client_died", "other"
]
"""What people decline for. The rest of the list is what ends an offer by itself."""
Reassignment: TypeAlias = Literal["worker_left", "worker_away", "contract_changed_hands"]
Told: TypeAlias = Literal["in_person", "telephone", "letter", "not_yet"]
