"""Follow one ward's public events with nats-py: `python follow_nats.py integrator.json`

The server remembers where you were: what is not acknowledged comes again. Stop and start as you like.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import nats


async def refused(error: Exception) -> None:
    """A refusal comes beside the answer; without this it would look like a timeout."""
    print(f"NATS says: {error}", file=sys.stderr, flush=True)


async def follow(js: Any, stream: str, durable: str) -> None:
    """Every event of a stream once it is there, oldest first."""
    subscription = await js.pull_subscribe_bind(durable, stream)
    while True:
        try:
            messages = await subscription.fetch(50, timeout=5)
        except nats.errors.TimeoutError:
            continue
        for message in messages:
            event = json.loads(message.data)
            print(event["id"], event["type"], event["subject"], event["data"], flush=True)  # your work goes here
            await message.ack()


async def main(grant: dict[str, Any]) -> None:
    account = {"user": grant["user"], "password": grant["password"], "inbox_prefix": grant["inbox_prefix"].encode()}
    client = await nats.connect(grant["url"], **account, error_cb=refused, max_reconnect_attempts=-1)
    await asyncio.gather(*(follow(client.jetstream(), stream, grant["durable"]) for stream in grant["streams"]))


asyncio.run(main(json.loads(Path(sys.argv[1]).read_text())))
