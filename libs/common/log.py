"""Structured logs with structlog: JSON in production, readable in a terminal; correlation ids from the context."""

import logging
import sys
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Final, Literal

import structlog
from structlog.typing import FilteringBoundLogger, Processor

_REMEMBERED: Final = 100
_FRAMES: Final = 12
_OF_CODE: Final = (AttributeError, TypeError, NameError, ImportError, NotImplementedError, OSError)


def configure(service: str, log_format: Literal["json", "console"]) -> None:
    """Sets up logging for the process, the standard library's loggers included."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(describe_exception),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for noisy in ("uvicorn.access", "httpx", "nats", "nats.aio.client", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)


def describe_exception(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """Where and as what it was raised, back to its first cause. What an exception says is left out unless it can only
    speak of code: messages of databases and validators repeat the values they are about."""
    error: BaseException | None = exc_info[1]
    lines: list[str] = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        lines += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        lines.append(f"{type(error).__name__}: {error}" if isinstance(error, _OF_CODE) else type(error).__name__)
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


def logger(name: str) -> FilteringBoundLogger:
    """A logger for facts: `log.info("petition_escalated", petition_id=…)`; never personal data."""
    bound: FilteringBoundLogger = structlog.get_logger(name)
    return bound


def sparing(log: FilteringBoundLogger, seconds: float = 30.0) -> Callable[..., None]:
    """Warnings that repeat: the same fact with the same error is said once in so many seconds."""
    said: dict[tuple[str, str], float] = {}

    def say(fact: str, *, error: str, **facts: object) -> None:
        now = time.monotonic()
        if now - said.get((fact, error), -seconds) < seconds:
            return
        if len(said) > _REMEMBERED:
            said.clear()
        said[fact, error] = now
        log.warning(fact, error=error, **facts)

    return say
