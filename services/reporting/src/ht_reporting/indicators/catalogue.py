"""Every indicator, in the order in which a report shows them."""

from ht_reporting.indicators.changes import CHANGES
from ht_reporting.indicators.definition import Indicator
from ht_reporting.indicators.maintenance import CONTACTED, MAINTAINED
from ht_reporting.indicators.onward import ONWARD_TO_STOP_SMOKING
from ht_reporting.indicators.people import MOST_DEPRIVED, NOT_GP_REGISTERED, ON_THE_SYSTEM
from ht_reporting.indicators.plans_agreed import (
    ACHIEVED,
    DIET,
    FULL_PLANS,
    PART_ACHIEVED,
    PHYSICAL_ACTIVITY,
)
from ht_reporting.indicators.plans_signed_off import (
    ACHIEVED_OF_SIGNED_OFF,
    PART_ACHIEVED_OF_SIGNED_OFF,
)
from ht_reporting.indicators.smoking import SUPPORTED_TO_STOP_SMOKING

HEADLINE: tuple[Indicator, ...] = (
    FULL_PLANS,
    ACHIEVED,
    ACHIEVED_OF_SIGNED_OFF,
    PART_ACHIEVED,
    PART_ACHIEVED_OF_SIGNED_OFF,
    MOST_DEPRIVED,
    NOT_GP_REGISTERED,
    DIET,
    PHYSICAL_ACTIVITY,
    ONWARD_TO_STOP_SMOKING,
    SUPPORTED_TO_STOP_SMOKING,
    MAINTAINED,
    CONTACTED,
    *CHANGES,
    ON_THE_SYSTEM,
)
