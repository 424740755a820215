"""Why cases may not be handed over, or taken back. Each docstring is what a manager reads."""

from ht_plans.domain.refusals import Refused


class NothingToHandOver(Refused):
    """No case is named that could be handed over. Look at the preview again."""


class TooManyToHandOver(Refused):
    """At most 5,000 cases are handed over in one act. Please hand them over in several."""


class NotToBeOffered(Refused):
    """One of these cases has ended or is offered to a programme already. Preview it again."""


class NoSuchHandover(Refused):
    """No such cases were handed over by this programme."""


class NotHandedOver(Refused):
    """This case was not handed over by this act."""


class StillHandingOver(Refused):
    """The cases are still being offered. Please try again in a moment."""
