"""What the operator makes for an integrator: a durable with one ward's filter on each public stream, and a private file
with everything the integrator needs to follow it."""

from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig

from ops.installation import Installation
from ops.places import Places
from ops.services import SERVICES

DEMO_INTEGRATOR = "integrator"


async def grant(installation: Installation, places: Places, *, name: str, ward_path: str) -> None:
    """Durables named `name` for the ward, and `integrators/<name>.json`; granted twice it changes nothing."""
    streams = {service.upper(): f"{service}.*.*.*.{ward_path}.>" for service in SERVICES}
    async with places.nats() as client:
        for stream, subject in streams.items():
            await ensure_durable(client.jetstream(timeout=10), stream, name, subject)
    credentials = {
        "url": installation.nats.url,
        "user": name,
        "password": installation.nats.passwords[name],
        "inbox_prefix": f"_INBOX_{name}",
        "durable": name,
        "ward": ward_path,
        "streams": streams,
    }
    installation.home.write_private(installation.home.path / "integrators" / f"{name}.json", credentials)


async def ensure_durable(js: JetStreamContext, stream: str, name: str, subject: str) -> None:
    """A pull consumer that remembers where its integrator was."""
    config = ConsumerConfig(
        durable_name=name, filter_subject=subject, ack_policy=AckPolicy.EXPLICIT, ack_wait=30, max_ack_pending=1000
    )
    await js.add_consumer(stream, config)
