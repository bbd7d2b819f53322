"""Members: settings → key → routes and timers. `python -m services.members.main`."""

from libs import access
from libs.common.db import Database
from libs.common.listening import Listeners
from libs.common.log import logger
from libs.common.service import Service, run
from services.members import api_accounts, api_imports, api_members, api_sessions, api_units
from services.members.config import Settings
from services.members.signing import load_signer
from services.members.timers import timers
from services.members.workflow_founding import is_founded, publish_key

log = logger(__name__)


def build(settings: Settings) -> Service:
    """The whole service."""

    async def begin(database: Database) -> None:
        signer = load_signer(settings.signing_key_file)
        async with database.transaction() as session:
            await publish_key(session, signer)
            founded = await is_founded(session)
        if not founded and not settings.first_admin_code:
            link = f"{settings.portal_origin}/first-admin#code={signer.first_admin_code()}"
            log.warning("first_administrator_link", link=link)

    return Service(
        name="members",
        settings=settings,
        routers=[api.router for api in (api_sessions, api_units, api_members, api_accounts, api_imports)],
        listeners=Listeners("members"),
        timers=timers,
        load_key=access.key_loader,
        body_limits=api_imports.BODY_LIMITS,
        on_start=[begin],
    )


if __name__ == "__main__":
    run(build(Settings()))
