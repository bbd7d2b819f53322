"""Meetings: settings → subscribers, routes. `python -m services.meetings.main`."""

from typing import Final

from libs import access
from libs.common.service import Service, run
from libs.common.timers import Timers
from services.meetings import api, api_sync
from services.meetings.config import Settings
from services.meetings.subscribers import listeners

access.listen(listeners)

# A full batch of the longest texts.
_SYNC_LIMIT: Final = 8 * 1_048_576


def build(settings: Settings) -> Service:
    """The whole service."""
    return Service(
        name="meetings",
        settings=settings,
        routers=[api.router, api_sync.router],
        listeners=listeners,
        timers=Timers(),
        load_key=access.key_loader,
        body_limits={"/api/meetings/v1/sync": _SYNC_LIMIT},
    )


if __name__ == "__main__":
    run(build(Settings()))
