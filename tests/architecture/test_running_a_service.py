"""The page on running a service names every setting and command; every service leads to it."""

from pathlib import Path

import pytest

from ht_kit.service import COMMANDS
from ht_kit.settings import DecidingSettings, MigrationSettings, ParkedSettings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/running-a-service.md").read_text()


def test_every_setting_that_services_share_is_explained() -> None:
    names = {
        name.upper()
        for settings in (DecidingSettings, MigrationSettings, ParkedSettings)
        for name in settings.model_fields
    }

    assert sorted(name for name in names if f"`{name}`" not in PAGE) == []


def test_every_command_is_explained() -> None:
    assert [command for command in COMMANDS if f"| `{command}` |" not in PAGE] == []


@pytest.mark.parametrize("service", ["intake", "plans", "referrals", "reporting"])
def test_every_service_leads_to_the_page_and_says_how_to_see_what_is_parked(
    service: str,
) -> None:
    readme = (ROOT / f"services/{service}/README.md").read_text()

    assert "](../../docs/running-a-service.md)" in readme
    assert f"`python -m ht_{service} parked`" in readme
