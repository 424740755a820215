"""One case that cannot be moved holds up none of the others, and is not forgotten."""

from uuid import UUID

import pytest

from ht_kit.decider import StreamMoved
from ht_plans.domain.codes import CaseId, ClientId, WorkerId
from ht_plans.domain.reassignment.events import Move
from ht_plans.moving_many import each_of

TOM = WorkerId(UUID(int=1))
MOVES = [
    Move(case=CaseId(UUID(int=number)), client=ClientId(UUID(int=number)), to=TOM)
    for number in range(120)
]


@pytest.mark.parametrize("stuck", [0, 60, 119])
async def test_all_others_move_and_the_act_is_tried_again(stuck: int) -> None:
    moved = []

    async def move_on(move: Move) -> None:
        if move is MOVES[stuck]:
            raise StreamMoved
        moved.append(move)

    with pytest.raises(StreamMoved):
        await each_of(MOVES, move_on)

    assert moved == [move for move in MOVES if move is not MOVES[stuck]]


async def test_when_all_have_moved_nothing_is_left_to_say() -> None:
    moved = []

    async def move_on(move: Move) -> None:
        moved.append(move)

    await each_of(MOVES, move_on)

    assert moved == MOVES
