"""Works on imports in a process of its own: a whole city at once would hold up the service and leave it swollen.

`python -m services.members.import_worker` does what waits, one transaction each, and ends.
"""

import asyncio
import json
import sys
from datetime import datetime

from pydantic import BaseModel, SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock, log
from libs.common.db import Database
from services.members import workflow_imports
from services.members.beside import die_with_parent, run_beside

SECONDS = 900.0


class Job(BaseModel):
    """What the process is told on its standard input: where, and what time it is."""

    database_url: SecretStr
    now: datetime


async def work_beside(session: AsyncSession) -> int:
    """Have a process do what waits; how many steps were done. The session only asks whether there is anything."""
    if not await workflow_imports.anything_waits(session):
        return 0
    await session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '20min'"))
    url = (await session.connection()).engine.url.render_as_string(hide_password=False)
    job = json.dumps({"database_url": url, "now": clock.now().isoformat()})
    code, written = await run_beside("services.members.import_worker", given=job.encode(), seconds=SECONDS)
    if code:
        raise ChildProcessError(f"import worker ended with {code}")
    session.info["staged"] = True
    return int(written)


async def work(job: Job) -> int:
    """Everything that waits, one transaction each."""
    clock.shift((job.now - clock.now()).total_seconds())
    database = Database(job.database_url.get_secret_value(), pool_size=2, application_name="members-import")
    done = 0
    for step in (workflow_imports.check_next, workflow_imports.apply_next):
        while True:
            async with database.transaction() as session:
                if not await step(session):
                    break
            done += 1
    await database.dispose()
    return done


def main() -> None:
    """The process."""
    die_with_parent()
    log.configure("members-import", "json")
    done = asyncio.run(work(Job.model_validate_json(sys.stdin.read())))
    sys.stdout.write(str(done))


if __name__ == "__main__":
    main()
