"""The commands of `ht`, one file per thing that a person wants."""
