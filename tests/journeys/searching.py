"""Looking for somebody in whatever form bytes can hold what they said."""

import base64
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

_HEX = re.compile(rb"\\+x([0-9a-f]{16,})")


def ways_to_write(text: str) -> Iterator[bytes]:
    """Give the bytes by which a text may stand in a file, a dump or an answer."""
    plain = text.encode()
    yield plain
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield text.encode("latin-1")
    yield json.dumps(text)[1:-1].encode()
    yield quote(text).encode()
    yield plain.hex().encode()
    for before in range(3):
        yield _within_base64(plain, before)


def _within_base64(plain: bytes, before: int) -> bytes:
    """Give what is always the same of a text's base64 when so many bytes stand before it."""
    whole = base64.b64encode(bytes(before) + plain)
    bits = 8 * before
    return whole[-(-bits // 6) : (bits + 8 * len(plain)) // 6]


def found_in(read: bytes, hidden: Iterable[str]) -> list[str]:
    """Say which of these texts stand in what was read, in any form, in large or small."""
    whole = b"\n".join([read, *(bytes.fromhex(each.decode()) for each in _HEX.findall(read))])
    small = whole.lower()
    return [
        text for text in hidden if any(form.lower() in small for form in ways_to_write(text))
    ]


def files_with(folder: Path, hidden: Iterable[str]) -> list[Path]:
    """Let grep look through every file below a folder, but for Postgres' own programs."""
    with tempfile.NamedTemporaryFile() as forms:
        wanted = {form for text in hidden for form in ways_to_write(text)}
        forms.write(b"\n".join(sorted(wanted)))
        forms.flush()
        ran = subprocess.run(
            ["grep", "-rlaiFs", "--exclude-dir=postgres-18", "-f", forms.name, str(folder)],
            env={**os.environ, "LC_ALL": "C"},
            stdout=subprocess.PIPE,
            check=False,
        )
    return [Path(line) for line in ran.stdout.decode().splitlines()]


def files_with_bytes(folder: Path, wanted: bytes) -> list[Path]:
    """Give the files below a folder that hold these bytes, as they are, in hex or base64."""
    forms = (wanted, wanted.hex().encode(), base64.b64encode(wanted))
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]
