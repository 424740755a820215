"""The composition root: the only module that knows all the others."""

from pathlib import Path

from ht_kit.service import Service
from ht_referrals.access import PERMISSIONS
from ht_referrals.domain.refusals import Refused
from ht_referrals.handling import DIRECTORY, ERASURE, ONWARD, SIGNPOST
from ht_referrals.projections import PROJECTORS
from ht_referrals.published import (
    publish_directory,
    publish_erasure,
    publish_onward,
    publish_signpost,
)
from ht_referrals.reactors import due_work, reactors
from ht_referrals.routes import ROUTERS
from ht_referrals.settings import Settings

SERVICE = Service(
    name="referrals",
    title="Referrals",
    settings=Settings,
    migrations=[Path(__file__).with_name("migrations")],
    routers=ROUTERS,
    permissions=PERMISSIONS,
    refused=[Refused],
    aggregates=[DIRECTORY, SIGNPOST, ONWARD, ERASURE],
    tells={
        DIRECTORY.name: publish_directory,
        SIGNPOST.name: publish_signpost,
        ONWARD.name: publish_onward,
        ERASURE.name: publish_erasure,
    },
    projectors=PROJECTORS,
    reactors=reactors,
    due=due_work,
)
