"""What never reaches a log: keys that hold private things, and text that looks like one.

Two nets. A value under a key of `_NEVER` is hidden whatever it is; text anywhere else loses
what looks like a token, an address, a number of a person or a postcode. Text with spaces is
what people say: it is kept only under keys that this code writes itself.
"""

import re
from collections.abc import Mapping
from typing import Final

from structlog.typing import EventDict, WrappedLogger

HIDDEN: Final = "[hidden]"
# fmt: off
_NEVER: Final = frozenset(
    {
        "name", "names", "called", "given_name", "family_name", "surname", "forename",
        "person", "client_name", "worker_name", "birth", "birth_date", "date_of_birth",
        "dob", "telephone", "mobile", "address", "note", "notes", "own_words", "free_text",
        "statement", "summary", "key", "kek", "body", "payload", "data", "form", "input",
        "args", "params", "dsn", "url", "exception", "exc_info", "stack", "detail",
    }
)
# fmt: on
_NEVER_PART: Final = re.compile(
    r"(password|secret|token|authori[sz]ation|cookie|postcode|phone|email|nhs_?number|_key$|_url$)"
)
_SENTENCES: Final = frozenset({"event", "where", "reason", "checks", "between", "differences"})
_PRIVATE: Final = re.compile(
    r"""
      \beyJ[\w-]+\.[\w-]*\.?[\w-]*                               # a signed token
    | \b[Bb]earer\s+\S+
    | \b[A-Za-z][A-Za-z+]+://[^\s/@]*@\S+                         # an address with credentials
    | [\w.+'-]+@[\w-]+(?:\.[\w-]+)+                              # e-mail
    | (?<![\w-])(?:\+44|0044|0)(?:[ ()-]*\d){9,10}(?![\w-])      # telephone
    | (?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])              # NHS number
    | (?<![\w-])[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}(?![\w-])  # postcode
    """,
    re.VERBOSE,
)
_TEN_DIGITS: Final = range(1_000_000_000, 10_000_000_000)


def redact(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Hide whatever may not be read in a log. Stands last before rendering."""
    return {key: _clean(key, value) for key, value in line.items()}


def _clean(key: str, value: object) -> object:
    if key.lower() in _NEVER or _NEVER_PART.search(key.lower()):
        return HIDDEN
    match value:
        case bool() | float() | None:
            return value
        case int():
            return HIDDEN if value in _TEN_DIGITS else value
        case Mapping():
            return {
                clean_text(str(name)): _clean(str(name), held) for name, held in value.items()
            }
        case list() | tuple() | set() | frozenset():
            return [_clean(key, held) for held in value]
        case _:
            text = clean_text(str(value))
            return text if key in _SENTENCES or not re.search(r"\s", text) else HIDDEN


def clean_text(text: str) -> str:
    """Hide what looks private in a text, and keep it on one line."""
    return _PRIVATE.sub(HIDDEN, text).replace("\r", " ").replace("\n", " ")
