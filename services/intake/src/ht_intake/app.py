"""The intake service, put together: the only module that knows all the others."""

from pathlib import Path
from typing import Final

from ht_intake.access import PERMISSIONS
from ht_intake.domain.refusals import Refused
from ht_intake.handling import AGGREGATES, ERASURE
from ht_intake.published import (
    publish_advice,
    publish_client,
    publish_contract,
    publish_erasure,
    publish_import,
    publish_lawful_basis,
    publish_membership,
    publish_organisation,
    publish_outreach,
    publish_pair,
    publish_programme,
    publish_taking_in,
    publish_worker,
)
from ht_intake.published_referrals import publish_draft, publish_referral
from ht_intake.reactors import due_work, keys_of
from ht_intake.routes import ROUTERS
from ht_intake.settings import Settings
from ht_intake.stored import SERVICE as NAME
from ht_kit.service import Service

SERVICE: Final = Service(
    name=NAME,
    title="Intake: registers, referrals, clients and consent",
    settings=Settings,
    migrations=[Path(__file__).with_name("migrations")],
    routers=ROUTERS,
    permissions=PERMISSIONS,
    refused=[Refused],
    aggregates=AGGREGATES,
    tells={
        "organisation": publish_organisation,
        "lawful_bases": publish_lawful_basis,
        "programme": publish_programme,
        "contracts": publish_contract,
        "worker": publish_worker,
        "membership": publish_membership,
        "referral": publish_referral,
        "referral_draft": publish_draft,
        "taking_in": publish_taking_in,
        "client": publish_client,
        "pair": publish_pair,
        "outreach": publish_outreach,
        "advice": publish_advice,
        "import": publish_import,
        ERASURE.name: publish_erasure,
    },
    due=due_work,
    keys_of=keys_of,
)
