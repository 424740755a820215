"""Which things are due, in rows: what is listed and what is counted are the same."""

from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "first_contact",
    "trainer",
    "session",
    "attendance",
    "measure",
    "review",
    "unpaired",
    "maintenance_check",
    "follow_up",
    "quit_follow_up",
    "sustained_work",
    "hard_date",
    "return",
]
_LONDON = "AT TIME ZONE 'Europe/London'"

# $1 the programme, $2 who asks, $3 today. What came from another system falls due of nothing
# until somebody works with it; nothing is asked of a client who has stopped taking part, nor
# after one who has died. A session whose day has come wants to be recorded: one that is booked
# in the case, or the client's part in one of a household. A quit episode is its adviser's.
ITEMS: Final = f"""
WITH ours AS (
    SELECT cases.* FROM cases
    WHERE cases.programme = $1 AND NOT cases.import_undone AND cases.withdrawn_at IS NULL
      AND cases.closure IS DISTINCT FROM '06'
      AND NOT EXISTS (SELECT FROM known_deaths WHERE known_deaths.client = cases.client)
      AND (cases.of_import IS NULL OR cases.worked_with)
      AND NOT EXISTS (SELECT FROM known_conflicts
                      WHERE known_conflicts.client = cases.client
                        AND known_conflicts.worker = $2)
), supported AS (
    SELECT ours.*,
           EXISTS (SELECT FROM known_roles
                   WHERE known_roles.worker = ours.trainer AND known_roles.programme = $1)
           AND NOT EXISTS (SELECT FROM known_conflicts
                           WHERE known_conflicts.client = ours.client
                             AND known_conflicts.worker = ours.trainer) AS has_trainer
    FROM ours WHERE ours.closed_at IS NULL
), items AS (
    SELECT 'first_contact' AS kind, case_id AS thing, case_id, client, trainer,
           (opened_at {_LONDON})::date + 14 AS due_on
    FROM supported WHERE standing = 'open' AND sessions_held = 0 AND NOT assessed
    UNION ALL
    SELECT 'trainer', case_id, case_id, client, NULL, (opened_at {_LONDON})::date
    FROM supported WHERE NOT has_trainer
    UNION ALL
    SELECT 'session', case_id, case_id, client, trainer, (with_nobody_at {_LONDON})::date
    FROM supported WHERE with_nobody_at IS NOT NULL
    UNION ALL
    SELECT 'attendance', case_id, case_id, client, trainer, (since {_LONDON})::date
    FROM (SELECT ours.*, least(next_session_at, (
              SELECT min(shared_members.planned_start)
              FROM shared_members JOIN shared_sessions USING (shared)
              WHERE shared_members.case_id = ours.case_id
                AND shared_sessions.status <> 'cancelled'
                AND shared_members.planned_start <= coalesce(ours.closed_at, 'infinity')
                AND NOT EXISTS (SELECT FROM shared_attendances AS told
                                WHERE told.shared = shared_members.shared
                                  AND told.case_id = ours.case_id))) AS since
          FROM ours) AS booked
    WHERE (since {_LONDON})::date <= $3
    UNION ALL
    SELECT 'measure', case_id, case_id, client, trainer, (opened_at {_LONDON})::date + 14
    FROM supported JOIN known_contracts AS agreed ON agreed.programme = supported.programme
     AND (supported.opened_at {_LONDON})::date BETWEEN agreed.from_on AND agreed.last_on
    WHERE standing = 'open' AND (sessions_held > 0 OR assessed)
      AND NOT agreed.required_measures <@ supported.asked_before
    UNION ALL
    SELECT 'return', case_id, case_id, client, trainer, back_on
    FROM supported WHERE standing = 'paused'
    UNION ALL
    SELECT 'review', plans.plan_id, supported.case_id, supported.client, trainer,
           plans.review_due_on
    FROM supported JOIN plans ON plans.case_id = supported.case_id
    WHERE supported.standing = 'open' AND plans.status = 'agreed' AND NOT plans.import_undone
    UNION ALL
    SELECT 'unpaired', case_id, case_id, client, trainer,
           (SELECT (max(plans.ended_at) {_LONDON})::date FROM plans
            WHERE plans.case_id = supported.case_id AND plans.status = 'signed_off'
              AND NOT plans.import_undone)
    FROM supported WHERE unpaired AND standing <> 'paused'
    UNION ALL
    SELECT 'maintenance_check', checks.check_id, ours.case_id, ours.client, trainer,
           checks.due_on
    FROM ours JOIN checks ON checks.case_id = ours.case_id WHERE checks.result IS NULL
    UNION ALL
    SELECT 'follow_up', known_onward.referral, ours.case_id, ours.client,
           coalesce(follow_up_by, trainer), (known_onward.sent_at {_LONDON})::date + 14
    FROM ours JOIN known_onward ON known_onward.case_id = ours.case_id
    WHERE known_onward.ended_at IS NULL
    UNION ALL
    SELECT 'quit_follow_up', episodes.episode_id, supported.case_id, supported.client,
           episodes.adviser, episodes.follow_up_from
    FROM supported JOIN quit_episodes AS episodes ON episodes.case_id = supported.case_id
    WHERE episodes.outcome IS NULL
    UNION ALL
    (SELECT DISTINCT ON (asked.progress) 'sustained_work', asked.progress, supported.case_id,
            supported.client, trainer, asked.due_on
     FROM supported JOIN sustained_checks AS asked ON asked.case_id = supported.case_id
     WHERE asked.result IS NULL AND NOT asked.over
     ORDER BY asked.progress, asked.weeks)
    UNION ALL
    SELECT 'hard_date', supported.case_id, supported.case_id, supported.client, trainer,
           case_pathways.hard_date
    FROM supported JOIN case_pathways ON case_pathways.case_id = supported.case_id
    WHERE case_pathways.followed AND case_pathways.hard_date >= $3
), due_items AS (
    SELECT items.*, due_on < $3::date AS overdue FROM items
    WHERE due_on <= $4::date AND ($5::uuid[] IS NULL OR trainer = ANY ($5))
      AND ($6::text IS NULL OR kind = $6) AND ($7::boolean IS NULL OR (due_on < $3) = $7)
)
"""  # noqa: S608 - names from code
