"""The JSON Schema (2020-12) of each event's data, as it is committed in `schemas/`."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DecimalSchema

from ht_contracts.envelope import Published
from ht_contracts.registry import schema_id

DECIMAL = r"^-?\d+(\.\d+)?$"
SLUG = r"^[a-z0-9-]{2,32}$"


class _AsPublished(GenerateJsonSchema):
    """Without titles, which would only repeat the fields' names; decimals with their form."""

    def field_title_should_be_set(self, schema: object) -> bool:
        del schema
        return False

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        del schema
        return {"type": "string", "pattern": DECIMAL}


def data_schema(contract: type[Published]) -> dict[str, Any]:
    """Describe an event's data: decimals as strings, unknown fields allowed.

    A field with a default is not required, so that a field added later leaves older samples
    valid.
    """
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": schema_id(contract.type),
        **json_schema(contract),
    }


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Describe a model as it is published."""
    described = model.model_json_schema(mode="serialization", schema_generator=_AsPublished)
    return {**described, "additionalProperties": True}
