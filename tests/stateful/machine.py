"""What may happen on the way, one thing after the other, and what must hold after it."""

from hypothesis import strategies as st

from .commands import Commands
from .dying import Fate
from .happening import fates, may_happen
from .model import differing
from .world import DURABLES


class Machine(Commands):
    """Commands, and what happens to whoever tells, takes in and reacts."""

    @may_happen(times=2, fate=fates("die", "cut", words=5, awaits=40), news=st.integers(1, 4))
    def strike_the_relay(self, fate: Fate, news: int) -> None:
        """The relay dies, or is cut off, while it tells."""
        self._do(self._world.strike("relay", fate, self._news(news)))

    @may_happen(times=2, fate=fates("freeze", words=3, awaits=25), news=st.integers(1, 4))
    def freeze_the_relay(self, fate: Fate, news: int) -> None:
        """The relay freezes while it tells, and wakes up when another has taken over."""
        self._do(self._world.strike("relay", fate, self._news(news)))

    @may_happen(
        times=4,
        fate=fates("die", "die", "cut", "freeze", words=5, awaits=40),
        news=st.integers(1, 4),
    )
    def strike_the_projector(self, fate: Fate, news: int) -> None:
        """The projector dies, is cut off or freezes while it takes in."""
        self._do(self._world.strike("projector", fate, self._news(news)))

    @may_happen(
        times=4, fate=fates("die", "die", "cut", words=4, awaits=40), news=st.integers(1, 3)
    )
    def strike_the_reactors(self, fate: Fate, news: int) -> None:
        """The reactors die, or are cut off, while they react."""
        self._do(self._world.strike("reactors", fate, self._news(news)))

    @may_happen(times=2, fate=fates("freeze", words=5, awaits=40), news=st.integers(1, 2))
    def freeze_the_reactors(self, fate: Fate, news: int) -> None:
        """The reactors freeze, and wake up when another copy has reacted."""
        self._do(self._world.strike("reactors", fate, self._news(news)))

    @may_happen(fate=fates("die", "cut", "freeze", words=20, awaits=150))
    def rebuild(self, fate: Fate) -> None:
        """A read model is made anew while more happens and something happens to its maker."""
        self._do(self._world.rebuild(fate, self._news(2)))
        log = self._do(self._world.look.log())
        again = self._do(self._world.look.read_model("heard"))
        assert again == [
            (event.position, event.id, event.stream, event.version) for event in log
        ]

    @may_happen(back=st.integers(1, 10))
    def redeliver(self, back: int) -> None:
        """Everybody is handed again what they had, while they run."""
        at = self._do(self._world.look.positions())
        for name in ("projector", "reactors"):
            again = max(1, at.get(DURABLES[name], 0) + 1 - back)
            self._do(self._world.hand_out_from(name, again))

    @may_happen(ahead=st.integers(1, 3))
    def hand_out_too_late(self, ahead: int) -> None:
        """The projector is handed what does not follow on from what it has."""

        async def late() -> None:
            await self._world.level()
            end = await self._world.look.told()
            await self._world.hand_out_from("projector", end + 1 + ahead)
            for _ in range(ahead + 1):
                await self._making(1)[1]

        self._do(late())

    @may_happen(what=st.sampled_from(["stream", "projector", "reactors"]))
    def lose(self, what: str) -> None:
        """The stream with its consumers, or one of these, is deleted while everybody runs."""
        world = self._world
        self._do(world.lose_stream() if what == "stream" else world.lose_durable(what))

    @may_happen()
    def come_level(self) -> None:
        """Everybody comes level by themselves, and everything is as the model says."""
        self._do(self._world.level())
        self._compare_all()

    def end(self) -> None:
        """Everything is compared with the model, to the last event."""
        self.come_level()

    def _compare_all(self) -> None:
        model, look = self._model, self._world.look
        log, messages = self._do(look.log()), self._do(look.messages())
        model.check_store(log)
        model.check_told(messages, log)
        expected = [(event.position, event.id, event.stream, event.version) for event in log]
        seen, reacted = self._do(look.read_model("seen")), self._do(look.reactions())
        assert seen == expected, differing("the read model", seen, expected)
        told = model.reactions(log)
        assert reacted == told, differing("what was reacted to", reacted, told)
        assert not self._do(look.parked()), "something was parked"
        for copy in (self._world.here, self._world.there):
            model.check_rows(self._do(copy.shelf()), log)
        faults = self._do(look.faults(messages[-1] if messages else None))
        assert not faults, str(faults)
