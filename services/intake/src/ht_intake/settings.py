"""Every variable of intake, typed, prefixed HT_INTAKE_."""

from pydantic_settings import SettingsConfigDict

from ht_intake.refdata.sample import EDITION
from ht_kit.settings import DecidingSettings


class Settings(DecidingSettings):
    """What intake needs to run."""

    model_config = SettingsConfigDict(env_prefix="HT_INTAKE_")

    deprivation_edition: str = EDITION
    """The deprivation indices that new clients' postcodes are resolved with."""
