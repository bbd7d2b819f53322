"""Petitions: settings → subscribers, timers, routes. `python -m services.petitions.main`."""

from libs import access
from libs.common.service import Service, run
from services.petitions import api, api_alike, api_verbs
from services.petitions.config import Settings
from services.petitions.subscribers import listeners
from services.petitions.timers import timers
from services.petitions.views_figures import refresh_gauges

access.listen(listeners)


def build(settings: Settings) -> Service:
    """The whole service."""
    return Service(
        name="petitions",
        settings=settings,
        routers=[api.router, api_verbs.router, api_alike.router],
        listeners=listeners,
        timers=timers,
        load_key=access.key_loader,
        append_only=("history",),
        gauges=refresh_gauges,
    )


if __name__ == "__main__":
    run(build(Settings()))
