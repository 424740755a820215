"""One command, one URL: routes parse, make a command, handle it, and answer."""

from typing import Final

from ht_intake.routes import (
    agreements,
    asking_again,
    clients,
    contacting,
    converting,
    deciding,
    erasing,
    finding_clients,
    importing,
    linking,
    organisations,
    programmes,
    protecting,
    receiving,
    saying,
    sign_ins,
    timeline,
    workers,
)
from ht_kit.audit_routes import router as who_looked
from ht_kit.erasing import router as erasures

ROUTERS: Final = (
    organisations.router,
    programmes.router,
    workers.router,
    sign_ins.router,
    receiving.router,
    deciding.router,
    converting.router,
    clients.router,
    finding_clients.router,
    asking_again.router,
    saying.router,
    contacting.router,
    linking.router,
    protecting.router,
    agreements.router,
    importing.router,
    erasing.router,
    timeline.router,
    erasures,
    who_looked,
)
