-- Whoever was registered by a version that kept no tokens to find them by: due work makes them,
-- one client at a time, goes on where it was stopped, and looks who else they may be. It may run
-- at any time: whoever has their tokens already gets the same ones.
INSERT INTO due (kind, aggregate, due_on, organisation, programme, payload)
SELECT 'compare-client', client, current_date, organisation, programme,
       jsonb_build_object('client', client, 'rows', true)
FROM client WHERE erased_at IS NULL
ON CONFLICT DO NOTHING;
