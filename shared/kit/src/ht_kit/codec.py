"""Events as they are stored: dataclass to JSON and back, personal fields sealed."""

from typing import Generic, TypeVar

E = TypeVar("E")


class Codec(Generic[E]):
    """How the events of one aggregate are written down and read again."""
