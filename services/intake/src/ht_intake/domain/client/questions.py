"""What a client may be asked about their life, and which answers there are.

Every question has three ways of not being answered: `not_asked` is where it stands until it
is asked; `not_known` and `declined` are answers. A blank is never one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from ht_intake.domain import codes
from ht_intake.domain.refusals import AnswersContradict, NoSuchAnswer, OneAnswerOnly

ABSENT: Final = frozenset({"not_known", "declined"})
NOT_ASKED: Final = ("not_asked",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its answers, whether several may hold, and which holds only by itself.

    A question that is `sealed` is kept under the client's own key and told to no other
    service.
    """

    answers: frozenset[str]
    several: bool = False
    alone: frozenset[str] = ABSENT
    sealed: bool = False

    def check(self, told: tuple[str, ...]) -> None:
        """Refuse what is no answer to this question."""
        if not told or not self.answers.issuperset(told):
            raise NoSuchAnswer
        if len(told) > 1 and not self.several:
            raise OneAnswerOnly
        if len(told) > 1 and not self.alone.isdisjoint(told):
            raise AnswersContradict


def _one(answers: object, *, sealed: bool = False) -> Question:
    return Question(answers=frozenset(get_args(answers)), sealed=sealed)


def _several(answers: object, *alone: str) -> Question:
    return Question(
        answers=frozenset(get_args(answers)), several=True, alone=ABSENT.union(alone)
    )


QUESTIONS: Final[Mapping[str, Question]] = {
    "ethnic_group": _one(codes.EthnicGroup),
    "disability": _several(codes.Disability, "NN"),
    "disability_impact": _one(codes.DisabilityImpact),
    "long_term_conditions": _several(codes.LongTermCondition, "none"),
    "vulnerable_groups": _several(codes.VulnerableGroup, "none"),
    "carer": _one(codes.YesOrNo),
    "young_carer": _one(codes.YesOrNo),
    "armed_forces": _one(codes.ArmedForces),
    "pregnant_or_postnatal": _one(codes.YesOrNo),
    "parent_of_under_5": _one(codes.YesOrNo),
    "in_contact_with_services": _one(codes.YesOrNo),
    "accommodation": _one(codes.Accommodation),
    "settled_accommodation": _one(codes.YesOrNo),
    "weekly_hours": _one(codes.WeeklyHours),
    "benefits": _several(codes.Benefit, "none"),
    "free_prescriptions": _one(codes.YesOrNo),
    "socio_economic_class": _one(codes.SocioEconomicClass),
    "barriers": _several(codes.Barrier, "none"),
    "preferred_hours": _several(codes.PreferredHours, "any"),
    "sexual_orientation": _one(codes.SexualOrientation, sealed=True),
    "gender_identity": _one(codes.GenderIdentity, sealed=True),
    "gender_same_as_at_birth": _one(codes.YesOrNo, sealed=True),
    "religion": _one(codes.ReligionGroup, sealed=True),
}
