"""The rows that indicators look at, as they were known at a ledger position.

Rows of different services are joined here, when a question is asked, never when they are
written: what arrived first makes no difference.
"""

from ht_reporting.facts.kinds import RESOLVED
from ht_reporting.indicators.definition import Population

_KNOWN = "{0}.known_from <= $1 AND ({0}.known_to IS NULL OR {0}.known_to > $1)"
_ASKED_FOR = f"{_KNOWN.format('p')} AND {{asked_for}}"
# What came by an import that was taken back never counted, nor did anything of that case.
_P = f"""{_ASKED_FOR}
       AND NOT EXISTS (SELECT FROM fact_case undone
                        WHERE undone.case_id = p.case_id AND undone.import_undone
                          AND {_KNOWN.format("undone")})
"""
# The person that a linked client is, at the end of the links. No chain is longer than two:
# that there is an end at all keeps two links that cross from going round for ever.
_PERSON = f"""
    WITH RECURSIVE up (client_id, person, far) AS (
        SELECT l.client_id, l.into_client, 1 FROM fact_link l
         WHERE l.linked AND {_KNOWN.format("l")}
         UNION ALL
        SELECT up.client_id, l.into_client, up.far + 1
          FROM up JOIN fact_link l ON l.client_id = up.person
         WHERE l.linked AND up.far < 4 AND {_KNOWN.format("l")}
    )
    SELECT DISTINCT ON (client_id) client_id, person FROM up ORDER BY client_id, far DESC
"""  # noqa: S608 - no values
_PEOPLE = f"""
    SELECT DISTINCT ON (coalesce(same.person, p.client_id), p.programme)
           p.organisation, p.programme, p.client_id, p.opened_at
      FROM fact_case p
      LEFT JOIN ({_PERSON}) same ON same.client_id = p.client_id
     WHERE {_P}
     ORDER BY coalesce(same.person, p.client_id), p.programme, p.opened_at, p.client_id
"""  # noqa: S608 - no values

PLANS = Population(
    name="plans",
    words="Plans; each knows whether its case has an attended session (attendance 5 or 6).",
    rows=f"""
    SELECT p.*,
           EXISTS (SELECT FROM fact_session s
                    WHERE s.case_id = p.case_id AND s.attendance IN ('5', '6')
                      AND {_KNOWN.format("s")}) AS attended
      FROM fact_plan p
     WHERE {_P}
    """,  # noqa: S608
)

PEOPLE = Population(
    name="people",
    words=(
        "Clients, once for each programme in which a case of theirs was opened, dated by the"
        " first; with what was told of them at registration. Clients who are linked count as"
        " one person: the one whose case was opened first."
    ),
    rows=f"""
    SELECT w.*, c.client_id IS NOT NULL AS received,
           CASE WHEN coalesce(c.unresolved, '{RESOLVED}') = '{RESOLVED}' THEN c.quintile END
             AS quintile,
           c.unresolved, coalesce(c.gp_status, 'not_asked') AS gp_status
      FROM ({_PEOPLE}) w
      LEFT JOIN fact_client c ON c.client_id = w.client_id AND {_KNOWN.format("c")}
    """,  # noqa: S608
)

REGISTER = Population(
    name="register",
    words="Programmes registered, and clients once for each programme they have a case in.",
    rows=f"""
    SELECT w.programme, w.client_id FROM ({_PEOPLE}) w
     UNION ALL
    SELECT p.programme, NULL FROM fact_programme p WHERE {_ASKED_FOR}
    """,  # noqa: S608
)

ONWARD = Population(
    name="onward",
    words="Onward referrals, drafted or sent, and signposts.",
    rows=f"SELECT p.* FROM fact_onward p WHERE {_P}",  # noqa: S608
)

CHECKS = Population(
    name="checks",
    words="Maintenance checks, each with the current result of its plan.",
    rows=f"""
    SELECT p.*, p.due_on::timestamp AT TIME ZONE 'Europe/London' AS due_at,
           plan.result AS plan_result
      FROM fact_check p
      LEFT JOIN fact_plan plan ON plan.plan_id = p.plan_id AND {_KNOWN.format("plan")}
     WHERE {_P}
    """,  # noqa: S608
)


_AS_CORRECTED = f"""
    SELECT p.case_id, p.instrument, p.phase, p.algorithm, p.value, p.taken_at, p.known_from
      FROM fact_reading p
     WHERE {_P} AND NOT EXISTS (
           SELECT FROM fact_correction x
            WHERE x.assessment_id = p.assessment_id AND x.instrument = p.instrument
              AND {_KNOWN.format("x")})
     UNION ALL
    SELECT p.case_id, p.instrument, p.phase, p.algorithm, p.value, p.taken_at, p.known_from
      FROM fact_correction p
     WHERE {_P} AND NOT EXISTS (
           SELECT FROM fact_correction x
            WHERE x.assessment_id = p.assessment_id AND x.instrument = p.instrument
              AND x.known_from > p.known_from AND {_KNOWN.format("x")})
"""  # noqa: S608 - no values


def pairs_of(instrument: str) -> Population:
    """Give the pairs of one instrument: a row per case and algorithm."""
    return Population(
        name=f"pairs_{instrument}",
        words=(
            "One row per case and algorithm: the earliest reading before support (pre), the"
            " latest at its end (post), and whether one was taken at a review. A reading that"
            " was corrected counts as it was corrected last."
        ),
        rows=f"""
        SELECT (array_agg(p.value ORDER BY p.taken_at, p.known_from)
                  FILTER (WHERE p.phase = 'pre'))[1] AS pre,
               min(p.taken_at) FILTER (WHERE p.phase = 'pre') AS pre_at,
               (array_agg(p.value ORDER BY p.taken_at DESC, p.known_from DESC)
                  FILTER (WHERE p.phase = 'post'))[1] AS post,
               max(p.taken_at) FILTER (WHERE p.phase = 'post') AS post_at,
               bool_or(p.phase = 'review') AS reviewed
          FROM ({_AS_CORRECTED}) p
         WHERE p.instrument = '{instrument}' AND p.value IS NOT NULL
         GROUP BY p.case_id, p.algorithm
        """,  # noqa: S608
    )
