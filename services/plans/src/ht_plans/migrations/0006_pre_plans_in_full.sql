-- What seniors look through: plans whose review is overdue, sign-offs that were overridden or
-- without the client, and earlier plans about the issue that somebody comes back with.
ALTER TABLE plans
    ADD COLUMN primary_issue text,
    ADD COLUMN review_due_on date,
    ADD COLUMN overridden boolean,
    ADD COLUMN client_present text,
    ADD COLUMN corrections integer;
CREATE INDEX plans_to_review ON plans (programme, review_due_on, plan_id)
    WHERE review_due_on IS NOT NULL;
CREATE INDEX plans_signed_off ON plans (programme, ended_at, plan_id)
    WHERE overridden OR client_present = 'not_present';
CREATE INDEX plans_by_client ON plans (client, programme, primary_issue);
ALTER TABLE recordings ADD COLUMN com_b boolean;
-- The new plan about the same issue that ended a check, where one did.
ALTER TABLE checks ADD COLUMN on_return uuid;

-- The same of plans that are there already, as their events tell it.
UPDATE plans
SET primary_issue = told.data ->> 'primary_issue',
    review_due_on = CASE WHEN plans.status = 'agreed' AND NOT plans.import_undone
        THEN coalesce(plans.next_review_on,
                      (plans.agreed_at AT TIME ZONE 'Europe/London')::date + 84) END
FROM (SELECT stream_id, convert_from(body, 'UTF8')::jsonb -> 'data' AS data FROM events
      WHERE type = 'plan_agreed') AS told
WHERE told.stream_id = plans.plan_id;
UPDATE plans
SET overridden = (told.data ->> 'overridden')::boolean,
    client_present = told.data ->> 'client_present'
FROM (SELECT stream_id, convert_from(body, 'UTF8')::jsonb -> 'data' AS data FROM events
      WHERE type = 'plan_signed_off') AS told
WHERE told.stream_id = plans.plan_id;
UPDATE plans SET primary_issue = told.data ->> 'primary_issue'
FROM (SELECT stream_id, convert_from(body, 'UTF8')::jsonb -> 'data' AS data FROM events
      WHERE type = 'plan_imported') AS told
WHERE told.stream_id = plans.plan_id;
