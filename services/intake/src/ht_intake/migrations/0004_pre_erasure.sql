-- Since when a client is erased: what they are called and what they are found by is then NULL.
ALTER TABLE client ADD COLUMN erased_at timestamptz;
ALTER TABLE client_token ALTER COLUMN token DROP NOT NULL;
