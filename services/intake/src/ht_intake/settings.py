"""Every variable of intake, typed, prefixed HT_INTAKE_."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ht_intake.refdata.sample import EDITION
from ht_kit.settings import DecidingSettings


class Settings(DecidingSettings):
    """What intake needs to run."""

    model_config = SettingsConfigDict(env_prefix="HT_INTAKE_")

    deprivation_edition: str = EDITION
    """The deprivation indices that new clients' postcodes are resolved with."""
    self_referrals_per_address: int = Field(default=10, ge=1)
    """How many self-referrals one address may send in an hour."""
    self_referrals_per_programme: int = Field(default=120, ge=1)
    """How many self-referrals one programme takes in an hour."""
    proxies: int = Field(default=0, ge=0, le=5)
    """How many proxies of ours stand before this service and name whom they serve."""
