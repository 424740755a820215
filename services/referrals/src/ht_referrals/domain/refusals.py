"""Why the answer may be no. Each docstring is the sentence the health trainer reads."""


class Refused(Exception):
    """That cannot be done here."""

    def __str__(self) -> str:
        return self.__doc__ or ""


class DatedInTheFuture(Refused):
    """This is dated in the future. Only what has happened can be recorded."""


class DatedBeforeWhatItFollows(Refused):
    """This cannot be dated before what it follows."""


class NotInTheDirectory(Refused):
    """The directory has no such entry."""


class DestinationInactive(Refused):
    """This destination takes nobody at present. Choose another from the directory."""


class NoLiveConsent(Refused):
    """The client has no live consent to share with this destination. Ask them first."""


class NobodyWasTold(Refused):
    """Say who was told that this goes without consent. Tell somebody first."""


class CaseClosedTooLongAgo(Refused):
    """The case closed more than twelve months ago. Open a new case for the client first."""


class ClientHasDied(Refused):
    """The client has died: nothing is written or sent. If that is wrong, have it taken back."""


class NothingDrafted(Refused):
    """This referral has not been written yet."""


class NotSentYet(Refused):
    """This referral has not been sent, so there can be no answer to it."""


class AlreadyEnded(Refused):
    """This referral has ended already."""


class AlreadyAttended(Refused):
    """The client has attended already, so the referral cannot be taken back."""


class AnswerOutOfOrder(Refused):
    """The destination has already told more than that about this referral."""


class OnlyRejectionsHaveAReason(Refused):
    """A reason belongs to a rejection only. Leave it out of any other answer."""


class NotYetOverdue(Refused):
    """The fourteen days for an answer are not over yet."""


class NotSignposted(Refused):
    """The client was not told of this yet. Note first where they were told to go."""


class SignpostTakenBack(Refused):
    """This signpost was taken back with its import, so there is nothing to follow up."""


class NotImported(Refused):
    """This did not come with this import."""
