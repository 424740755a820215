"""Who joined: I04, I05 and I17."""

from ht_reporting.indicators.definition import Counted, Indicator, Kind
from ht_reporting.indicators.populations import PEOPLE, REGISTER

_COHORT = "clients whose first case in the programme was opened in the period"
_UNRESOLVED = (
    "no_fixed_abode", "declined", "not_in_lookup", "outside_england", "institution",
    "not_asked", "not_known",
)  # fmt: skip
_NOT_RECEIVED = {
    "not_yet_received": Counted(
        words="clients with a case whose registration has not been received yet",
        where="NOT received",
        at="opened_at",
    )
}

MOST_DEPRIVED = Indicator(
    id="I04",
    name="Two most deprived quintiles",
    wording="Of the clients with a resolved quintile, those living in quintile 1 or 2.",
    unit="clients",
    kind=Kind.RATE,
    population=PEOPLE,
    cohort=_COHORT,
    numerator=Counted(
        words="clients with quintile 1 or 2", where="quintile IN (1, 2)", at="opened_at"
    ),
    denominator=Counted(
        words="clients with a resolved quintile",
        where="quintile IS NOT NULL",
        at="opened_at",
    ),
    source="DCRS, latest: 69%",
    exclusions={
        reason: Counted(
            words=f"clients without a quintile: {reason.replace('_', ' ')}",
            where=f"quintile IS NULL AND unresolved = '{reason}'",
            at="opened_at",
        )
        for reason in _UNRESOLVED
    }
    | _NOT_RECEIVED,
)

NOT_GP_REGISTERED = Indicator(
    id="I05",
    name="Not registered with a GP",
    wording=(
        "Of the clients who were registered with a practice or told that they were not, those"
        " who were not, as told at registration."
    ),
    unit="clients",
    kind=Kind.RATE,
    population=PEOPLE,
    cohort=_COHORT,
    numerator=Counted(
        words="clients with no registered practice (V81997)",
        where="gp_status = 'V81997'",
        at="opened_at",
    ),
    denominator=Counted(
        words="clients registered with a practice, or V81997",
        where="gp_status IN ('registered', 'V81997')",
        at="opened_at",
    ),
    source="DCRS, latest: nearly 7%",
    exclusions={
        "V81999": Counted(
            words="clients whose practice is not known (V81999)",
            where="gp_status = 'V81999'",
            at="opened_at",
        ),
        "V81998": Counted(
            words="clients whose practice code does not apply (V81998)",
            where="gp_status = 'V81998'",
            at="opened_at",
        ),
        "declined": Counted(
            words="clients who declined to say", where="gp_status = 'declined'", at="opened_at"
        ),
        "not_asked": Counted(
            words="clients who have not been asked",
            where="received AND gp_status = 'not_asked'",
            at="opened_at",
        ),
    }
    | _NOT_RECEIVED,
)

ON_THE_SYSTEM = Indicator(
    id="I17",
    name="Programmes and clients on the system",
    wording=(
        "Programmes, and clients once for each programme that they have had a case in. No link"
        " is made between clients of different organisations."
    ),
    unit="clients",
    kind=Kind.REGISTER,
    population=REGISTER,
    cohort="all that is known at the position, whatever the period",
    numerator=Counted(
        words="programmes", where="true", at=None, of="count(DISTINCT programme)"
    ),
    denominator=None,
    number=Counted(words="clients", where="client_id IS NOT NULL", at=None),
    source="DCRS, latest: 115 services, 239,133 clients",
)
