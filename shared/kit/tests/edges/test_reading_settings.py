"""Settings come from the environment or from files it names, and are refused when wrong."""

import base64
import json
from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from ht_kit.settings import DecidingSettings, RelaySettings, load, prefixed

KEY = base64.b64encode(b"k" * 32).decode()
KEK = json.dumps({"current": "b", "keys": {"a": KEY, "b": KEY}})
RIGHT = {
    "WRITER_URL": "postgresql://w:hunter2@db/pots",
    "READER_URL": "postgresql://r:hunter2@db/pots",
    "RELAY_URL": "postgresql://l:hunter2@db/pots",
    "WORKER_URL": "postgresql://k:hunter2@db/pots",
    "KEYS_URL": "postgresql://y:hunter2@db/keys",
    "KEK": KEK,
    "SEARCH_KEY": KEY,
    "FINGERPRINT_KEY": KEY,
    "NATS_URL": "nats://pots:hunter2@nats:4222",
    "NATS_MONITORING_URL": "http://nats:8222",
    "ISSUER": "https://sign-in.example.org",
    "JWKS_URL": "https://sign-in.example.org/jwks",
    "PORT": "8002",
    "OPERATIONS_PORT": "8012",
}


class Settings(DecidingSettings):
    model_config = SettingsConfigDict(env_prefix="HT_POTS_")


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in RIGHT.items():
        monkeypatch.setenv(f"HT_POTS_{name}", value)
    return monkeypatch


def refused(capsys: pytest.CaptureFixture[str]) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        load(Settings)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "hunter2" not in said
    return said.splitlines()


@pytest.mark.usefixtures("given")
def test_right_settings_are_read_and_their_secrets_do_not_show() -> None:
    settings = load(Settings)

    assert settings.kek.keys["b"] == b"k" * 32
    assert settings.environment == "production"
    assert settings.audience is None
    assert "hunter2" not in repr(settings)
    assert "kkkk" not in repr(settings)


def test_a_secret_may_stand_in_a_file(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("KEK", "SEARCH_KEY", "WRITER_URL"):
        path = tmp_path / name
        path.write_text(f"{RIGHT[name]}\n")
        given.delenv(f"HT_POTS_{name}")
        given.setenv(f"HT_POTS_{name}_FILE", str(path))

    settings = load(Settings)

    assert settings.kek.current == "b"
    assert settings.search_key == b"k" * 32
    assert settings.writer_url.get_secret_value() == RIGHT["WRITER_URL"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "WRITER_URL",
            "mysql://hunter2",
            "HT_POTS_WRITER_URL: must be a postgresql:// address",
        ),
        ("SEARCH_KEY", "hunter2", "HT_POTS_SEARCH_KEY: must be 32 bytes in base64"),
        ("KEK", "{hunter2", "HT_POTS_KEK: "),
        ("KEK", '{"current": "c", "keys": {}}', "HT_POTS_KEK: the current key is not among"),
        ("KEK", '{"current": "c", "keys": {"c": "hunter2"}}', "HT_POTS_KEK: must be 32 bytes"),
        ("PORT", "0", "HT_POTS_PORT: "),
        ("PORT", "hunter2", "HT_POTS_PORT: "),
        ("ENVIRONMENT", "hunter2", "HT_POTS_ENVIRONMENT: "),
        ("KEK_FILE", "/hunter2", "HT_POTS_KEK: is given twice, by itself and by _FILE"),
        ("JWKS_URL", "hunter2", "HT_POTS_JWKS_URL: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line_and_never_repeated(
    name: str,
    value: str,
    said: str,
    given: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given.setenv(f"HT_POTS_{name}", value)

    lines = refused(capsys)

    assert lines[0].startswith(said)
    assert len(lines) == (2 if name == "KEK_FILE" else 1)


def test_everything_that_is_missing_is_told_at_once(
    given: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in RIGHT:
        given.delenv(f"HT_POTS_{name}")

    lines = refused(capsys)

    assert {line.split(":")[0] for line in lines} == {
        f"HT_POTS_{name}" for name in RIGHT if name != "NATS_MONITORING_URL"
    }
    assert all(line.endswith(": is required") for line in lines)


def test_production_is_watched(
    given: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given.delenv("HT_POTS_NATS_MONITORING_URL")
    assert refused(capsys) == ["HT_POTS: NATS_MONITORING_URL is required in production"]

    given.setenv("HT_POTS_ENVIRONMENT", "development")
    load(Settings)


def test_a_relay_needs_no_key(given: pytest.MonkeyPatch) -> None:
    for name in ("KEK", "SEARCH_KEY", "FINGERPRINT_KEY", "WRITER_URL", "KEYS_URL"):
        given.delenv(f"HT_POTS_{name}")

    settings = load(prefixed(RelaySettings, Settings))

    assert settings.relay_url.get_secret_value() == RIGHT["RELAY_URL"]
