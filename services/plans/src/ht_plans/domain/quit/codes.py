"""The codes of the stop-smoking quarterly return, and the id of a quit episode."""

from typing import Literal, NewType, TypeAlias
from uuid import UUID

QuitEpisodeId = NewType("QuitEpisodeId", UUID)

QuitAgeBand: TypeAlias = Literal["01", "02", "03", "04", "05"]
QuitSetting: TypeAlias = Literal[
    "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "98",
]  # fmt: skip
QuitSessionType: TypeAlias = Literal["01", "02", "03", "04", "05", "06", "96"]
QuitAid: TypeAlias = Literal["10", "11", "12", "13", "14", "15", "16", "17"]
QuitOutcome: TypeAlias = Literal["quit_co", "quit_self", "not_quit", "lost"]
CarbonMonoxide: TypeAlias = Literal["Y", "N", "X"]
Gender: TypeAlias = Literal["1", "2", "9", "not_asked", "not_known", "declined"]
Ethnicity: TypeAlias = Literal[
    "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "Z", "99",
    "not_asked",
]  # fmt: skip
SocioEconomicClass: TypeAlias = Literal[
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "96", "not_known", "declined",
]  # fmt: skip
YesOrNo: TypeAlias = Literal["yes", "no", "not_known", "declined"]
