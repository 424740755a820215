"""The facts made anew from the ledger, beside the live ones, while events go on arriving."""
