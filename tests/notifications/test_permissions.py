"""Every route × role × own and other inbox, walked from the routes themselves: a route without a rule is red."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from libs.common.http import GuardedRoute
from libs.contracts.petitions import PetitionSubmitted
from services.notifications import api
from services.notifications.permissions import ROUTES
from tests.notifications.conftest import BRANCH, OFFICES, WARD
from tests.support.access import person_id
from tests.support.petitions import petition
from tests.support.service import Subject

PREFIX = "/api/notifications/v1"
EVERYONE = [name for name, _, _ in OFFICES] + ["member", "nobody"]
# A stream does not end by itself; test_stream.py and test_process.py have it.
ANSWERED = sorted(set(ROUTES) - {("GET", "/stream")})


def routes() -> Iterator[tuple[str, str]]:
    for route in api.router.routes:
        assert isinstance(route, GuardedRoute)
        for method in route.methods or ():
            yield method, route.path_format.removeprefix(PREFIX)


def test_every_route_has_a_rule_and_every_rule_a_route() -> None:
    assert set(routes()) == set(ROUTES)


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
async def test_nobody_comes_in_without_a_token(notifications: Subject, method: str, path: str) -> None:
    async with notifications.as_person(None) as client:
        answer = await client.request(method, path.format(item_id=uuid4()))

    assert answer.status_code == 401
    assert answer.json()["type"].endswith("/sign-in-required")


@pytest.mark.parametrize(("method", "path"), ANSWERED)
async def test_everyone_has_their_own_inbox_and_only_that(notifications: Subject, method: str, path: str) -> None:
    await notifications.tell(petition(PetitionSubmitted, holder=WARD, previous=BRANCH), BRANCH)
    async with notifications.as_person(person_id("ward")) as client:
        [line] = (await client.get("/inbox")).json()["items"]

    for name in EVERYONE:
        async with notifications.as_person(person_id(name)) as client:
            answer = await client.request(method, path.format(item_id=line["id"]))
        of_another = "{item_id}" in path and name != "ward"
        assert answer.status_code == (404 if of_another else 200), name
        assert name == "ward" or line["id"] not in answer.text
