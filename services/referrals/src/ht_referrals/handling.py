"""The rules joined to the place where their events are kept."""

from typing import Annotated, TypeAlias

from fastapi import Depends

from ht_kit.decider import Aggregate, Decider, Handler
from ht_kit.erasing import erasure_of
from ht_kit.http import handler_of
from ht_referrals.domain import directory, onward, signpost
from ht_referrals.domain.commands import DirectoryCommand, OnwardCommand, SignpostCommand
from ht_referrals.domain.events import DirectoryEvent, OnwardEvent, SignpostEvent
from ht_referrals.readmodels import directory_rows, onward_rows, signpost_rows
from ht_referrals.stored import DIRECTORY_CODEC, ONWARD_CODEC, SERVICE, SIGNPOST_CODEC

DIRECTORY: Aggregate[DirectoryCommand, directory.Entry, DirectoryEvent] = Aggregate(
    name=DIRECTORY_CODEC.aggregate,
    decider=Decider(
        decide=directory.decide, evolve=directory.evolve, initial=directory.NO_ENTRY_YET
    ),
    codec=DIRECTORY_CODEC,
    rows=directory_rows,
    client=lambda entry_id, _: entry_id,  # an entry's contact is sealed with a key of its own
)
SIGNPOST: Aggregate[SignpostCommand, signpost.Signpost, SignpostEvent] = Aggregate(
    name=SIGNPOST_CODEC.aggregate,
    decider=Decider(
        decide=signpost.decide, evolve=signpost.evolve, initial=signpost.NO_SIGNPOST_YET
    ),
    codec=SIGNPOST_CODEC,
    rows=signpost_rows,
    programmes=lambda state: frozenset({state.given.programme} if state.given else ()),
    client=lambda _, state: state.given.client if state.given else None,
)
ONWARD: Aggregate[OnwardCommand, onward.Onward, OnwardEvent] = Aggregate(
    name=ONWARD_CODEC.aggregate,
    decider=Decider(decide=onward.decide, evolve=onward.evolve, initial=onward.NOTHING_YET),
    codec=ONWARD_CODEC,
    rows=onward_rows,
    programmes=lambda state: frozenset({state.drafted.programme} if state.drafted else ()),
    client=lambda _, state: state.drafted.client if state.drafted else None,
)
ERASURE = erasure_of(SERVICE)

Directory: TypeAlias = Annotated[
    Handler[DirectoryCommand, directory.Entry, DirectoryEvent], Depends(handler_of(DIRECTORY))
]
Signposts: TypeAlias = Annotated[
    Handler[SignpostCommand, signpost.Signpost, SignpostEvent], Depends(handler_of(SIGNPOST))
]
Onwards: TypeAlias = Annotated[
    Handler[OnwardCommand, onward.Onward, OnwardEvent], Depends(handler_of(ONWARD))
]
