"""A real Postgres and a real NATS, run from the environment's own wheels."""
