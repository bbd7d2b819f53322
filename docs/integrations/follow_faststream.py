"""Follow one ward's public events with FastStream: `python follow_faststream.py integrator.json`

The server remembers where you were: what is not acknowledged comes again. Stop and start as you like.
"""

import asyncio
import json
import sys
from pathlib import Path

from faststream import AckPolicy, FastStream
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.nats.annotations import NatsMessage
from faststream.nats.security import NatsUserPassword


async def refused(error: Exception) -> None:
    """A refusal comes beside the answer; without this it would look like a timeout."""
    print(f"NATS says: {error}", file=sys.stderr, flush=True)


grant = json.loads(Path(sys.argv[1]).read_text())
inbox = grant["inbox_prefix"].encode()
account = NatsUserPassword(grant["user"], grant["password"])
broker = NatsBroker(grant["url"], security=account, inbox_prefix=inbox, error_cb=refused, max_reconnect_attempts=-1)


async def handle(message: NatsMessage) -> None:
    event = json.loads(message.body)
    print(event["id"], event["type"], event["subject"], event["data"], flush=True)  # your work goes here
    await message.ack()


for name, subject in grant["streams"].items():
    broker.subscriber(
        subject,
        stream=JStream(name, declare=False),
        durable=grant["durable"],
        pull_sub=PullSub(batch_size=50),
        inbox_prefix=inbox + b".",
        ack_policy=AckPolicy.MANUAL,
    )(handle)

asyncio.run(FastStream(broker).run())
