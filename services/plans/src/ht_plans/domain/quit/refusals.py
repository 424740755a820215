"""Why a quit episode may say no. Each docstring is the sentence the adviser reads."""

from ht_plans.domain.refusals import Refused


class QuitEpisodesNotOffered(Refused):
    """This programme does not run quit episodes. A manager can switch that on."""


class NoQuitEpisodeYet(Refused):
    """This quit episode has not been opened. Open it at a treatment session."""


class AdviserNotTrained(Refused):
    """The adviser is a health trainer or senior whose NCSCT training is in the register."""


class OnlyAssessed(Refused):
    """An assessment is no treatment yet. Set the quit date at a session after it."""


class SessionNotHeld(Refused):
    """No such session took place on this case. Record it as attended first."""


class QuitEpisodeInProgress(Refused):
    """This client has a quit episode open. Record what came of it before the next one."""


class QuitEpisodeOpenedOtherwise(Refused):
    """This quit episode is open already, with other facts. Read it again before you go on."""


class QuitLongBeforeTreatment(Refused):
    """Somebody who stopped over 14 days before treatment was not treated. Set a later date."""


class QuitSessionRecordedOtherwise(Refused):
    """This session of the episode is recorded already, with another reading or aid."""


class FollowedUpTooEarly(Refused):
    """This is before day 25 after the quit date. Ask the client again from that day on."""


class FollowedUpTooLate(Refused):
    """This is after day 42 after the quit date, so it cannot count. The client stays lost."""


class ReadAtADistance(Refused):
    """Carbon monoxide is read in person. Leave the reading out, or say they met in person."""


class OutcomeRecordedOtherwise(Refused):
    """Another four-week outcome is recorded already. Say why, to put it right."""
