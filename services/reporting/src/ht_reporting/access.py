"""Who may ask what: one table. What is not in it is not allowed.

Figures are unrounded until disclosure control is built, so commissioners are refused.
"""

from ht_kit.access import Permissions

PERMISSIONS: Permissions = {
    "report:unrounded": frozenset({"senior", "manager", "analyst"}),
    "ledger:position": frozenset({"senior", "manager", "analyst"}),
    "catalogue:read": frozenset(
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
        }
    ),
}
