"""One command, one URL: routes parse, make a command, handle it, and answer."""

from ht_kit.erasing import router as erasures
from ht_referrals.routes import directory, following, referring, signposting

ROUTERS = (directory.router, signposting.router, referring.router, following.router, erasures)
