"""The sealed days as they were told: what the stream still has, and nobody who owns a database can change."""

import secrets

from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from libs.contracts.envelope import Envelope
from libs.contracts.petitions import RecordSealed

STREAM = RecordSealed.stream()
READ_AT_ONCE = 500


async def published_seals(js: JetStreamContext) -> list[RecordSealed]:
    """Every head that still stands in the stream; nothing is acknowledged, no listener is touched."""
    name, told = f"audit-{secrets.token_hex(4)}", list[RecordSealed]()
    try:
        waiting = (await js.add_consumer(STREAM, _consumer(name))).num_pending or 0
    except NotFoundError:
        return told
    subscription = await js.pull_subscribe_bind(name, stream=STREAM)
    while len(told) < waiting:
        for message in await subscription.fetch(min(READ_AT_ONCE, waiting - len(told)), timeout=10):
            told.append(Envelope.model_validate_json(message.data).read(RecordSealed))
    await js.delete_consumer(STREAM, name)
    return told


def _consumer(name: str) -> ConsumerConfig:
    return ConsumerConfig(
        name=name,
        ack_policy=AckPolicy.NONE,
        deliver_policy=DeliverPolicy.ALL,
        filter_subject=RecordSealed.subject_filter(),
        inactive_threshold=30,
        mem_storage=True,
    )
