-- Whom seniors took on against the criteria, and against which: counted for each programme.
ALTER TABLE referral ADD COLUMN override_of text;
ALTER TABLE referral ADD COLUMN overridden_on date;
SELECT allow_rows('referral');
CREATE INDEX referral_by_override ON referral (organisation, programme, overridden_on)
    WHERE overridden_on IS NOT NULL;

UPDATE referral SET override_of = told.override_of, overridden_on = told.overridden_on
FROM (SELECT stream_id,
             coalesce(data ->> 'override_of', 'other_criteria') AS override_of,
             ((data ->> 'accepted_at')::timestamptz AT TIME ZONE 'Europe/London')::date
                 AS overridden_on
      FROM events CROSS JOIN LATERAL (SELECT convert_from(body, 'UTF8')::jsonb -> 'data') AS b (data)
      WHERE stream_type = 'referral' AND type = 'referral_accepted'
        AND (data ->> 'overridden')::boolean) AS told
WHERE told.stream_id = referral.referral;
