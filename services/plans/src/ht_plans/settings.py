"""What the operator sets: every variable begins with HT_PLANS_."""

from pydantic_settings import SettingsConfigDict

from ht_kit.settings import DecidingSettings


class Settings(DecidingSettings):
    """The settings of the plans service: those that every deciding service has."""

    model_config = SettingsConfigDict(env_prefix="HT_PLANS_")
