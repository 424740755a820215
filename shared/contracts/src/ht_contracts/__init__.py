"""The published language: what services and partners may rely on."""
