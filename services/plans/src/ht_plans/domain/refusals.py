"""What every refusal has in common. Each docstring is the sentence the trainer reads."""


class Refused(Exception):
    """This cannot be done."""

    def __str__(self) -> str:
        return " ".join((self.__doc__ or "").split())


class DatedInTheFuture(Refused):
    """Something that has happened cannot be dated later than now."""
