-- A client's whole history is put together from all that is theirs.
CREATE INDEX referral_by_client ON referral (client);
