"""Why the pathways of a case may say no. Each docstring is the sentence the trainer reads."""

from ht_plans.domain.refusals import Refused


class PathwayNotOffered(Refused):
    """This programme is not part of that pathway. A manager can switch it on."""


class NotOnPathway(Refused):
    """This case is not on that pathway. Put it on the pathway first."""


class PathwayTakenOtherwise(Refused):
    """The case is on this pathway already, on other facts. Move the date, or leave it first."""


class NoHardDate(Refused):
    """An operation has a day that will not wait. Say which day it is."""


class NoSuchHardDate(Refused):
    """Only an operation has a day that will not wait. Leave the day out."""


class HardDateIsPast(Refused):
    """That day has passed already. Say the day that is still to come."""


class NobodyConsentedForChild(Refused):
    """Under 16, record a parent's or guardian's consent, or that the child can decide."""


class NotForAdults(Refused):
    """This pathway is for people under 18. Choose another for an adult."""


class ScreeningStands(Refused):
    """What somebody else measured is never altered. Record a new result under its own day."""


class NothingMeasured(Refused):
    """A screening has at least one result. Copy what the letter says."""


class ChoseTheSameTwice(Refused):
    """Each issue is chosen once. Take the one that stands there twice out."""


class EscalatedOtherwise(Refused):
    """This is recorded already, with other content. Record a new one beside it."""


class InAnotherHousehold(Refused):
    """The client is in another household already. Use that one for the others as well."""
