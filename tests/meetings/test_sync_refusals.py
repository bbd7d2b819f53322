"""What phones send and what is refused of it: each operation by itself, with its own reason."""

from uuid import UUID, uuid4

from libs.access import keep_appointments
from libs.contracts.vocabulary import Role
from services.meetings.models import SyncOperation
from services.meetings.workflow_roster import keep_members
from tests.meetings.builders import BRANCH, OTHER_BRANCH, Room, answer, marks, meeting_body, member
from tests.meetings.phones import API, count, logged, operation, results, syncs
from tests.meetings.test_read_outs import answered
from tests.support.access import appointment, unit_id
from tests.support.service import Subject


async def test_each_operation_has_its_own_permission_check(meetings: Subject) -> None:
    ours = await Room(meetings).schedules()
    theirs = await Room(meetings, "secretary2").schedules(branch_id=str(unit_id(OTHER_BRANCH)))
    batch = [
        logged(theirs),
        operation("PUT", f"/meetings/{uuid4()}", meeting_body()),
        operation("PUT", f"/meetings/{theirs}/roll-calls/start", marks("present", "an")),
        logged(ours),
        operation("POST", f"/meetings/{ours}/end", {}),
    ]

    as_clerk = await syncs(Room(meetings, "clerk"), *batch)
    as_ward = await syncs(Room(meetings, "ward"), *[{**one, "id": str(uuid4())} for one in batch])
    as_member = await syncs(Room(meetings, "binh"), logged(ours))

    assert results(as_clerk) == ["not-found", "not-allowed", "not-found", "applied", "applied"]
    assert results(as_ward) == ["not-found", "not-allowed", "not-found", "not-allowed", "not-allowed"]
    assert results(as_member) == ["not-allowed"]


async def test_what_cannot_be_read_refuses_only_itself(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    batch = [
        logged(meeting_id),
        operation("PUT", "/elsewhere"),
        operation("DELETE", f"/meetings/{meeting_id}"),
        {**logged(meeting_id), "path": "/api/petitions/v1/petitions/x/answer"},
        {**logged(meeting_id), "body": "words"},
        {**logged(meeting_id), "at": "yesterday"},
        {**logged(meeting_id), "at": "2026-11-03T19:30:00"},
        {"id": str(uuid4()), "method": "PUT", "path": f"{API}/recommendations/{uuid4()}"},
        operation("PUT", f"/meetings/{meeting_id}/roll-calls/middle", marks("present", "an")),
        logged(meeting_id, raised_by={"kind": "member"}),
        logged(meeting_id),
    ]

    assert results(await syncs(room, *batch)) == [
        "applied", "operation-unknown", "operation-unknown", "operation-unknown", "invalid", "time-invalid",
        "time-invalid", "time-invalid", "operation-unknown", "member-needed", "applied",
    ]  # fmt: skip


async def test_a_refusal_is_told_in_the_language_of_whoever_asks(meetings: Subject) -> None:
    bad = logged(await Room(meetings).schedules(), text="ngắn")

    [vietnamese] = await syncs(Room(meetings), bad)
    [english] = await syncs(Room(meetings, language="en"), bad)

    assert vietnamese["problem"]["fields"] == [{"path": "text", "text": "Cần ít nhất 10 ký tự."}]
    assert english["problem"]["fields"] == [{"path": "text", "text": "At least 10 characters are needed."}]
    assert english["problem"]["type"] == "/problems/invalid"
    assert english["problem"]["status"] == 422


async def test_what_only_a_copy_did_not_know_yet_is_done_when_it_comes_again(meetings: Subject) -> None:
    meeting_id, newcomer = await Room(meetings).schedules(), Room(meetings, "nobody")
    by_newcomer = logged(meeting_id)
    of_newcomer = operation("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", "newcomer"))
    of_later = logged(uuid4())

    early = [await syncs(newcomer, by_newcomer), await syncs(Room(meetings), of_newcomer, of_later)]
    async with meetings.database.transaction() as session:
        await keep_appointments(session, [appointment("nobody", Role.CLK, BRANCH)])
        await keep_members(session, [member("newcomer")])
    await Room(meetings).schedules(UUID(of_later["body"]["meeting_id"]))
    again = [await syncs(newcomer, by_newcomer), await syncs(Room(meetings), of_newcomer, of_later)]

    assert [results(one) for one in early] == [["not-found"], ["not-on-roster", "not-found"]]
    assert [results(one) for one in again] == [["applied"], ["applied", "applied"]]
    assert results(await syncs(newcomer, by_newcomer)) == ["duplicate"]


async def test_an_answer_that_is_not_here_yet_can_be_read_out_when_it_is(meetings: Subject) -> None:
    room, petition_id = Room(meetings), await answered(meetings)
    meeting_id = await room.begins()
    body = {"content": True, "answer_sequence": 9}
    read_out = operation("PUT", f"/meetings/{meeting_id}/read-outs/{petition_id}", body)

    early = await syncs(room, read_out)
    await meetings.tell(answer(petition_id, sequence=9), BRANCH)

    assert results(early) == ["no-open-answer"]
    assert results(await syncs(room, read_out)) == ["applied"]


async def test_what_is_wrong_in_itself_stays_refused(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    wrong = [logged(meeting_id, text="ngắn"), operation("PUT", "/elsewhere"), logged(uuid4())]

    for _ in range(2):
        assert results(await syncs(room, *wrong)) == ["invalid", "operation-unknown", "not-found"]
    assert await count(meetings, SyncOperation) == 2
