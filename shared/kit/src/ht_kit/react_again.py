"""Reacting to what was parked, when somebody has asked for it."""

from collections.abc import Awaitable, Callable, Mapping

from faststream import ContextRepo, apply_types

from ht_kit import parking
from ht_kit.leadership import Connection
from ht_kit.received import Received


class ReactAgain:
    """Reacts to parked events, beside what is delivered meanwhile.

    A reaction's commands are transactions of their own. If the one that takes the message
    off fails after them, the reaction is done twice, which is harmless.
    """

    def __init__(
        self,
        durable: str,
        reactions: Mapping[str, Callable[..., Awaitable[None]]],
        context: Mapping[str, object],
    ) -> None:
        self._durable, self._reactions = durable, reactions
        self._context = ContextRepo(dict(context))

    async def lock(self, connection: Connection) -> None:
        """Do nothing: what arrives meanwhile is parked behind, which does no harm."""

    async def apply_again(self, connection: Connection, event: Received) -> None:
        """React; to an event of which nothing comes any more, not at all."""
        del connection  # the reaction's commands have connections of their own
        reaction = self._reactions.get(event.envelope["type"])
        if reaction is not None and event.envelope.get("data") is not None:
            await apply_types(reaction, context__=self._context)(event.envelope)

    async def take_off(self, connection: Connection) -> None:
        """Let nothing be parked behind a message that is being taken off."""
        await parking.hold_parking(connection, self._durable)
