"""Petitions: settings → key → subscribers, timers, routes. `python -m services.petitions.main`."""

from libs import access
from libs.common.db import Database
from libs.common.keys import load_key
from libs.common.objects import Bucket
from libs.common.service import Service, run
from services.petitions import (
    api,
    api_alike,
    api_attachments,
    api_bodies,
    api_bulk,
    api_desk,
    api_notes,
    api_papers,
    api_petitioner,
    api_reports,
    api_seals,
    api_templates,
    api_verbs,
    api_views,
)
from services.petitions.config import Settings
from services.petitions.models_attachments import BUCKET
from services.petitions.subscribers import listeners
from services.petitions.timers import with_places
from services.petitions.views_figures import refresh_gauges
from services.petitions.workflow_seals import keep_key

APPEND_ONLY = ("history", "seal_keys", "day_seals", "sealed_petitions", "report_petitions")
DOORS = (
    api,
    api_desk,
    api_notes,
    api_attachments,
    api_templates,
    api_bodies,
    api_views,
    api_bulk,
    api_verbs,
    api_petitioner,
    api_alike,
    api_seals,
    api_reports,
    api_papers,
)

access.listen(listeners)


def build(settings: Settings) -> Service:
    """The whole service."""
    bucket = Bucket(BUCKET)

    async def begin(database: Database) -> None:
        async with database.transaction() as session:
            await keep_key(session, load_key(settings.seal_key_file))

    return Service(
        name="petitions",
        settings=settings,
        routers=[one.router for one in DOORS],
        listeners=listeners,
        timers=with_places(settings.seal_key_file, bucket),
        load_key=access.key_loader,
        append_only=APPEND_ONLY,
        body_limits=api_attachments.BODY_LIMITS,
        buckets=[bucket],
        on_start=[begin],
        gauges=refresh_gauges,
    )


if __name__ == "__main__":
    run(build(Settings()))
