"""The page at /docs."""

from fastapi import FastAPI


def add_docs(app: FastAPI) -> None:
    """Serve the documentation."""
