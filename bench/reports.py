"""The report of a ward month and of the city over 119,000 petitions of seven months: `python -m bench.reports`.

Not part of `make bench`, since the filling alone takes minutes. The ceiling is the database's own time for the same
count.
"""

import asyncio
import sys
import time
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bench.ground import ground
from bench.reports_fill import fill
from bench.table import Row, markdown
from libs.access import unit_by_path
from libs.common import clock
from libs.common.db import Database
from services.petitions.case import Actor
from services.petitions.rules_clocks import month_before
from services.petitions.views_report_fates import COUNT
from services.petitions.views_reports import Paper, fates_in_paper, figures_of, look_up, period_of_paper
from services.petitions.workflow_reports import sign

ROUNDS = 5
HOLDS = {"th.w3": ("report of a ward month", 1.0), "th": ("report of the city", 5.0)}


async def rows() -> list[Row]:
    """The slowest of a few rounds, for the month that was drafted last and is over."""
    async with ground() as bare:
        database = await bare.database("petitions")
        owner = await bare.connect("petitions", owner=True)
        print("filling …", flush=True)
        print(f"{await fill(owner):,} petitions", flush=True)
        await owner.close()
        measured = [await _row(database, path) for path in HOLDS]
        measured.append(await _signed(database))
        await database.dispose()
    return measured


async def _asked(session: AsyncSession, path: str) -> Paper:
    unit = await unit_by_path(session, path)
    if unit is None:
        raise LookupError(path)
    return await look_up(session, unit.id, _month())


def _month() -> date:
    return month_before(clock.today().replace(day=1))


async def _row(database: Database, path: str) -> Row:
    what, most = HOLDS[path]
    ours, bare = [], []
    for _ in range(ROUNDS):
        async with database.session(reading=True) as session:
            began = time.perf_counter()
            paper = await _asked(session, path)
            period = await period_of_paper(session, paper)
            await figures_of(session, paper, period)
            ours.append(time.perf_counter() - began)
            fates = fates_in_paper(paper, period)
            began = time.perf_counter()
            (await session.execute(text(COUNT.format(fates=fates.sql)), fates.params)).all()
            bare.append(time.perf_counter() - began)
    return Row(what, max(ours), max(bare), "s", most, "its one statement", least=False)


async def _signed(database: Database) -> Row:
    async with database.transaction() as session:
        paper = await _asked(session, "th")
        began = time.perf_counter()
        await sign(session, paper, by=Actor(paper.unit.id, None, paper.unit.id), number=None)
        signing = time.perf_counter() - began
    async with database.session(reading=True) as session:
        began = time.perf_counter()
        paper = await _asked(session, "th")
        await figures_of(session, paper, await period_of_paper(session, paper))
        return Row("signing the city's", signing, time.perf_counter() - began, "s", None, "reading it afterwards")


if __name__ == "__main__":
    table = asyncio.run(rows())
    print(markdown(table))
    sys.exit(0 if all(row.holds for row in table) else 1)
