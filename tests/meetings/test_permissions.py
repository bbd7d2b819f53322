"""Every route × role × own and other unit, walked from the routes themselves: a route without a rule is red."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from libs.common.clock import today
from libs.common.http import GuardedRoute
from libs.contracts.members import AppointmentEnded
from libs.contracts.vocabulary import Role
from services.meetings import api, api_sync
from services.meetings.permissions import PERMISSIONS, ROUTES
from tests.meetings.builders import BRANCH, OTHER_BRANCH, Room, marks, meeting_body, recommendation_body
from tests.meetings.phones import operation, syncs
from tests.meetings.test_read_outs import answered
from tests.support.access import appointment, person_id, unit_id
from tests.support.service import Subject

PREFIX = "/api/meetings/v1"
# Who may do what in the branch; everybody named elsewhere in this table and not here is refused.
BRANCH_ROLES = ("secretary", "committee", "clerk")
WARD_OFFICES = ("ward", "ward-board", "ward-inspection")
MAY = {
    "read": (*BRANCH_ROLES, "liaison", *WARD_OFFICES, "ward-leader", "binh", "exempt"),
    "read_roll_call": (*BRANCH_ROLES, "liaison", *WARD_OFFICES),
    "read_recommendations": (*BRANCH_ROLES, "liaison", "ward", "ward-board", "ward-leader", "binh"),
    "schedule": ("secretary", "committee"),
    "cancel": ("secretary",),
    "mark": BRANCH_ROLES,
    "log": BRANCH_ROLES,
    "read_out": BRANCH_ROLES,
    "end": ("secretary", "clerk"),
}
STRANGERS = ("secretary2", "ward2", "neighbour", "city", "city-leader", "admin", "assignee", "guest-there", "nobody")


def routes() -> Iterator[tuple[str, str]]:
    for router in (api.router, api_sync.router):
        for route in router.routes:
            assert isinstance(route, GuardedRoute)
            for method in route.methods or ():
                yield method, route.path_format.removeprefix(PREFIX)


def test_every_route_has_a_rule_and_every_rule_a_route() -> None:
    assert set(routes()) == set(ROUTES)
    assert set(ROUTES.values()) - {"each operation its own"} == set(PERMISSIONS.verbs) == set(MAY)


def body_of(method: str, path: str, meeting_id: UUID) -> Any:
    bodies = {
        "/meetings/{meeting_id}": meeting_body(),
        "/meetings/{meeting_id}/cancel": {"reason": "Mưa bão"},
        "/meetings/{meeting_id}/end": {},
        "/meetings/{meeting_id}/roll-calls/{roll_call}": marks("present", "an"),
        "/recommendations/{recommendation_id}": recommendation_body(meeting_id),
        "/meetings/{meeting_id}/read-outs/{petition_id}": {"content": True},
    }
    return None if method == "GET" else bodies[path]


def filled(path: str, meeting_id: UUID, petition_id: UUID) -> str:
    given = {
        "meeting_id": meeting_id,
        "roll_call": "start",
        "recommendation_id": petition_id,
        "petition_id": petition_id,
    }
    return re.sub(r"{(\w+)}", lambda found: str(given[found[1]]), path)


@pytest.mark.parametrize(("method", "path"), sorted(set(ROUTES) - {("POST", "/sync"), ("GET", "/meetings")}))
async def test_a_route_serves_whom_it_should_and_nobody_else(meetings: Subject, method: str, path: str) -> None:
    petition_id = await answered(meetings)
    meeting_id = await Room(meetings).begins()
    verb = ROUTES[method, path]
    if path.startswith("/recommendations") and method == "PUT":
        petition_id = uuid4()
    target, body = filled(path, meeting_id, petition_id), body_of(method, path, meeting_id)

    for person in {one for people in MAY.values() for one in people}.union(STRANGERS):
        status = (await Room(meetings, person).ask(method, target, body)).status_code
        if person in MAY[verb] and not (person == "binh" and path.endswith("recommendations")):
            assert status not in (401, 403, 404), f"{person}: {status}"
        elif person in MAY["read"] and not path.startswith("/recommendations/"):
            assert status == 403, f"{person}: {status}"
        else:
            assert status in (403, 404) if person in MAY["read"] else status == 404, f"{person}: {status}"

    async with meetings.as_person(None) as client:
        assert (await client.request(method, target, json=body)).status_code == 401


async def test_the_list_shows_only_what_one_may_read(meetings: Subject) -> None:
    here = await Room(meetings).schedules()
    there = await Room(meetings, "secretary2").schedules(branch_id=str(unit_id(OTHER_BRANCH)))
    expected = {person: [str(here)] for person in MAY["read"]}
    expected |= {"secretary2": [str(there)], "ward2": [str(there)], "guest-there": [str(there)]}

    for person in {*MAY["read"], *STRANGERS}:
        found = [item["id"] for item in (await Room(meetings, person).does("GET", "/meetings"))["items"]]
        assert found == expected.get(person, []), person


async def test_asking_for_a_branch_one_may_not_read_finds_nothing(meetings: Subject) -> None:
    await Room(meetings).schedules()

    refused = await Room(meetings).refused("GET", "/meetings", branch_id=str(unit_id(OTHER_BRANCH)))

    assert refused == (404, "not-found")


async def test_an_ended_appointment_ends_access_at_once(meetings: Subject) -> None:
    meeting_id = await Room(meetings).schedules()
    held = appointment("clerk", Role.CLK, BRANCH, valid_to=today() - timedelta(days=1), sequence=2)
    await meetings.tell(AppointmentEnded(**held.model_dump()), BRANCH)

    assert await Room(meetings, "clerk").refused("GET", f"/meetings/{meeting_id}") == (404, "not-found")


@pytest.mark.parametrize(("method", "path"), sorted(route for route in ROUTES if "{meeting_id}/" in route[1]))
async def test_role_and_unit_are_judged_before_the_body(meetings: Subject, method: str, path: str) -> None:
    target = filled(path, await Room(meetings).schedules(), uuid4())

    for person, status in (("secretary2", 404), ("city", 404), ("exempt", 403)):
        if method == "GET" and person == "exempt":
            continue
        assert (await Room(meetings, person).ask(method, target, {"marks": "no list"})).status_code == status


WHO = (("secretary2", 404), ("ward2", 404), ("city", 404), ("ward", 403), ("liaison", 403))


@pytest.mark.parametrize(("person", "status"), WHO)
async def test_ids_that_stand_in_the_body_are_judged_before_the_rest_of_it(
    meetings: Subject, person: str, status: int
) -> None:
    meeting_id, asked = await Room(meetings).schedules(), Room(meetings, person)
    wrong = {"branch_id": str(unit_id(BRANCH)), "kind": "party", "meeting_id": str(meeting_id), "text": 5}
    paths = [f"/meetings/{uuid4()}", f"/meetings/{meeting_id}", f"/recommendations/{uuid4()}"]

    for path in paths:
        assert (await asked.ask("PUT", path, wrong)).status_code == status, path
        assert (await Room(meetings).ask("PUT", path, wrong)).status_code == 422, path
    batch = [operation("PUT", path, wrong) for path in paths]
    assert [one["problem"]["status"] for one in await syncs(asked, *batch)] == [status] * 3


async def test_an_id_that_cannot_be_read_is_a_wrong_body(meetings: Subject) -> None:
    bodies: list[Any] = [{}, [], "words", {"branch_id": 5, "meeting_id": "x"}, {"branch_id": None}]
    for body in bodies:
        for path in (f"/meetings/{uuid4()}", f"/recommendations/{uuid4()}"):
            assert await Room(meetings, "secretary2").refused("PUT", path, body) == (422, "invalid")


async def test_what_is_no_json_at_all_is_judged_after_role_and_unit(meetings: Subject) -> None:
    path = f"/meetings/{await Room(meetings).schedules()}/roll-calls/start"
    for person, status in (("secretary2", 404), ("ward", 403), ("clerk", 422)):
        async with meetings.as_person(person_id(person)) as client:
            answer = await client.put(path, content=b"{", headers={"Content-Type": "application/json"})
        assert answer.status_code == status
