"""Why the way into work may say no. Each docstring is the sentence the trainer reads."""

from ht_plans.domain.refusals import Refused


class EmploymentNotOffered(Refused):
    """This programme does not record the way into work. A manager can switch that on."""


class NoEmploymentPathwayYet(Refused):
    """This client is not on the way into work yet. Begin it first."""


class EmploymentPathwayInProgress(Refused):
    """This case has a way into work already. Close it before you begin another."""


class EmploymentPathwayBegunOtherwise(Refused):
    """This way into work has begun already, on other facts. Read it again before you go on."""


class EmploymentPathwayHasClosed(Refused):
    """This way into work was closed. Begin another one if the client comes back."""


class TakingPartIsVoluntary(Refused):
    """Somebody who was told they must come is not taken on. Return this referral."""


class NotAgreedToWork(Refused):
    """Ask the client first: the way into work begins only when they agree to it."""


class BeforeEmploymentPathway(Refused):
    """This is dated before the way into work began. Check the day."""


class NoSuchDomain(Refused):
    """One of these is no domain that was chosen when this began. Leave it out."""


class NoSuchStep(Refused):
    """One of these ratings is beyond the steps of its domain. Choose a step of the scale."""


class NothingRated(Refused):
    """A reading needs a rating in at least one domain. Ask the client for one."""


class ReadOtherwiseThatDay(Refused):
    """There is a reading of that day already, with other ratings. Date this one by its own."""


class BeforeBaseline(Refused):
    """The first reading is the baseline of all others. Date this one after it."""


class ProgressKnown(Refused):
    """The same is recorded already, of the same day. There is nothing more to record."""


class ProgressRecordedOtherwise(Refused):
    """This progress is recorded already, with other content. Record the other one anew."""


class NoSuchWork(Refused):
    """Only paid work that the client took up is asked about after 13 and 26 weeks."""


class AskedTooEarly(Refused):
    """So many weeks have not passed since the work was taken up. Ask again when they have."""


class SustainedCheckedOtherwise(Refused):
    """There is another answer to this already. Read it again before you go on."""
