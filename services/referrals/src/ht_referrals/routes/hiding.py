"""A worker who is too close to a client sees nothing of where that client was told to go.

Every route that is about clients stands behind this. Lists leave such clients out themselves,
and a case of theirs that a body names is not known.
"""

from typing import Final

from ht_kit.hiding import Hiding

HIDING: Final = Hiding(
    conflict="SELECT FROM known_conflicts WHERE worker_id = $2 AND client_id IN ({whose})",
    whose={
        "referral_id": "SELECT client_id FROM onward_referrals WHERE referral_id = $1",
        "signpost_id": "SELECT client_id FROM signposts WHERE signpost_id = $1",
        "client_id": "SELECT $1::uuid",
    },
)
LEAD_TO_NOBODY: Final = frozenset({"entry_id", "import_id"})
"""What else begins a path: a place of the directory, or an import as a whole."""
