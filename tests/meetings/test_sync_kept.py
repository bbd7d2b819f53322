"""What phones did before the start of a meeting was known: kept, done when the start arrives, or refused out loud."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from libs.common import clock
from libs.contracts.meetings import AnswerReadOut, MeetingEnded
from libs.contracts.petitions import PetitionReopened
from libs.contracts.vocabulary import Membership, PetitionState
from services.meetings.models import KeptOperation
from tests.meetings.builders import BRANCH, Room, later, marks, member
from tests.meetings.phones import EVERYBODY, count, operation, results, syncs
from tests.meetings.test_read_outs import answered
from tests.support.petitions import petition
from tests.support.service import Subject

Operation = dict[str, Any]


async def test_the_end_roll_call_waits_for_its_start(meetings: Subject) -> None:
    clerk, secretary = Room(meetings, "clerk"), Room(meetings)
    petition_id = await answered(meetings)
    meeting_id = await secretary.schedules()
    before = len(await meetings.staged(MeetingEnded))
    path, began = f"/meetings/{meeting_id}", clock.now() - timedelta(minutes=110)
    early = [
        operation("PUT", f"{path}/roll-calls/end", marks("present", *EVERYBODY), at=later(began, minutes=100)),
        operation("PUT", f"{path}/read-outs/{petition_id}", {"content": True}, at=later(began, minutes=101)),
        operation("POST", f"{path}/end", {}, at=later(began, minutes=102)),
    ]

    kept = [await syncs(clerk, *early), await syncs(clerk, *early)]
    waiting = await clerk.does("GET", path)
    start = operation("PUT", f"{path}/roll-calls/start", marks("present", "an"), at=later(began))
    arrived = await syncs(secretary, start)

    assert [results(each) for each in kept] == [["applied"] * 3, ["duplicate"] * 3]
    assert waiting["state"] == "scheduled"
    assert results(arrived) == ["applied"]
    meeting = await clerk.does("GET", path)
    assert (meeting["state"], meeting["duration_minutes"]) == ("ended", 100)
    assert len(await meetings.staged(MeetingEnded)) == before + 1
    assert len(await meetings.staged(AnswerReadOut)) == 1
    assert await count(meetings, KeptOperation) == 0


async def test_a_kept_end_waits_until_everybody_is_marked(meetings: Subject) -> None:
    clerk, secretary = Room(meetings, "clerk"), Room(meetings)
    meeting_id = await secretary.schedules()
    end = operation("POST", f"/meetings/{meeting_id}/end", {})
    kept = [await syncs(clerk, end)]

    await secretary.does("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", "an"))
    kept.append(await syncs(clerk, end))
    begun = await clerk.does("GET", f"/meetings/{meeting_id}")
    await secretary.does("PUT", f"/meetings/{meeting_id}/roll-calls/end", marks("present", *EVERYBODY))
    done = await syncs(clerk, end)

    assert begun["state"] == "in_progress"
    assert [(one["result"], one["kept"]) for [one] in (*kept, done)] == [
        ("applied", True),
        ("duplicate", True),
        ("duplicate", False),
    ]
    assert (await clerk.does("GET", f"/meetings/{meeting_id}"))["state"] == "ended"


async def kept_by_the_clerk(meetings: Subject, meeting_id: UUID, petition_id: UUID) -> tuple[Operation, Operation]:
    """An end roll call and a read-out of the clerk's phone, which came before the start."""
    path = f"/meetings/{meeting_id}"
    marked = operation("PUT", f"{path}/roll-calls/end", marks("present", *EVERYBODY))
    read_out = operation("PUT", f"{path}/read-outs/{petition_id}", {"content": True})
    found = await syncs(Room(meetings, "clerk"), marked, read_out)
    assert [(one["result"], one["kept"]) for one in found] == [("applied", True)] * 2
    return marked, read_out


async def test_what_can_never_be_done_is_refused_to_the_phone_that_asks_again(meetings: Subject) -> None:
    petition_id = await answered(meetings)
    meeting_id = await Room(meetings).schedules()
    marked, read_out = await kept_by_the_clerk(meetings, meeting_id, petition_id)
    reopened = petition(PetitionReopened, petition_id=petition_id, state=PetitionState.REOPENED, reason="Chưa xong")
    await meetings.tell(reopened.model_copy(update={"sequence": 9}), BRANCH)
    await meetings.tell(member("dung", membership=Membership.RESIGNED, sequence=2), f"{BRANCH}.self")
    await Room(meetings).does("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", "an"))

    for _ in range(2):
        found = await syncs(Room(meetings, "clerk"), marked, read_out)
        assert results(found) == ["not-on-roster", "no-open-answer"]
        assert [one["result"] for one in found] == ["rejected"] * 2
    [english, _] = await syncs(Room(meetings, "clerk", language="en"), marked, read_out)
    assert "Not on the roll" in english["problem"]["detail"]
    assert await count(meetings, KeptOperation) == 0


async def test_what_waits_for_a_meeting_that_is_cancelled_is_refused(meetings: Subject) -> None:
    meeting_id = await Room(meetings).schedules()
    kept = await kept_by_the_clerk(meetings, meeting_id, await answered(meetings))
    await Room(meetings).does("POST", f"/meetings/{meeting_id}/cancel", {"reason": "Mưa bão"})

    assert results(await syncs(Room(meetings, "clerk"), *kept)) == ["meeting-cancelled"] * 2
    assert await count(meetings, KeptOperation) == 0


async def test_a_start_in_the_same_batch_tells_at_once_what_became_of_it(meetings: Subject) -> None:
    room, petition_id = Room(meetings), await answered(meetings)
    meeting_id = await room.schedules()
    path, began = f"/meetings/{meeting_id}", clock.now() - timedelta(minutes=100)
    early = [
        operation("PUT", f"{path}/roll-calls/end", marks("present", *EVERYBODY), at=later(began, minutes=95)),
        operation("PUT", f"{path}/read-outs/{petition_id}", {"content": True, "answer_sequence": 3}),
        operation("PUT", f"{path}/roll-calls/start", marks("present", *EVERYBODY), at=later(began)),
    ]

    found = await syncs(room, *early)

    assert results(found) == ["applied", "no-open-answer", "applied"]
    assert [one["kept"] for one in found] == [False] * 3


async def test_a_kept_end_is_done_once_somebody_else_has_ended_it(meetings: Subject) -> None:
    secretary, clerk = Room(meetings), Room(meetings, "clerk")
    meeting_id = await secretary.schedules()
    end = operation("POST", f"/meetings/{meeting_id}/end", {})
    await syncs(clerk, end)
    await secretary.does("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", *EVERYBODY))
    await secretary.ends(meeting_id)

    assert [(one["result"], one["kept"]) for one in await syncs(clerk, end)] == [("duplicate", False)]
    assert len(await meetings.staged(MeetingEnded)) == 1
