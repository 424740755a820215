"""What every refusal has in common. Each docstring is the sentence the trainer reads."""


class Refused(Exception):
    """This cannot be done."""

    def __str__(self) -> str:
        return " ".join((self.__doc__ or "").split())


class NotImported(Refused):
    """This did not come with this import."""


class ImportTakenBack(Refused):
    """The import that brought this was undone. Import it again, to work with it."""


class WorkedWithSince(Refused):
    """Somebody has worked with this client since the import, so all of it stays."""


class DatedInTheFuture(Refused):
    """Something that has happened cannot be dated later than now."""


class DeathIsTheClients(Refused):
    """Record the death with the client: it ends plans and cases, and stops every message."""
