"""Which events there are: the whole published language, by the type that envelopes carry."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ht_contracts import intake, plans, plans_beside, referrals
from ht_contracts.envelope import Published


@cache
def event_types() -> Mapping[str, type[Published]]:
    """Give every published type, as `ht.<service>.<event>.v<N>`, with its class."""
    return MappingProxyType(
        {
            contract.type: contract
            for service in (intake, plans, plans_beside, referrals)
            for contract in vars(service).values()
            if isinstance(contract, type)
            and issubclass(contract, Published)
            and contract.__module__ == service.__name__
        }
    )


def schema_id(event_type: str) -> str:
    """Name the schema of an event's data, for `dataschema` in its envelope."""
    return f"urn:ht:schema:{event_type}"
