"""The ten kinds of fact. Their tables are in migrations."""

from ht_reporting.facts.shape import Fact

_WHERE = {"organisation": "text", "programme": "text"}
_WHOSE = {**_WHERE, "case_id": "uuid", "client_id": "uuid"}

PROGRAMME = Fact(
    table="fact_programme",
    key={"programme": "text"},
    columns={"organisation": "text", "area": "text", "region": "text"},
)

RESOLVED = "resolved"
"""Stands as `unresolved` where a place could not be resolved before, and can be now."""

SUPERSEDED = "superseded"
"""Stands as `ended_reason` where another plan of the case took this one's place."""
TAKEN_UP = "taken_up_again"
"""Stands as a plan's early end, or a check's result, that was taken back: it is open again."""

# GP status and employment as told first decide the figures about who joined; what
# became of them later is another question, so it stands beside them.
CLIENT = Fact(
    table="fact_client",
    key={"client_id": "uuid"},
    columns={
        "organisation": "text",
        "registered_at": "timestamptz",
        "age_band": "text",
        "gender": "text",
        "ethnicity": "text",
        "gp_status": "text",
        "gp_status_latest": "text",
        "employment": "text",
        "employment_latest": "text",
        "quintile": "smallint",
        "decile": "smallint",
        "deprivation_edition": "text",
        "ward": "text",
        "local_authority": "text",
        "unresolved": "text",
    },
    first=frozenset({"gp_status", "employment"}),
)

# Which client counts as which other. Each fact keeps the client that it was told of.
LINK = Fact(
    table="fact_link",
    key={"client_id": "uuid"},
    columns={"organisation": "text", "into_client": "uuid", "linked": "boolean"},
)

CASE = Fact(
    table="fact_case",
    key={"case_id": "uuid"},
    columns={
        **_WHERE,
        "client_id": "uuid",
        "referral_id": "uuid",
        "worker_id": "uuid",
        "opened_at": "timestamptz",
        "withdrawn_at": "timestamptz",
        "import_undone": "boolean",
        "standing": "text",
        "closed_at": "timestamptz",
        "closure": "text",
        "conclusion": "text",
        "earlier_case": "uuid",
    },
)

SESSION = Fact(
    table="fact_session",
    key={"session_id": "uuid"},
    columns={
        **_WHOSE,
        "kind": "text",
        "attendance": "text",
        "medium": "text",
        "place": "text",
        "started_at": "timestamptz",
        "duration_minutes": "smallint",
    },
)

PLAN = Fact(
    table="fact_plan",
    key={"plan_id": "uuid"},
    columns={
        **_WHOSE,
        "drafted_at": "timestamptz",
        "agreed_at": "timestamptz",
        "agreed_how": "text",
        "primary_issue": "text",
        "diet_subtype": "text",
        "secondary_issues": "text[]",
        "result": "text",
        "rolled_up": "text",
        "overridden": "boolean",
        "client_present": "text",
        "signed_off_at": "timestamptz",
        "ended_reason": "text",
        "ended_at": "timestamptz",
    },
    first=frozenset(
        {"agreed_at", "agreed_how", "primary_issue", "diet_subtype", "secondary_issues"}
    ),
)

READING = Fact(
    table="fact_reading",
    key={"assessment_id": "uuid", "instrument": "text"},
    columns={
        **_WHOSE,
        "phase": "text",
        "algorithm": "text",
        "value": "numeric",
        "not_taken": "text",
        "taken_at": "timestamptz",
    },
    once=True,
)

CORRECTION = Fact(
    table="fact_correction",
    key={"correction_id": "uuid"},
    columns={
        **_WHOSE,
        "assessment_id": "uuid",
        "instrument": "text",
        "phase": "text",
        "algorithm": "text",
        "value": "numeric",
        "not_taken": "text",
        "taken_at": "timestamptz",
    },
    once=True,
)

CHECK = Fact(
    table="fact_check",
    key={"check_id": "uuid"},
    columns={
        **_WHERE,
        "plan_id": "uuid",
        "case_id": "uuid",
        "client_id": "uuid",
        "months": "smallint",
        "due_on": "date",
        "fell_due": "boolean",
        "attempted_at": "timestamptz",
        "result": "text",
        "checked_at": "timestamptz",
    },
)

ONWARD = Fact(
    table="fact_onward",
    key={"onward_id": "uuid"},
    columns={
        **_WHERE,
        "kind": "text",
        "case_id": "uuid",
        "client_id": "uuid",
        "destination": "text",
        "recipient": "text",
        "reason": "text",
        "drafted_at": "timestamptz",
        "sent_at": "timestamptz",
        "acknowledged_at": "timestamptz",
        "outcome": "text",
        "answered_at": "timestamptz",
        "unanswered_at": "timestamptz",
        "withdrawn_at": "timestamptz",
    },
)

FACTS = (PROGRAMME, CLIENT, LINK, CASE, SESSION, PLAN, READING, CORRECTION, CHECK, ONWARD)
