-- The worker enters events in the ledger and may do nothing else there, trigger or no trigger.
INSERT INTO append_only (table_name) VALUES ('ledger');
