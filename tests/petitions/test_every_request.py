"""Anything at all sent to every route, with petitions that exist in several states."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from tests.petitions.builders import OFFICES, UNITS
from tests.petitions.conftest import Desk
from tests.support.access import person_id, unit_id
from tests.support.anything import send_everything, send_what_cannot_be_read


@pytest.mark.timeout(600)
async def test_nothing_that_is_sent_makes_it_fall_over(desk: Desk) -> None:
    petitions = [
        await desk.logged(),
        await desk.at_ward(),
        await desk.received(),
        await desk.at_city(),
        await desk.answered(),
        await desk.closed(),
    ]
    known: dict[str, Sequence[UUID | str]] = {
        "petition_id": petitions,
        "into": petitions,
        "assignee": [person_id("assignee"), person_id("ward")],
        "unit_id": [unit_id(path) for path in UNITS],
        "report_id": [f"{unit_id(path)}_{month}" for path in UNITS for month in ("2026-11", "2027-01", "2024-02")],
    }

    statuses = await send_everything(desk.subject, [person_id(who) for who, *_ in OFFICES], known)

    assert statuses.keys() >= {200, 401, 403, 404, 409, 422}


async def test_what_is_too_large_or_breaks_off_is_refused_in_words(desk: Desk) -> None:
    assert await send_what_cannot_be_read(desk.subject, person_id("secretary")) >= 10
