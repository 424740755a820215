-- Whether a case was given to whoever has it beyond the programme's cap on caseloads.
ALTER TABLE cases ADD COLUMN over_cap boolean;

-- The same of cases that are there already, as their last assignment tells it.
UPDATE cases SET over_cap = told.over_cap
FROM (SELECT DISTINCT ON (stream_id) stream_id,
             (convert_from(body, 'UTF8')::jsonb -> 'data' ->> 'over_cap')::boolean AS over_cap
      FROM events WHERE type = 'trainer_assigned' ORDER BY stream_id, version DESC) AS told
WHERE told.stream_id = cases.case_id;
