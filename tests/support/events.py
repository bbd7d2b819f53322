"""Events put onto NATS by hand, as a relay would."""

from uuid import UUID

from libs.common.clock import now
from libs.common.ids import new_id
from libs.common.relay import headers
from libs.common.streams import PRIVATE, Stream, ensure_stream
from libs.contracts.envelope import SOURCE_PREFIX, Envelope, Event, Rendition
from tests.support.servers import RunningNats


def envelope(event: Event, rendition: Rendition, unit_path: str, event_id: UUID) -> Envelope:
    """One rendition as it stands in a stream."""
    return Envelope(
        id=event_id,
        source=f"{SOURCE_PREFIX}{event.service()}",
        type=event.type,
        subject=unit_path,
        time=now(),
        sequence=str(event.sequence),
        correlationid=str(event_id),
        data=rendition.data,
    )


async def make_streams(nats: RunningNats, *services: str) -> None:
    """The streams of services that do not run in this test."""
    client = await nats.connect("operator")
    try:
        for stream in (*(Stream(service.upper(), (f"{service}.>",)) for service in services), PRIVATE):
            await ensure_stream(client.jetstream(), stream)
    finally:
        await client.close()


async def publish(nats: RunningNats, event: Event, unit_path: str, event_id: UUID | None = None) -> UUID:
    """Both renditions of an event, into streams that are made if absent."""
    event_id = event_id or new_id()
    await make_streams(nats, event.service())
    client = await nats.connect("operator")
    try:
        js = client.jetstream()
        for rendition in event.renditions():
            subject = f"{rendition.prefix}{event.type}.{unit_path}"
            body = envelope(event, rendition, unit_path, event_id).model_dump_json(exclude_none=True)
            await js.publish(subject, body.encode(), stream=rendition.stream, headers=headers(event_id))
    finally:
        await client.close()
    return event_id
