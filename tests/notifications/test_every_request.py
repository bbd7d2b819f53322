"""Anything at all sent to every route."""

import pytest

from libs.contracts.petitions import PetitionSubmitted
from tests.notifications.conftest import BRANCH, OFFICES, WARD
from tests.support.access import person_id
from tests.support.anything import send_everything
from tests.support.petitions import petition
from tests.support.service import Subject


@pytest.mark.timeout(600)
async def test_nothing_that_is_sent_makes_it_fall_over(notifications: Subject) -> None:
    await notifications.tell(petition(PetitionSubmitted, holder=WARD, previous=BRANCH), BRANCH)

    statuses = await send_everything(notifications, [person_id(who) for who, *_ in OFFICES[:6]], {})

    assert statuses.keys() >= {200, 401, 404, 422}
