"""What the operator sets: every variable begins with HT_REPORTING_."""

from pydantic_settings import SettingsConfigDict

from ht_kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """The settings of the reporting service: those of every service that decides nothing."""

    model_config = SettingsConfigDict(env_prefix="HT_REPORTING_")
