-- From whom a client is hidden, and to whom they are restricted (NULL: to nobody in particular).
ALTER TABLE client ADD COLUMN hidden_from text[] NOT NULL DEFAULT '{}';
ALTER TABLE client ADD COLUMN restricted_to text[];
SELECT allow_rows('client');
