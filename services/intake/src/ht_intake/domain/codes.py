"""The coded values that facts of intake are told in.

The published language has the same lists; a test compares them.
"""

from typing import Literal, TypeAlias

Role: TypeAlias = Literal[
    "champion", "health-trainer", "senior", "manager", "administrator", "commissioner",
    "analyst", "ig-lead", "safety-officer",
]  # fmt: skip
OrganisationKind: TypeAlias = Literal["council", "nhs", "charity", "company"]
Accreditation: TypeAlias = Literal[
    "city_and_guilds_level_3", "rsph_level_2_health_improvement",
    "rsph_level_2_behaviour_change", "ncsct_level_2", "in_training", "none",
]  # fmt: skip
ReferralSource: TypeAlias = Literal[
    "gp_practice", "self", "carer_or_relative", "employer", "emergency_department",
    "acute_hospital", "community_health", "dental", "screening", "education",
    "social_services", "hospice", "care_home", "police", "courts", "probation",
    "prison_health", "asylum_service", "telephone_or_electronic", "voluntary_sector",
    "independent_sector", "ambulance", "mental_health", "jobcentre_plus",
    "stop_smoking_service", "nhs_health_check", "pre_operative", "found_by_trainer",
    "champion", "outreach_event",
]  # fmt: skip
CarePathway: TypeAlias = Literal[
    "social_prescribing", "health_check", "pre_operative", "self_assessment",
    "long_term_condition", "post_coronary", "mental_health", "family", "young_person",
    "found_by_champion", "prison", "probation", "armed_forces", "workplace",
    "community_outreach",
]  # fmt: skip
ReferralConsent: TypeAlias = Literal["agreed", "not_agreed", "not_stated"]
AgreementToldBy: TypeAlias = Literal[
    "person", "referrer", "parent_or_guardian", "carer_or_relative",
]  # fmt: skip
ReturnedBecause: TypeAlias = Literal["not_agreed", "mandated"]
RejectionReason: TypeAlias = Literal[
    "duplicate", "inappropriate", "incomplete", "outside_area", "outside_age",
    "not_wanted_by_the_person", "already_supported_elsewhere",
]  # fmt: skip
Channel: TypeAlias = Literal["in_person", "telephone", "video", "letter", "email", "text"]
ToldBy: TypeAlias = Literal["telephone", "letter", "email", "not_told"]
AgeBand: TypeAlias = Literal[
    "0-11", "12-15", "16-17", "18-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49",
    "50-54", "55-59", "60-64", "65-69", "70-74", "75-79", "80-84", "85-89", "90+", "declined",
    "not_asked", "not_known",
]  # fmt: skip
Gender: TypeAlias = Literal["1", "2", "9", "not_asked", "not_known", "declined"]
Ethnicity: TypeAlias = Literal[
    "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "Z", "99",
    "not_asked",
]  # fmt: skip
GpStatus: TypeAlias = Literal[
    "registered", "V81997", "V81998", "V81999", "not_asked", "declined",
]  # fmt: skip
Employment: TypeAlias = Literal[
    "01", "02", "03", "04", "05", "06", "07", "08", "ZZ", "not_asked", "not_known",
]  # fmt: skip
Unresolved: TypeAlias = Literal[
    "no_fixed_abode", "declined", "not_in_lookup", "outside_england", "institution",
    "not_asked", "not_known",
]  # fmt: skip
Issue: TypeAlias = Literal[
    "diet", "physical_activity", "smoking", "alcohol", "emotional_wellbeing",
    "sexual_health", "substance_misuse", "social_isolation", "long_term_condition",
    "employment_or_training", "local_issue", "access_to_services",
]  # fmt: skip
ErasureReason: TypeAlias = Literal[
    "asked_by_the_person", "no_longer_needed", "recorded_unlawfully", "ordered_by_law",
]  # fmt: skip
HowReached: TypeAlias = Literal[
    "direct", "through_hostel", "through_worker", "through_gp", "through_family",
    "through_other", "none",
]  # fmt: skip
NhsNumberStatus: TypeAlias = Literal["01", "02", "03", "04", "05", "06", "07", "08"]
NhsNumberAbsent: TypeAlias = Literal[
    "not_known", "overseas_patient", "devolved_nation", "not_asked", "declined"
]
Disability: TypeAlias = Literal[
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "XX", "NN", "not_known",
    "declined",
]  # fmt: skip
DisabilityImpact: TypeAlias = Literal[
    "01", "02", "03", "not_known", "declined",
]  # fmt: skip
LongTermCondition: TypeAlias = Literal[
    "cardiovascular", "diabetes", "respiratory", "cancer", "musculoskeletal", "mental_health",
    "other", "none", "not_known", "declined",
]  # fmt: skip
VulnerableGroup: TypeAlias = Literal[
    "homeless", "refugee_or_asylum", "offender", "traveller", "substance_misuse",
    "lone_parent", "learning_disability", "low_level_mental_ill_health", "isolated",
    "armed_forces_community", "care_leaver", "none", "not_known", "declined",
]  # fmt: skip
YesOrNo: TypeAlias = Literal[
    "yes", "no", "not_known", "declined",
]  # fmt: skip
ArmedForces: TypeAlias = Literal[
    "02", "03", "05", "not_known", "declined",
]  # fmt: skip
Accommodation: TypeAlias = Literal[
    "MA", "HM", "HM01", "HM03", "HM04", "HM05", "MH", "HS", "CH", "CH02", "CJ", "CJ01",
    "CJ02", "SH", "ML", "OC96", "not_known", "declined",
]  # fmt: skip
WeeklyHours: TypeAlias = Literal[
    "01", "02", "03", "04", "none", "not_known", "declined",
]  # fmt: skip
Benefit: TypeAlias = Literal[
    "jobseekers", "employment_and_support", "universal_credit", "personal_independence",
    "sick_pay", "other", "any", "none", "not_known", "declined",
]  # fmt: skip
SocioEconomicClass: TypeAlias = Literal[
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "96", "not_known", "declined",
]  # fmt: skip
Barrier: TypeAlias = Literal[
    "interpreter", "transport", "hours", "venue", "cost", "caring", "stigma", "digital",
    "appointments", "other", "none", "not_known", "declined",
]  # fmt: skip
PreferredHours: TypeAlias = Literal[
    "mornings", "afternoons", "evenings", "weekends", "any", "not_known", "declined",
]  # fmt: skip
CommunicationSupport: TypeAlias = Literal[
    "hearing_aid", "lipreading", "sign_language", "deafblind_manual", "speaks_slowly",
    "communication_aid", "somebody_along", "other",
]  # fmt: skip
ContactMethod: TypeAlias = Literal[
    "letter", "visit", "telephone", "email", "minicom", "telephone_through_proxy",
    "sign_language", "no_telephone", "text",
]  # fmt: skip
InformationFormat: TypeAlias = Literal[
    "large_print", "braille", "audio", "easy_read", "electronic", "other",
]  # fmt: skip
CommunicationProfessional: TypeAlias = Literal[
    "bsl_interpreter", "deafblind_interpreter", "lipspeaker", "note_taker", "speech_to_text",
    "advocate", "other",
]  # fmt: skip
AmendedBecause: TypeAlias = Literal[
    "asked", "corrected", "changed",
]  # fmt: skip
DetailGroup: TypeAlias = Literal[
    "name", "birth", "nhs_number", "gender", "ethnicity", "place", "reaching",
]  # fmt: skip
SexualOrientation: TypeAlias = Literal[
    "1", "2", "3", "4", "U", "not_known", "declined",
]  # fmt: skip
GenderIdentity: TypeAlias = Literal[
    "1", "2", "3", "4", "not_known", "declined",
]  # fmt: skip
ReligionGroup: TypeAlias = Literal[
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "not_known", "declined",
]  # fmt: skip
ConflictKind: TypeAlias = Literal["self", "relative", "friend", "colleague"]
DeathSource: TypeAlias = Literal["family", "gp_practice", "hospital", "worker", "other"]
OutreachKind: TypeAlias = Literal["conversation", "stall", "group_session", "campaign"]
OutreachSetting: TypeAlias = Literal[
    "community_venue", "faith_venue", "school_or_college", "workplace", "gp_practice",
    "pharmacy", "jobcentre", "market_or_street", "sports_club", "military_base",
    "prison_or_probation", "online", "other",
]  # fmt: skip
AdviceTopic: TypeAlias = Literal[
    "diet", "physical_activity", "smoking", "alcohol", "emotional_wellbeing",
    "sexual_health", "substance_misuse", "social_isolation", "long_term_condition",
    "employment_or_training", "access_to_services", "nhs_health_check", "cancer_awareness",
    "dementia", "screening", "the_service", "other",
]  # fmt: skip
OutreachMaterial: TypeAlias = Literal[
    "leaflet", "booklet", "equipment", "referral_card", "other",
]  # fmt: skip
AdviceOutcome: TypeAlias = Literal[
    "listened", "means_to_change", "took_information", "signposted", "handed_over",
    "not_now",
]  # fmt: skip
TakenBackBecause: TypeAlias = Literal[
    "entered_twice", "wrong_figures", "wrong_day", "wrong_programme", "did_not_happen",
]  # fmt: skip
Place: TypeAlias = Literal[
    "A01", "A03", "B01", "C01", "H01", "J01", "K01", "L01", "L02", "M01", "M02", "M04",
    "N01", "N02", "N03", "N05", "X01",
]  # fmt: skip
Destination: TypeAlias = Literal[
    "stop_smoking", "weight_management", "exercise", "alcohol_or_drugs", "gp_or_nurse",
    "gp_registration", "talking_therapies", "sexual_health", "dental", "screening",
    "nhs_health_check", "long_term_condition_education", "jobcentre_plus",
    "training_or_college", "volunteering", "advice", "social_care", "community_group",
    "social_prescribing", "other_health_trainer_service", "other",
]  # fmt: skip
OverrideOf: TypeAlias = Literal["outside_area", "outside_age", "other_criteria"]
Appropriateness: TypeAlias = Literal[
    "in_remit", "complex_mental_health", "clinical_risk", "other",
]  # fmt: skip
NotToldBecause: TypeAlias = Literal[
    "no_safe_channel", "asked_not_to_be_told", "told_by_the_referrer", "not_identified",
    "hears_of_their_other_referral",
]  # fmt: skip
ContactResult: TypeAlias = Literal[
    "reached", "no_answer", "message_left", "wrong_number", "declined",
]  # fmt: skip
ContactedThrough: TypeAlias = Literal[
    "direct", "through_hostel", "through_worker", "through_gp", "through_family",
    "through_other",
]  # fmt: skip
WithdrawnBy: TypeAlias = Literal["referrer", "person", "family"]
ReferralStage: TypeAlias = Literal[
    "received", "accepted", "contacting", "booked", "unreachable",
]  # fmt: skip
ReferralPart: TypeAlias = Literal[
    "called", "telephone", "postcode", "safe_channels", "consent", "needs", "words", "note",
    "referrer", "email", "reached_through",
]  # fmt: skip
Detail: TypeAlias = Literal["nhs_number", "given_name", "family_name", "birth_date", "postcode"]
Instrument: TypeAlias = Literal[
    "bmi", "fruit_and_vegetables", "high_fat_snacks", "general_health", "ngse", "who5",
    "waist", "moderate_activity", "intense_activity", "activity_minutes", "gppaq",
    "ipaq_short", "alcohol_units", "audit_c", "audit", "smoking", "gse10", "self_confidence",
    "eq_vas", "ons4_satisfaction", "ons4_worthwhile", "ons4_happiness", "ons4_anxiety",
    "wemwbs", "swemwbs", "wsas",
]  # fmt: skip
RecruitedLocally: TypeAlias = Literal["yes", "no", "not_asked", "not_known", "declined"]
ApplicantRoute: TypeAlias = Literal[
    "former_client", "champion", "jobcentre_plus", "training_scheme", "community_group",
    "advertisement", "nhs_or_council_staff", "other", "not_asked", "not_known", "declined",
]  # fmt: skip
StaffGroup: TypeAlias = Literal["C10", "C11"]
PayBand: TypeAlias = Literal["2", "3", "4", "5", "6", "7", "8", "other"]
LendingKind: TypeAlias = Literal["secondment", "honorary_contract"]
ProgressionStep: TypeAlias = Literal[
    "became_health_trainer", "became_senior", "became_manager", "paid_post",
    "more_hours_or_pay", "qualification", "other",
]  # fmt: skip
LeavingDestination: TypeAlias = Literal[
    "nhs_job", "social_care", "other_job", "education", "retired", "other", "not_known",
]  # fmt: skip
ConsentForm: TypeAlias = Literal["verbal", "written", "online"]
Article6: TypeAlias = Literal["6a", "6b", "6c", "6d", "6e", "6f"]
Article9: TypeAlias = Literal["9a", "9b", "9c", "9d", "9f", "9g", "9h", "9i", "9j"]
ProcessingCondition: TypeAlias = Literal[
    "sch1_para1", "sch1_para2", "sch1_para3", "sch1_para4", "sch1_para18",
]  # fmt: skip
SpokenFor: TypeAlias = Literal["themselves", "parent_or_guardian"]
RiskKind: TypeAlias = Literal["lone_working", "safeguarding_adult", "safeguarding_child"]
LoweredBecause: TypeAlias = Literal["no_longer_so", "was_mistaken", "handed_over"]
EthnicGroup: TypeAlias = Literal[
    "bangladeshi", "chinese", "indian", "pakistani", "other_asian", "african", "caribbean",
    "other_black", "white_and_asian", "white_and_black_african",
    "white_and_black_caribbean", "other_mixed", "british", "gypsy_or_irish_traveller",
    "irish", "roma", "other_white", "arab", "any_other", "not_known", "declined",
]  # fmt: skip
