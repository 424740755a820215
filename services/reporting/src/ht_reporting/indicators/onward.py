"""Where clients were sent on to: I08."""

from ht_reporting.indicators.definition import Counted, Indicator, Kind, Part
from ht_reporting.indicators.populations import ONWARD


def _sent(words: str, where: str) -> Counted:
    return Counted(words=words, where=where, at="sent_at")


ONWARD_TO_STOP_SMOKING = Indicator(
    id="I08",
    name="Onward to stop smoking",
    wording=(
        "Of all onward referrals sent and signposts given, those to a stop smoking service."
        " A referral counts once it is sent, whatever comes of it."
    ),
    unit="onward referrals and signposts",
    kind=Kind.RATE,
    population=ONWARD,
    cohort="referrals sent and signposts given in the period",
    numerator=_sent(
        "referrals sent and signposts to stop smoking", "destination = 'stop_smoking'"
    ),
    denominator=_sent("referrals sent and signposts", "destination IS NOT NULL"),
    source="DCRS report of September 2009: 24%",
    exclusions={
        "draft": Counted(
            words="referrals drafted in the period and never sent",
            where="sent_at IS NULL",
            at="drafted_at",
        )
    },
    parts={
        f"{kind}s": Part(
            numerator=_sent(
                f"{kind}s to stop smoking",
                f"kind = '{kind}' AND destination = 'stop_smoking'",
            ),
            denominator=_sent(f"all {kind}s", f"kind = '{kind}' AND destination IS NOT NULL"),
        )
        for kind in ("referral", "signpost")
    },
)
