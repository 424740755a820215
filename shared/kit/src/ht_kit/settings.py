"""Settings: from the environment only, typed, and refused when wrong.

Every variable may also be given as `<NAME>_FILE`, the path of a file that holds the value: so
secrets need not stand in an environment. A service derives its own class and names its prefix:

    class Settings(DecidingSettings):
        model_config = SettingsConfigDict(env_prefix="HT_PLANS_")
"""

import base64
import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from ht_kit.logging import LogFormat

KEY_BYTES = 32


def _postgres(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith(("postgresql://", "postgres://")):
        raise ValueError("must be a postgresql:// address")
    return value


def _key(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        decoded = base64.b64decode(value.strip(), validate=True)
    except ValueError:
        decoded = b""
    if len(decoded) != KEY_BYTES:
        raise ValueError("must be 32 bytes in base64")
    return decoded


DatabaseUrl = Annotated[SecretStr, AfterValidator(_postgres)]
Key = Annotated[bytes, BeforeValidator(_key), Field(repr=False)]
Port = Annotated[int, Field(ge=1, le=65535)]


class KeyEncryptionKeys(BaseModel):
    """The keys that wrap data keys; new data keys are wrapped by the current one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    current: str
    keys: Mapping[str, Key] = Field(repr=False)

    @model_validator(mode="after")
    def _current_is_held(self) -> "KeyEncryptionKeys":
        if self.current not in self.keys:
            raise ValueError("the current key is not among the keys")
        return self


class _Environment(EnvSettingsSource):
    """The environment, with the content of each `<NAME>_FILE` under `<NAME>`."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        given = dict(super()._load_env_vars())
        for field, path in _files(self.settings_cls).items():
            with contextlib.suppress(OSError, UnicodeDecodeError):  # told by `_unreadable`
                given[field] = Path(path).read_text(encoding="utf-8").strip()
        return given

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        """Leave what is no JSON as it is, so that it is refused like any wrong value."""
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


def _prefix(wanted: type[BaseSettings]) -> str:
    return str(wanted.model_config.get("env_prefix", "")).lower()


def _files(wanted: type[BaseSettings]) -> Mapping[str, str]:
    given = {name.lower(): value for name, value in os.environ.items()}
    names = [f"{_prefix(wanted)}{field}" for field in wanted.model_fields]
    return {name: given[f"{name}_file"] for name in names if given.get(f"{name}_file")}


def _wrong_files(wanted: type[BaseSettings]) -> list[str]:
    wrong = []
    for name, path in _files(wanted).items():
        if name.upper() in os.environ:
            wrong.append(f"{name.upper()}: is given twice, by itself and by _FILE")
        try:
            Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            wrong.append(f"{name.upper()}_FILE: names a file that cannot be read")
    return wrong


class _FromEnvironment(BaseSettings):
    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, validate_default=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment alone: no .env file, no folder of secrets."""
        _ = env_settings, dotenv_settings, file_secret_settings
        return init_settings, _Environment(settings_cls)


class MigrationSettings(_FromEnvironment):
    """What `migrate` needs: a login that may become the owner, and nothing else."""

    migrate_url: DatabaseUrl
    keys_migrate_url: DatabaseUrl | None = None
    """Of a login that may become `keys_owner`: if given, the key database is migrated too."""
    log_format: LogFormat = "auto"


class KeysSettings(_FromEnvironment):
    """What wrapping data keys anew needs."""

    keys_url: DatabaseUrl
    kek: KeyEncryptionKeys


class ParkedSettings(_FromEnvironment):
    """What looking at parked events needs; reacting to one again needs all of the service's."""

    worker_url: DatabaseUrl


class ProcessSettings(_FromEnvironment):
    """What every process needs that runs until it is stopped."""

    nats_url: SecretStr
    nats_monitoring_url: HttpUrl | None = None
    """Where NATS tells about itself; in production it must be given."""
    nats_replicas: int = Field(default=1, ge=1, le=5)
    operations_host: str = "127.0.0.1"
    operations_port: Port
    environment: Literal["development", "production"] = "production"
    log_format: LogFormat = "auto"
    log_level: Literal["debug", "info"] = "info"
    traces_url: HttpUrl | None = None
    """Where traces go (OTLP over HTTP, as in http://collector:4318/v1/traces); else none."""
    linger_seconds: float = Field(default=0, ge=0, le=60)
    """How long, when stopping, the process is unready before it takes no more work."""

    @model_validator(mode="after")
    def _production_is_watched(self) -> Self:
        if self.environment == "production" and self.nats_monitoring_url is None:
            raise ValueError("NATS_MONITORING_URL is required in production")
        return self


class RelaySettings(ProcessSettings):
    """What `relay` needs on its own: it may read events and holds no key."""

    relay_url: DatabaseUrl


class ServiceSettings(ProcessSettings):
    """What every service needs to run."""

    reader_url: DatabaseUrl
    worker_url: DatabaseUrl
    issuer: str
    jwks_url: HttpUrl
    audience: str | None = None
    """Who tokens must be meant for; `ht-<service>` when left out."""
    fingerprint_key: Key
    host: str = "127.0.0.1"
    port: Port
    highest_lag: int = Field(default=5_000, ge=0)
    """Events that a projection may be behind while the service is still ready."""


class DecidingSettings(ServiceSettings, RelaySettings):
    """What a service needs that decides: the stores of events and of keys."""

    writer_url: DatabaseUrl
    keys_url: DatabaseUrl
    kek: KeyEncryptionKeys
    search_key: Key


Wanted = TypeVar("Wanted", bound=BaseSettings)


def load(wanted: type[Wanted]) -> Wanted:
    """Read the settings, or say what is wrong with each, one line per problem, and exit 2."""
    wrong = _wrong_files(wanted)
    try:
        settings = wanted()
    except ValidationError as faults:
        wrong += _wrong_values(wanted, faults, told=wrong)
    if wrong:
        sys.stderr.write("".join(f"{line}\n" for line in wrong))
        raise SystemExit(2)
    return settings


def _wrong_values(
    wanted: type[BaseSettings], faults: ValidationError, told: Sequence[str]
) -> list[str]:
    wrong = []
    for fault in faults.errors(include_input=False, include_url=False):
        name = f"{_prefix(wanted)}{'_'.join(map(str, fault['loc'][:1]))}".upper().rstrip("_")
        why = "is required" if fault["type"] == "missing" else fault["msg"]
        if not any(line.startswith(f"{name}_FILE:") for line in told):
            wrong.append(f"{name}: {why.removeprefix('Value error, ')}")
    return wrong


def prefixed(wanted: type[Wanted], like: type[BaseSettings]) -> type[Wanted]:
    """Give settings that are read from variables of the same service as others."""
    config = SettingsConfigDict(env_prefix=str(like.model_config.get("env_prefix", "")))
    return cast(type[Wanted], type(wanted.__name__, (wanted,), {"model_config": config}))
