"""How the events are written down. What a client said is sealed, and may be gone."""

from ht_kit.codec import Codec
from ht_plans.domain import covering, offer, recording, transfer
from ht_plans.domain.case import course_events as of_course
from ht_plans.domain.case import events as of_case
from ht_plans.domain.concern import events as of_concern
from ht_plans.domain.handover import events as of_handover
from ht_plans.domain.pathway import events as of_pathways
from ht_plans.domain.plan import diaries, revisions, supports
from ht_plans.domain.plan import events as of_plan
from ht_plans.domain.quit import events as of_quit
from ht_plans.domain.reassignment import events as of_reassignment
from ht_plans.domain.together import events as of_shared
from ht_plans.domain.work import events as of_work

SERVICE = "plans"

CASE_CODEC: Codec[of_case.Event] = Codec(
    service=SERVICE,
    aggregate="case",
    events=(
        of_case.CaseOpened,
        of_case.TrainerAssigned,
        of_case.SessionBooked,
        of_case.SessionRescheduled,
        of_case.NoteAmended,
        of_case.TechniquesUsed,
        of_case.SessionAttended,
        of_case.SessionMissed,
        of_case.SessionCancelled,
        of_case.AttendanceCorrected,
        of_case.AssessmentTaken,
        of_case.AssessmentNotTaken,
        of_case.AssessmentDrafted,
        of_case.AssessmentCorrected,
        of_case.SupportWithdrawn,
        of_case.CaseImported,
        of_case.CaseImportUndone,
        of_course.CaseLinked,
        of_course.CasePaused,
        of_course.CaseResumed,
        of_course.CaseDisengaged,
        of_course.CaseClosed,
        of_course.CaseReopened,
        of_course.CaseTransferOffered,
        of_course.CaseTransferDeclined,
        of_course.CaseTransferred,
    ),
    personal={
        of_case.TrainerAssigned: frozenset({"override_reason"}),
        of_case.NoteAmended: frozenset({"note", "reason"}),
        of_case.SessionAttended: frozenset({"note"}),
        of_case.SessionMissed: frozenset({"note"}),
        of_case.SessionCancelled: frozenset({"note"}),
        of_case.AttendanceCorrected: frozenset({"reason"}),
        of_case.AssessmentTaken: frozenset({"answers"}),
        of_case.CaseImported: frozenset({"trainer", "note"}),
        of_case.AssessmentDrafted: frozenset({"answers"}),
        of_case.AssessmentCorrected: frozenset({"answers", "reason"}),
        of_course.CaseReopened: frozenset({"reason"}),
    },
)
PLAN_CODEC: Codec[of_plan.Event] = Codec(
    service=SERVICE,
    aggregate="plan",
    events=(
        of_plan.PlanDrafted,
        of_plan.GoalAdded,
        of_plan.ActionAdded,
        supports.IfThenAdded,
        supports.BarrierAdded,
        supports.FacilitatorAdded,
        supports.RewardAdded,
        diaries.DiaryStarted,
        diaries.DiaryFilled,
        revisions.GoalRevised,
        of_plan.PlanAgreed,
        of_plan.GoalSet,
        of_plan.GoalAchieved,
        of_plan.GoalPartlyAchieved,
        of_plan.GoalNotAchieved,
        of_plan.PlanReviewed,
        of_plan.PlanSignedOff,
        revisions.PlanSignOffCorrected,
        of_plan.PlanAbandoned,
        revisions.PlanSuperseded,
        of_plan.MaintenanceCheckFellDue,
        of_plan.MaintenanceCheckAttempted,
        of_plan.MaintenanceChecked,
        of_plan.PlanTakenUpAgain,
        of_plan.PlanImported,
        of_plan.PlanImportUndone,
    ),
    personal={
        of_plan.PlanDrafted: frozenset({"own_words"}),
        of_plan.GoalAdded: frozenset({"statement", "unit"}),
        of_plan.ActionAdded: frozenset({"what", "where", "when", "how_often", "with_whom"}),
        supports.IfThenAdded: frozenset({"situation", "response"}),
        supports.BarrierAdded: frozenset({"words"}),
        supports.FacilitatorAdded: frozenset({"words"}),
        supports.RewardAdded: frozenset({"what"}),
        diaries.DiaryStarted: frozenset({"what_to_write", "unit"}),
        diaries.DiaryFilled: frozenset({"entries"}),
        revisions.GoalRevised: frozenset({"statement", "unit", "reason"}),
        revisions.PlanSignOffCorrected: frozenset(
            {"override_reason", "reason", "not_present_reason"}
        ),
        of_plan.PlanSignedOff: frozenset({"override_reason", "not_present_reason"}),
        of_plan.MaintenanceChecked: frozenset({"window_reason"}),
    },
)
RECORDING_CODEC: Codec[recording.Event] = Codec(
    service=SERVICE, aggregate="recording", events=(recording.RecordingChosen,)
)
SHARED_SESSION_CODEC: Codec[of_shared.Event] = Codec(
    service=SERVICE,
    aggregate="shared-session",
    events=(
        of_shared.SharedSessionBooked,
        of_shared.SharedSessionRescheduled,
        of_shared.SharedSessionHeld,
        of_shared.SharedSessionSizeCorrected,
        of_shared.SharedSessionCancelled,
    ),
)
CONCERN_CODEC: Codec[of_concern.Event] = Codec(
    service=SERVICE,
    aggregate="concern",
    events=(
        of_concern.SafeguardingConcernRaised,
        of_concern.SafeguardingConcernTold,
        of_concern.SafeguardingConcernEnded,
    ),
    personal={
        of_concern.SafeguardingConcernRaised: frozenset({"words"}),
        of_concern.SafeguardingConcernTold: frozenset({"words"}),
        of_concern.SafeguardingConcernEnded: frozenset({"words"}),
    },
)
OFFER_CODEC: Codec[offer.Event] = Codec(
    service=SERVICE, aggregate="offer", events=(offer.OfferChosen,)
)
QUIT_CODEC: Codec[of_quit.Event] = Codec(
    service=SERVICE,
    aggregate="quit",
    events=(of_quit.QuitEpisodeOpened, of_quit.QuitSessionHeld, of_quit.QuitOutcomeRecorded),
    personal={of_quit.QuitOutcomeRecorded: frozenset({"reason"})},
)
WORK_CODEC: Codec[of_work.Event] = Codec(
    service=SERVICE,
    aggregate="work",
    events=(
        of_work.EmploymentPathwayBegun,
        of_work.EmploymentStatusRecorded,
        of_work.DistanceRead,
        of_work.EmploymentProgressed,
        of_work.SustainedWorkFellDue,
        of_work.SustainedWorkChecked,
        of_work.EmploymentPathwayClosed,
    ),
    personal={
        of_work.EmploymentStatusRecorded: frozenset({"circumstances"}),
        of_work.DistanceRead: frozenset({"ratings"}),
    },
)
PATHWAYS_CODEC: Codec[of_pathways.Event] = Codec(
    service=SERVICE,
    aggregate="pathways",
    events=(
        of_pathways.PathwayTaken,
        of_pathways.HardDateMoved,
        of_pathways.PathwayLeft,
        of_pathways.ChildConsentRecorded,
        of_pathways.ScreeningReceived,
        of_pathways.SelfAssessmentCompleted,
        of_pathways.Escalated,
        of_pathways.HouseholdJoined,
        of_pathways.CampaignTagged,
    ),
    personal={
        of_pathways.ScreeningReceived: frozenset({"results"}),
        of_pathways.Escalated: frozenset({"words"}),
    },
)
TRANSFER_CODEC: Codec[transfer.Event] = Codec(
    service=SERVICE,
    aggregate="transfer",
    events=(transfer.TransferReceived, transfer.TransferAccepted, transfer.TransferDeclined),
)
REASSIGNMENT_CODEC: Codec[of_reassignment.Event] = Codec(
    service=SERVICE,
    aggregate="reassignment",
    events=(
        of_reassignment.CasesReassigned,
        of_reassignment.ReassignmentCarriedOut,
        of_reassignment.ClientWasTold,
        of_reassignment.ReassignmentUndone,
        of_reassignment.ReassignmentGivenBack,
    ),
)
HANDOVER_CODEC: Codec[of_handover.Event] = Codec(
    service=SERVICE,
    aggregate="handover",
    events=(
        of_handover.CasesHandedOver,
        of_handover.HandoverCarriedOut,
        of_handover.ClientToldOfHandover,
        of_handover.HandoverTakenBack,
        of_handover.HandoverEnded,
    ),
)
COVER_CODEC: Codec[covering.Event] = Codec(
    service=SERVICE, aggregate="cover", events=(covering.CoverArranged, covering.CoverEnded)
)
