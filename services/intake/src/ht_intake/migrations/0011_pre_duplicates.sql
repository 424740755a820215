-- Of which other referral one is a duplicate: what erases the one erases the other.
ALTER TABLE referral ADD COLUMN duplicate_of uuid;
SELECT allow_rows('referral');
CREATE INDEX referral_by_duplicate ON referral (duplicate_of) WHERE duplicate_of IS NOT NULL;

UPDATE referral SET duplicate_of = told.duplicate_of
FROM (SELECT stream_id,
             (convert_from(body, 'UTF8')::jsonb -> 'data' ->> 'duplicate_of')::uuid AS duplicate_of
      FROM events WHERE stream_type = 'referral' AND type = 'referral_rejected') AS told
WHERE told.stream_id = referral.referral;
