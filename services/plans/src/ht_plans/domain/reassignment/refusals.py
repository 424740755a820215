"""Why cases may not be moved, or moved back. Each docstring is what the manager reads."""

from ht_plans.domain.refusals import Refused


class NothingToMove(Refused):
    """No case is named that could be moved. Look at the preview again."""


class TooManyAtOnce(Refused):
    """At most 5,000 cases are moved in one act. Please move them in several."""


class NotTheirs(Refused):
    """One of these cases is not this worker's any more, or has ended. Preview it again."""


class MovedToThemselves(Refused):
    """A case is to go to whose it is already. Please choose somebody else for it."""


class NotSaidWhatWasTold(Refused):
    """A contract changes hands: say for each client how they were told, or that it is to do."""


class NoSuchReassignment(Refused):
    """No such cases were moved in this programme."""


class NotInThisAct(Refused):
    """This case was not moved by this act."""


class StillUnderWay(Refused):
    """The cases are still being moved. Please try again in a moment."""
