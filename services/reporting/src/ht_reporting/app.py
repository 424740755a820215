"""The reporting service, put together."""

from pathlib import Path

from ht_kit.service import Service
from ht_reporting.access import PERMISSIONS
from ht_reporting.projections import projectors
from ht_reporting.reconciling import Ledger
from ht_reporting.reports import Refused
from ht_reporting.routes import router
from ht_reporting.settings import Settings

SERVICE = Service(
    name="reporting",
    title="Reporting",
    settings=Settings,
    migrations=[Path(__file__).with_name("migrations")],
    routers=[router],
    permissions=PERMISSIONS,
    refused=[Refused],
    projectors=projectors(),
    keeps=Ledger,
)
