"""Who may ask what. Whatever is not in this table is not allowed."""

from typing import Final

from ht_kit.access import Permissions

_FRONT_LINE: Final = frozenset({"health-trainer", "senior", "administrator"})
_MANAGEMENT: Final = frozenset({"manager", "administrator"})
_EVERYBODY: Final = frozenset(
    {
        "champion",
        "health-trainer",
        "senior",
        "manager",
        "administrator",
        "commissioner",
        "analyst",
        "ig-lead",
        "safety-officer",
        "operator",
        "system",
    }
)

PERMISSIONS: Final[Permissions] = {
    "organisation:register": frozenset({"operator"}),
    "organisation:read": _EVERYBODY,
    "programme:register": _MANAGEMENT,
    "programme:read": _EVERYBODY,
    "contract:write": _MANAGEMENT,
    "contract:read": _MANAGEMENT | {"analyst", "commissioner"},
    "worker:write": _MANAGEMENT,
    "worker:read": _FRONT_LINE | _MANAGEMENT,
    "worker-record:read": _MANAGEMENT,
    "sign-in:read": frozenset({"system"}),
    "taking-in:read": _FRONT_LINE | _MANAGEMENT,
    "taking-in:write": _MANAGEMENT,
    "referral:receive": _FRONT_LINE | {"champion", "partner", "system"},
    "self-referral:send": frozenset({"system"}),
    "draft:write": _FRONT_LINE | {"champion"},
    "referral:read": _FRONT_LINE | _MANAGEMENT,
    "referral:accept": frozenset({"administrator", "senior"}),
    "referral:reject": frozenset({"senior"}),
    "referral:contact": frozenset({"administrator", "health-trainer"}),
    "referral:close": frozenset({"administrator", "senior"}),
    "referral:amend": _FRONT_LINE,
    "referral:convert": frozenset({"administrator", "health-trainer"}),
    "client:register": _FRONT_LINE,
    "client:read": _FRONT_LINE | _MANAGEMENT,
    "client:write": _FRONT_LINE,
    "outreach:write": _FRONT_LINE | {"champion"},
    "outreach:read": _FRONT_LINE | _MANAGEMENT | {"champion"},
    "advice:write": frozenset({"champion", "health-trainer", "senior"}),
    "advice:read": frozenset({"champion", "health-trainer", "senior", "manager"}),
    "import:write": _MANAGEMENT,
    "timeline:read": _FRONT_LINE | _MANAGEMENT,
    "client:protect": frozenset({"senior", "manager"}),
    "risk:write": _FRONT_LINE | _MANAGEMENT,
    "risk:read": _FRONT_LINE | _MANAGEMENT,
    "shared-number:read": frozenset({"ig-lead"}),
    "conflict:read": frozenset({"ig-lead"}),
    "basis:write": frozenset({"ig-lead", "administrator"}),
    "basis:read": _EVERYBODY - {"operator", "system"},
    "client:link": frozenset({"senior", "manager", "administrator"}),
    "client:erase": frozenset({"ig-lead"}),
    "erasure:read": frozenset({"ig-lead"}),
    "look:read": frozenset({"ig-lead"}),
}
