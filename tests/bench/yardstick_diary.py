"""The same diary in pyeventsourcing, as its documentation writes aggregates and applications.

Its default Postgres recorder and transcoder are used. Nothing is encrypted, no read model,
no idempotency key and no hash chain is written: it does less than the subject.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from tests.bench.diary import BEST_MOOD, NoSuchMood


class Diary(Aggregate):
    """A client's diary."""

    @event("Opened")
    def __init__(self, client: UUID, name: str) -> None:
        self.client, self.name = client, name
        self.written: set[UUID] = set()
        self.last_mood: int | None = None

    def write(self, entry: UUID, mood: int, words: str) -> None:
        """Write down how a day was."""
        if not 0 <= mood <= BEST_MOOD:
            raise NoSuchMood
        if entry not in self.written:
            self._entry_written(entry, mood, words)

    @event("EntryWritten")
    def _entry_written(self, entry: UUID, mood: int, words: str) -> None:  # noqa: ARG002 - kept in the event
        self.written.add(entry)
        self.last_mood = mood


class Diaries(Application[UUID]):
    """Diaries, kept in Postgres."""

    def open_diary(self, client: UUID, name: str) -> UUID:
        """Begin a diary."""
        diary = Diary(client, name)
        self.save(diary)
        return diary.id

    def write_entry(self, diary_id: UUID, entry: UUID, mood: int, words: str) -> None:
        """Load, decide, save."""
        diary: Diary = self.repository.get(diary_id)
        diary.write(entry, mood, words)
        self.save(diary)


@contextmanager
def diaries_in(url: str, *, callers: int) -> Iterator[Diaries]:
    """Open the application on a database, with a connection for every caller."""
    parts = urlsplit(url)
    told = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.lstrip("/"),
        "POSTGRES_HOST": str(parts.hostname),
        "POSTGRES_PORT": str(parts.port),
        "POSTGRES_USER": unquote(str(parts.username)),
        "POSTGRES_PASSWORD": unquote(str(parts.password)),
        "POSTGRES_POOL_SIZE": str(callers),
        "POSTGRES_MAX_OVERFLOW": str(callers),
    }
    with Diaries(env=told) as application:
        yield application
