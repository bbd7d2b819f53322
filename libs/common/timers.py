"""The third door: what is due, found by asking the database every few seconds, one transaction a run."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import metrics
from libs.common.context import Cause, caused_by
from libs.common.db import Database
from libs.common.ids import new_id
from libs.common.log import logger

log = logger(__name__)

Due = Callable[[AsyncSession], Awaitable[int]]


@dataclass(frozen=True)
class Timer:
    """`due` does a bounded piece of work and gives how much it did; it is called again at once until that is nothing.
    With replicas several run at once, so it finds its rows with FOR UPDATE SKIP LOCKED."""

    name: str
    seconds: float
    due: Due

    async def run(self, database: Database) -> None:
        """Works until cancelled; a run that fails is logged and comes again."""
        while True:
            try:
                await self.once(database)
                metrics.timer_runs.labels(self.name, "done").inc()
            except Exception as error:  # whatever it was, what is due stays due
                metrics.timer_runs.labels(self.name, "failed").inc()
                log.error("timer_failed", timer=self.name, error=type(error).__name__, exc_info=error)
            await asyncio.sleep(self.seconds)

    async def once(self, database: Database) -> int:
        """Does all that is due now; gives how much that was."""
        total = 0
        while True:
            with caused_by(Cause(correlation_id=str(new_id()))):
                async with database.transaction() as session:
                    done = await self.due(session)
            total += done
            if not done:
                return total


class Timers:
    """The timers of one service."""

    def __init__(self, *some: Timer) -> None:
        self._all = list(some)

    def __iter__(self) -> Iterator[Timer]:
        return iter(self._all)

    def every(self, seconds: float, name: str) -> Callable[[Due], Due]:
        """Registers `async def verb(session) -> int`."""

        def register(due: Due) -> Due:
            self._all.append(Timer(name, seconds, due))
            return due

        return register

    def __getitem__(self, name: str) -> Timer:
        return next(timer for timer in self._all if timer.name == name)
