"""What NATS lets each service say and hear, from its listeners and its buckets: `deploy/nats/grants/<service>.conf`.

A service publishes on its own subjects, makes sure of its streams, and pulls from its own durables, each by its name.
Changing a stream that all share is the operator's (`lienthong streams`).
"""

from collections.abc import Iterator

from libs.common.listening import Listener
from libs.common.objects import Bucket
from libs.common.service import Service
from libs.common.streams import SHARED

HEAD = "# Made by `make docs` from the listeners of the code; included by nats-server.conf.\n"


def grants(service: Service) -> str:
    """The permissions of one service's NATS user."""
    allowed = "\n".join(f'  "{subject}"' for subject in spoken(service))
    return f'{HEAD}publish: {{ allow: [\n{allowed}\n] }}\nsubscribe: {{ allow: ["_INBOX_{service.name}.>"] }}\n'


def spoken(service: Service) -> Iterator[str]:
    """Every subject that the service may publish on."""
    name = service.name
    yield from (f"{name}.>", f"private.{name}.>", f"health.{name}", "$JS.API.STREAM.INFO.*")
    yield from (f"$JS.API.STREAM.{verb}.{name.upper()}" for verb in ("CREATE", "UPDATE"))
    yield from (f"$JS.API.STREAM.CREATE.{stream.name}" for stream in SHARED)
    for listener in sorted(service.listeners, key=lambda one: (one.stream, one.name)):
        yield from of_durable(listener)
    for bucket in service.buckets:
        yield from of_bucket(bucket)


def of_durable(listener: Listener) -> Iterator[str]:
    """To make it, to ask about it, to pull from it and to acknowledge."""
    durable = f"{listener.stream}.{listener.name}"
    yield from (f"$JS.API.CONSUMER.{verb}.{durable}" for verb in ("CREATE", "INFO", "MSG.NEXT"))
    yield f"$JS.ACK.{durable}.>"


def of_bucket(bucket: Bucket) -> Iterator[str]:
    """To make its stream, to put objects, to read them by their subject and to take them away."""
    stream = bucket.stream
    yield from (subject.replace(">", "*") for subject in stream.subjects)
    yield from (f"$JS.API.STREAM.{verb}.{stream.name}" for verb in ("CREATE", "UPDATE", "PURGE"))
    yield f"$JS.API.DIRECT.GET.{stream.name}"
