"""What the bodies of referrals are made of."""

from typing import Annotated

from pydantic import StringConstraints

from ht_kit.forms import Form, FreeText, Instant

__all__ = ["Form", "FreeText", "Instant", "Name"]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
