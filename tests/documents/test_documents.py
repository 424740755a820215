"""What is written about the services is what they do."""

import re

from .documents import ROOT, documents
from .measured import registered

_NAME = re.compile(r"ht_[a-z]+(_[a-z]+)*$")
_NO_IDS = re.compile(r"(^|_)(id|client|person|worker|case|subject|organisation)(_|$)")


def test_documents_are_up_to_date() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, content in documents()
        if not path.exists() or path.read_text() != content
    ]

    assert stale == [], "run python -m tests.documents, and read the difference"


def test_every_measure_is_named_alike_says_what_it_means_and_holds_no_id() -> None:
    for metric in registered():
        assert _NAME.match(metric._name), metric._name
        assert metric._documentation.endswith("."), metric._name
        assert not [label for label in metric._labelnames if _NO_IDS.search(label)]
