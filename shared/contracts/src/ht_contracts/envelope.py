"""How a published event travels: CloudEvents 1.0, structured JSON, one event per message."""

from typing import Annotated, ClassVar, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

CONTENT_TYPE = "application/cloudevents+json"
Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]{2,32}$")]


class Published(BaseModel):
    """A fact that another service or organisation may rely on.

    Readers ignore fields they do not know. Within a version, fields are only ever added,
    and only with a default; anything else is a new version beside the old one.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]


Fact = TypeVar("Fact")


class Envelope(BaseModel, Generic[Fact]):
    """A published fact, with where it came from and what it was about.

    `data` is None for an event that has nothing to tell: it is published all the same, so
    that a stream's sequence is the position of the event in its service's store.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str
    subject: str
    time: AwareDatetime
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str | None = None
    organisation: Slug
    programme: Slug | None = None
    partitionkey: str | None = None
    sequence: str
    correlationid: UUID
    causationid: UUID | None = None
    recordedtime: AwareDatetime
    traceparent: str | None = None
    authid: str
    data: Fact | None = None
