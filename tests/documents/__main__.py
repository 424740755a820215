"""Write every document anew: `python -m tests.documents`."""

from .documents import documents

for path, content in documents():
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
