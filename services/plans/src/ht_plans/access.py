"""Who may ask what: one table. What is not in it is not allowed.

A champion signposts and hands over, and does nothing here but raise a safeguarding concern,
which is then for others to read; a commissioner reads aggregates in reporting. An
administrator arranges sessions and records how they went, and sees for that whose cases there
are, but neither measures nor plans.
"""

from ht_kit.access import Permissions

_TRAINERS = frozenset({"health-trainer", "senior"})

PERMISSIONS: Permissions = {
    "caseload:read": _TRAINERS | {"manager", "administrator"},
    "case:read": _TRAINERS | {"manager"},
    "trainer:assign": frozenset({"senior", "manager"}),
    "session:write": _TRAINERS | {"administrator"},
    "shared-session:read": _TRAINERS | {"manager", "administrator"},
    "concern:raise": _TRAINERS | {"manager", "administrator", "champion"},
    "concern:read": _TRAINERS | {"manager", "administrator", "safety-officer"},
    "concern:end": frozenset({"senior", "manager", "safety-officer"}),
    "timeline:read": _TRAINERS | {"manager"},
    "assessment:write": _TRAINERS,
    "instrument:read": _TRAINERS | {"manager", "administrator"},
    "recording:read": _TRAINERS | {"manager", "administrator"},
    "recording:write": frozenset({"manager", "administrator"}),
    "plan:read": _TRAINERS | {"manager"},
    "plan:write": _TRAINERS,
    "sign-off:read": frozenset({"senior", "manager"}),
    "sign-off:correct": frozenset({"senior"}),
    "check:read": _TRAINERS | {"manager"},
    "check:write": _TRAINERS,
    "offer:read": _TRAINERS | {"manager", "administrator"},
    "offer:write": frozenset({"manager", "administrator"}),
    "quit:read": _TRAINERS | {"manager"},
    "quit:write": _TRAINERS,
    "employment:read": _TRAINERS | {"manager"},
    "employment:write": _TRAINERS,
    "pathway:read": _TRAINERS | {"manager"},
    "pathway:write": _TRAINERS,
    "import:write": frozenset({"manager", "administrator"}),
    "course:write": _TRAINERS,
    "case:reopen": frozenset({"senior"}),
    "transfer:read": frozenset({"senior", "manager"}),
    "transfer:write": frozenset({"senior", "manager"}),
    "handover:read": frozenset({"senior", "manager", "administrator"}),
    "handover:write": frozenset({"manager", "administrator"}),
    "reassignment:read": frozenset({"senior", "manager", "administrator"}),
    "reassignment:write": frozenset({"manager", "administrator"}),
    "cover:read": _TRAINERS | {"manager", "administrator"},
    "cover:write": frozenset({"senior", "manager", "administrator"}),
    "due:read": _TRAINERS | {"manager"},
    "conflict:read": frozenset({"ig-lead"}),
    "erasure:read": frozenset({"ig-lead"}),
    "look:read": frozenset({"ig-lead"}),
}
