"""Who was supported to stop smoking by a health trainer: I09."""

from ht_reporting.indicators.definition import Counted, Indicator, Kind, Part
from ht_reporting.indicators.populations import PLANS

_CLIENTS = "count(DISTINCT (client_id, programme))"
_WITH_A_PLAN = Counted(
    words="clients with a plan agreed", where="true", at="agreed_at", of=_CLIENTS
)

SUPPORTED_TO_STOP_SMOKING = Indicator(
    id="I09",
    name="Supported to stop smoking by a health trainer",
    wording=(
        "Of the clients with a plan agreed in the period, those whose primary issue is smoking"
        " and who attended at least one session. Smoking as a secondary issue is a second"
        " figure."
    ),
    unit="clients",
    kind=Kind.RATE,
    population=PLANS,
    cohort="clients, once for each programme, with a plan agreed in the period",
    numerator=Counted(
        words="clients with smoking as primary issue and an attended session",
        where="primary_issue = 'smoking' AND attended",
        at="agreed_at",
        of=_CLIENTS,
    ),
    denominator=_WITH_A_PLAN,
    source="DCRS 2010-11: 9.5%",
    parts={
        "with_secondary": Part(
            numerator=Counted(
                words="clients with smoking as primary or secondary issue, and a session",
                where="(primary_issue = 'smoking' OR 'smoking' = ANY (secondary_issues))"
                " AND attended",
                at="agreed_at",
                of=_CLIENTS,
            ),
            denominator=_WITH_A_PLAN,
        )
    },
)
