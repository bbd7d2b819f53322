"""Units that end: what they held passes on with its deadlines, whoever gets it is told, and nothing is stranded."""

from datetime import timedelta

from libs.access import keep_units
from libs.common import clock
from libs.contracts.members import UnitEnded
from libs.contracts.petitions import PetitionPassedOn
from tests.petitions.builders import BRANCH, NEXT_DOOR, WARD, WARD2, read_out
from tests.petitions.conftest import Desk
from tests.petitions.test_time import go_to, run
from tests.support.access import unit, unit_id


def ended(path: str, *, successor: str | None = None) -> UnitEnded:
    last_day = clock.today() - timedelta(days=1)
    known = unit(path, sequence=2, valid_to=last_day).model_dump(exclude={"successor_id"})
    return UnitEnded(**known, successor_id=unit_id(successor) if successor else None)


async def test_what_a_ward_held_passes_to_its_successor_with_state_and_deadlines(desk: Desk) -> None:
    petition_id = await desk.received()
    before = await desk.get("ward", petition_id)
    await desk.tell(ended(WARD, successor=WARD2), f"{WARD}.self")
    after = await desk.get("ward2", petition_id)
    assert (after["state"], after["holder"]["unit_id"], after["due_at"]) == (
        "received",
        str(unit_id(WARD2)),
        before["due_at"],
    )
    assert after["history"][-1]["verb"] == "pass_on"
    assert [one["unit_id"] for one in after["holders"]] == [str(unit_id(path)) for path in (BRANCH, WARD, WARD2)]
    assert len((await desk.ask("ward2", "/petitions", holder="me")).json()["items"]) == 1
    assert (await desk.ask("ward", f"/petitions/{petition_id}")).status_code == 404
    assert await desk.does("ward2", petition_id, "answer", outcome="resolved", text="Đã xong")
    [(event, _)] = await desk.subject.staged(PetitionPassedOn)
    assert isinstance(event, PetitionPassedOn)
    assert (event.holder_id, event.previous_holder_id, event.by_itself) == (unit_id(WARD2), unit_id(WARD), True)
    assert event.due_at is not None


async def test_a_dissolved_branch_is_read_out_to_by_its_successor(desk: Desk) -> None:
    petition_id = await desk.answered()
    await desk.tell(ended(BRANCH, successor=NEXT_DOOR), f"{BRANCH}.self")
    seen = await desk.get("neighbour", petition_id)
    assert (seen["state"], seen["holder"]["unit_id"]) == ("answered", str(unit_id(NEXT_DOOR)))
    await desk.tell(read_out(seen, content=True))
    assert (await desk.get("neighbour", petition_id))["state"] == "closed"


async def test_without_a_successor_it_passes_to_the_unit_above_which_can_work_on_it(desk: Desk) -> None:
    recorded = await desk.logged()
    await desk.tell(ended(BRANCH), f"{BRANCH}.self")
    seen = await desk.get("ward-leader", recorded)
    assert (seen["state"], seen["holder"]["unit_id"]) == ("recorded", str(unit_id(WARD)))
    assert seen["next"] == ["answer", "escalate", "redirect"]
    go_to(seen["due_at"])
    assert await run(desk, "go_up") == 1
    assert (await desk.get("ward-leader", recorded))["state"] == "submitted"


async def test_a_unit_that_ends_later_hands_over_when_the_day_has_come(desk: Desk) -> None:
    petition_id = await desk.received()
    async with desk.subject.database.transaction() as session:
        event = ended(WARD, successor=WARD2)
        await keep_units(session, [event.model_copy(update={"valid_to": clock.today()})])
    assert await run(desk, "pass_on") == 0
    clock.shift(86_400)
    assert await run(desk, "pass_on") == 1
    assert (await desk.get("ward2", petition_id))["holder"]["unit_id"] == str(unit_id(WARD2))
