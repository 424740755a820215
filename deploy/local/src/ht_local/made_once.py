"""Secrets that are made at the first start and kept, readable by their owner alone."""

import base64
import json
import secrets
from pathlib import Path


def password(folder: Path, name: str) -> str:
    """Give a role's password, made when first asked for."""
    kept = folder / "passwords.json"
    known: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    if name not in known:
        known[name] = secrets.token_urlsafe(24)
        write_private(kept, json.dumps(known, indent=1))
    return known[name]


def key_encryption_key(folder: Path) -> Path:
    """Give the file of the key that wraps every data key."""
    path = folder / "key-encryption-key.json"
    if not path.exists():
        write_private(path, json.dumps({"current": "local-1", "keys": {"local-1": _key()}}))
    return path


def new_key_encryption_key(folder: Path) -> str:
    """Put a new current key beside those that are there, and give its name."""
    path = key_encryption_key(folder)
    told = json.loads(path.read_text())
    number = max(int(name.rpartition("-")[2]) for name in told["keys"]) + 1
    name = f"local-{number}"
    told = {"current": name, "keys": {**told["keys"], name: _key()}}
    write_private(path, json.dumps(told))
    return name


def forget_former_keys(folder: Path) -> None:
    """Keep the current key-encryption key alone."""
    path = key_encryption_key(folder)
    told = json.loads(path.read_text())
    current = told["current"]
    write_private(path, json.dumps({**told, "keys": {current: told["keys"][current]}}))


def secret_key(folder: Path, name: str) -> Path:
    """Give the file of a 32-byte key."""
    path = folder / f"{name}.key"
    if not path.exists():
        write_private(path, _key())
    return path


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".new")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    half.write_text(text)
    half.rename(path)


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
