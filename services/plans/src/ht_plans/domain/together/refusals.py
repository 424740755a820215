"""Why a household or group session may say no. Each docstring is what the worker reads."""

from ht_plans.domain.refusals import Refused


class SharedSessionNotBooked(Refused):
    """This household or group session has not been booked. Book it first."""


class SharedSessionBookedOtherwise(Refused):
    """This household or group session is booked already, for something else."""


class HouseholdOfOne(Refused):
    """A household session is for two clients or more. Book one client in their own case."""


class GroupsNameNobody(Refused):
    """A group is booked without names: record in each client's case that they came."""


class NobodyCame(Refused):
    """A session that took place had at least one participant. Call it off instead."""


class FewerThanCame(Refused):
    """More clients are recorded as having come. Correct their attendance first."""


class SharedSessionHasEnded(Refused):
    """This household or group session was held or called off, so it stays as it is."""


class SizeNotKnownYet(Refused):
    """Nobody has said yet that it took place. Record that first, with how many came."""
