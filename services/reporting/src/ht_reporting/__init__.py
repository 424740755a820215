"""The ledger, facts and indicators."""
