"""Anything at all sent to every route, with units, people and appointments that exist."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from tests.members.builders import MEMBERS, OFFICES, UNITS, person_id, unit_id
from tests.members.conftest import Office
from tests.support.anything import Known, send_everything, send_what_cannot_be_read


def token_in(city: Office) -> Callable[[UUID], str]:
    """Tokens signed as members itself signs them."""
    return lambda person: city.signer.access_token(person, uuid4())


@pytest.mark.timeout(600)
async def test_nothing_that_is_sent_makes_it_fall_over(city: Office) -> None:
    appointments = (await city.does("admin", "GET", "/appointments"))["items"]
    units = [unit_id(path) for path in ("th", *UNITS)]
    people = [person_id(name) for names in MEMBERS.values() for name in names]
    known: Known = {
        **dict.fromkeys(("unit_id", "parent_id", "successor_id"), units),
        **dict.fromkeys(("member_id", "person_id"), people),
        "appointment_id": [appointment["id"] for appointment in appointments],
    }

    statuses = await send_everything(
        city.subject,
        [person_id(who) for who in sorted({who for who, *_ in OFFICES})],
        known,
        token=token_in(city),
    )

    assert statuses.keys() >= {200, 401, 403, 404, 422}


async def test_what_is_too_large_or_breaks_off_is_refused_in_words(city: Office) -> None:
    assert await send_what_cannot_be_read(city.subject, person_id("admin"), token=token_in(city)) >= 14
