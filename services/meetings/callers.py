"""Who is asking, with all they may act as."""

from typing import Annotated

from fastapi import Depends

from libs.access import Grants
from libs.common.http import Caller, Session
from services.meetings.views_roster import grants_here


async def _grants(session: Session, caller: Caller) -> Grants:
    return await grants_here(session, caller.person_id)


By = Annotated[Grants, Depends(_grants)]
"""The caller's grants today, with MEM in their own branch."""
