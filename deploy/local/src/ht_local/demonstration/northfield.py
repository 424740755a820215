"""The programme Northfield: led by the charity, with trainers of the trust and the council."""

from datetime import date

from ht_contracts.codes import Destination
from ht_local.identity.personas import CHARITY, COLLEAGUES, DEMONSTRATION
from ht_local.lives.register import Programme

DIRECTORY: dict[Destination, tuple[str, str]] = {
    "stop_smoking": ("Northfield Stop Smoking Service", "stop-smoking-service"),
    "weight_management": ("Northfield Weight Management", "weight-management"),
    "exercise": ("Northfield Exercise on Referral", "exercise-on-referral"),
    "jobcentre_plus": ("Northfield Jobcentre", "jobcentre-northfield"),
    "gp_registration": ("Northfield Practices", "northfield-practices"),
    "advice": ("Northfield Advice", "northfield-advice"),
    "community_group": ("Northfield Walking Group", "walking-group"),
}


def _who(employer: str, role: str) -> str:
    return next(
        each.sign_in for each in COLLEAGUES if each.employer == employer and role in each.roles
    )


TRAINERS = tuple(each.sign_in for each in COLLEAGUES if "health-trainer" in each.roles)
MANAGER = _who(CHARITY, "manager")


def programme(first_day: date) -> Programme:
    """Give the programme, in which everybody has worked since this day."""
    return Programme(
        slug=DEMONSTRATION,
        name="Northfield Health Trainers",
        area="Northfield",
        region="North West",
        led_by=CHARITY,
        since=first_day,
        directory=DIRECTORY,
        administrator=_who(CHARITY, "administrator"),
        senior=_who(CHARITY, "senior"),
        colleagues=COLLEAGUES,
    )
