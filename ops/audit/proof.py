"""The whole audit: every check, run until all are clean or the patience is over."""

from nats.js import JetStreamContext

from ops.audit.files import whole_files
from ops.audit.findings import Finding
from ops.audit.history import untouched_history
from ops.audit.listeners import dead_letters, handled_events
from ops.audit.petitions import petitions_in_hand
from ops.audit.published import published_seals
from ops.audit.seals import sealed_record
from ops.audit.settle import settle
from ops.audit.streams import StreamCopy, sent_events
from ops.places import Places

PATIENCE = 30.0


async def audit(places: Places, patience: float = PATIENCE) -> list[Finding]:
    """What is wrong after everything had its time to settle; empty is clean."""
    async with places.nats() as client:
        js, copies, seen = client.jetstream(timeout=10), dict[str, StreamCopy](), set[str]()
        return await settle(lambda: examine(places, js, copies, seen), patience)


async def examine(places: Places, js: JetStreamContext, copies: dict[str, StreamCopy], seen: set[str]) -> list[Finding]:
    """Every check once."""
    return [
        *await sent_events(places, js, copies),
        *await handled_events(places),
        *await dead_letters(places),
        *await petitions_in_hand(places),
        *await untouched_history(places),
        *await sealed_record(places, await published_seals(js)),
        *await whole_files(places, js, seen),
    ]
