"""What caused what: correlation and causation ids that travel through HTTP, outbox, NATS and logs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import structlog

from libs.common.ids import new_id


@dataclass(frozen=True)
class Cause:
    """Why something happens now. `correlation_id` is shared by all that one act set off."""

    correlation_id: str
    causation_id: str | None = None
    traceparent: str | None = None


_cause: ContextVar[Cause | None] = ContextVar("cause", default=None)


def cause() -> Cause:
    """The current cause; a new one where nothing set it (timers, commands)."""
    return _cause.get() or Cause(correlation_id=str(new_id()))


@contextmanager
def caused_by(why: Cause) -> Iterator[None]:
    """Everything staged or logged within names `why`."""
    token = _cause.set(why)
    try:
        with structlog.contextvars.bound_contextvars(correlation_id=why.correlation_id, causation_id=why.causation_id):
            yield
    finally:
        _cause.reset(token)
