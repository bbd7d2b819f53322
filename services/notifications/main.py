"""Notifications: settings → subscribers, routes. `python -m services.notifications.main`."""

from libs import access
from libs.common.service import Service, run
from libs.common.timers import Timers
from services.notifications.api import router
from services.notifications.config import Settings
from services.notifications.subscribers import listeners

access.listen(listeners)


def build(settings: Settings) -> Service:
    """The whole service."""
    return Service(
        name="notifications",
        settings=settings,
        routers=[router],
        listeners=listeners,
        timers=Timers(),
        load_key=access.key_loader,
    )


if __name__ == "__main__":
    run(build(Settings()))
