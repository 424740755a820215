"""Why a safeguarding concern may say no. Each docstring is what the worker reads."""

from ht_plans.domain.refusals import Refused


class ConcernNotRaised(Refused):
    """This safeguarding concern has not been raised."""


class ConcernRaisedAlready(Refused):
    """This safeguarding concern was raised already in other words. Raise another one."""


class NothingSaid(Refused):
    """Say in a sentence what worries you, so that whoever reads it can act."""


class NobodyToldYet(Refused):
    """Nobody has been told of this concern yet. Tell somebody who can act, then end it."""


class ConcernHasEnded(Refused):
    """This safeguarding concern was ended already with another outcome."""
