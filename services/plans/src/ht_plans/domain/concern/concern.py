"""The rules of a safeguarding concern: raised by any worker, seen by few, never blocked.

    RaiseSafeguardingConcern ─► SafeguardingConcernRaised
    TellOfConcern ─► SafeguardingConcernTold
    EndConcern ─► SafeguardingConcernEnded

No consent is asked for and no case is too closed: a case that once was is enough. Somebody
else can be told even after it was ended.
"""

from dataclasses import dataclass, replace

from ht_plans.domain.case.refusals import NoSuchSession
from ht_plans.domain.concern.commands import (
    Command,
    EndConcern,
    RaiseSafeguardingConcern,
    TellOfConcern,
)
from ht_plans.domain.concern.events import (
    Event,
    SafeguardingConcernEnded,
    SafeguardingConcernRaised,
    SafeguardingConcernTold,
    Told,
)
from ht_plans.domain.concern.refusals import (
    ConcernHasEnded,
    ConcernNotRaised,
    ConcernRaisedAlready,
    NobodyToldYet,
    NothingSaid,
)
from ht_plans.domain.refusals import DatedInTheFuture


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """A safeguarding concern so far."""

    raised: SafeguardingConcernRaised | None = None
    later: tuple[SafeguardingConcernTold, ...] = ()
    ended: SafeguardingConcernEnded | None = None

    def known(self) -> SafeguardingConcernRaised:
        """Give how it was raised, or refuse."""
        if self.raised is None:
            raise ConcernNotRaised
        return self.raised

    @property
    def told(self) -> tuple[Told, ...]:
        """Say who was told and when, at once or later."""
        at_once = self.raised.told if self.raised else ()
        return (*at_once, *(each.told for each in self.later))


NO_CONCERN_YET = Concern()


def decide(command: Command, concern: Concern) -> list[Event]:
    """Say what happens when this is asked of this concern."""
    match command:
        case RaiseSafeguardingConcern():
            return _raise(command, concern)
        case TellOfConcern():
            return _tell(command, concern)
        case EndConcern():
            return _end(command, concern)


def evolve(concern: Concern, event: Event) -> Concern:
    """Remember what happened. Never refuses: it has already happened."""
    match event:
        case SafeguardingConcernRaised():
            return replace(concern, raised=event)
        case SafeguardingConcernTold():
            return replace(concern, later=(*concern.later, event))
        case SafeguardingConcernEnded():
            return replace(concern, ended=event)


def _raise(asked: RaiseSafeguardingConcern, concern: Concern) -> list[Event]:
    if asked.session is not None and not asked.session_of_the_case:
        raise NoSuchSession
    if max([asked.noticed_at, *(each.told_at for each in asked.told)]) > asked.now:
        raise DatedInTheFuture
    if not asked.words.strip():
        raise NothingSaid
    raised = SafeguardingConcernRaised(
        concern=asked.concern,
        case=asked.case,
        client=asked.client,
        programme=asked.programme,
        session=asked.session,
        about=asked.about,
        at_immediate_risk=asked.at_immediate_risk,
        words=asked.words,
        told=asked.told,
        raised_by=asked.raised_by,
        noticed_at=asked.noticed_at,
        raised_at=asked.now,
    )
    if concern.raised is None:
        return [raised]
    if replace(concern.raised, raised_at=asked.now) != raised:
        raise ConcernRaisedAlready
    return []


def _tell(asked: TellOfConcern, concern: Concern) -> list[Event]:
    raised = concern.known()
    if asked.told.told_at > asked.now:
        raise DatedInTheFuture
    if asked.told in concern.told:
        return []
    return [
        SafeguardingConcernTold(
            concern=raised.concern,
            client=raised.client,
            told=asked.told,
            words=asked.words,
            recorded_at=asked.now,
        )
    ]


def _end(asked: EndConcern, concern: Concern) -> list[Event]:
    raised = concern.known()
    if concern.ended is not None:
        if concern.ended.outcome != asked.outcome:
            raise ConcernHasEnded
        return []
    if not asked.words.strip():
        raise NothingSaid
    if not concern.told and asked.outcome != "raised_in_error":
        raise NobodyToldYet
    return [
        SafeguardingConcernEnded(
            concern=raised.concern,
            client=raised.client,
            outcome=asked.outcome,
            words=asked.words,
            ended_at=asked.now,
        )
    ]
