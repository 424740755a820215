"""Who may ask what: one table. What is not in it is not allowed."""

from ht_kit.access import Permissions

PERMISSIONS: Permissions = {
    "directory:read": frozenset(
        {"champion", "health-trainer", "senior", "manager", "administrator"}
    ),
    "directory:write": frozenset({"senior", "manager", "administrator"}),
    "signpost:read": frozenset({"champion", "health-trainer", "senior", "manager"}),
    "signpost:write": frozenset({"champion", "health-trainer", "senior"}),
    "onward:list": frozenset({"health-trainer", "senior", "manager", "administrator"}),
    "onward:read": frozenset({"health-trainer", "senior", "manager"}),
    "onward:write": frozenset({"health-trainer", "senior"}),
    "onward:override": frozenset({"senior", "manager"}),
    "onward:review": frozenset({"ig-lead"}),
    "onward:answer": frozenset({"health-trainer", "senior", "administrator"}),
    "timeline:read": frozenset({"health-trainer", "senior", "manager"}),
    "import:write": frozenset({"manager", "administrator"}),
    "erasure:read": frozenset({"ig-lead"}),
    "look:read": frozenset({"ig-lead"}),
}
