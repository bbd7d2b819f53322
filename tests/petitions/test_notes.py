"""Notes inside stay inside: with the officers of the unit that wrote them and whoever it assigned."""

from uuid import UUID, uuid4

from httpx import Response

from libs.contracts.members import MemberErased
from tests.petitions.builders import WARD, WARD2
from tests.petitions.conftest import Desk
from tests.petitions.test_units import ended
from tests.support.access import person_id

SECRET = "Đã gọi cho tổ dân phố, chờ họ gửi ảnh"


async def writes(desk: Desk, who: str, petition_id: UUID, text: str = SECRET, note_id: UUID | None = None) -> Response:
    client = await desk.client(who)
    return await client.put(f"/petitions/{petition_id}/notes/{note_id or uuid4()}", json={"text": text})


async def notes(desk: Desk, who: str, petition_id: UUID) -> list[str]:
    response = await desk.ask(who, f"/petitions/{petition_id}/notes")
    assert response.status_code == 200, response.text
    return [one["text"] for one in response.json()["items"]]


async def test_the_desk_reads_what_it_wrote_and_nobody_else_does(desk: Desk) -> None:
    petition_id = await desk.received()
    assert (await writes(desk, "ward", petition_id)).status_code == 200
    assert await notes(desk, "ward-leader", petition_id) == [SECRET]
    for who, expected in (("secretary", 403), ("member", 403), ("ward-board", 403), ("ward2", 404), ("city", 404)):
        assert (await desk.ask(who, f"/petitions/{petition_id}/notes")).status_code == expected, who
        assert (await writes(desk, who, petition_id)).status_code == expected, who
    assert SECRET not in str([await desk.get(who, petition_id) for who in ("ward", "secretary", "member")])


async def test_a_later_holder_does_not_get_them(desk: Desk) -> None:
    petition_id = await desk.received()
    await writes(desk, "ward", petition_id)
    await desk.does("ward", petition_id, "escalate", reason="Vượt thẩm quyền")
    assert await notes(desk, "city", petition_id) == []
    assert await notes(desk, "ward", petition_id) == [SECRET]
    assert (await writes(desk, "ward", petition_id)).status_code == 403
    assert SECRET not in str(await desk.subject.public_bodies())


async def test_nor_does_the_successor_of_the_unit(desk: Desk) -> None:
    petition_id = await desk.received()
    await writes(desk, "ward", petition_id)
    await desk.tell(ended(WARD, successor=WARD2), f"{WARD}.self")
    assert await notes(desk, "ward2", petition_id) == []


async def test_whoever_it_is_assigned_to_reads_and_writes_them(desk: Desk) -> None:
    petition_id = await desk.received()
    await writes(desk, "ward", petition_id)
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    assert await notes(desk, "assignee", petition_id) == [SECRET]
    assert (await writes(desk, "assignee", petition_id, "Đã có ảnh")).status_code == 200
    assert (await desk.ask("assignee-b", f"/petitions/{petition_id}/notes")).status_code == 404


async def test_a_note_is_corrected_and_taken_away_by_whoever_wrote_it(desk: Desk) -> None:
    petition_id, note_id = await desk.received(), uuid4()
    for text in ("Chờ ảnh", "Chờ ảnh", "Đã có ảnh"):
        assert (await writes(desk, "ward", petition_id, text, note_id)).status_code == 200
    assert (await writes(desk, "ward-leader", petition_id, "Của tôi", note_id)).status_code == 404
    client = await desk.client("ward-leader")
    assert (await client.delete(f"/petitions/{petition_id}/notes/{note_id}")).status_code == 204
    assert await notes(desk, "ward", petition_id) == ["Đã có ảnh"]
    client = await desk.client("ward")
    assert (await client.delete(f"/petitions/{petition_id}/notes/{note_id}")).status_code == 204
    assert await notes(desk, "ward", petition_id) == []


async def test_notes_are_erased_with_who_wrote_them(desk: Desk) -> None:
    petition_id = await desk.received()
    await writes(desk, "ward", petition_id)
    await writes(desk, "ward-leader", petition_id, "Của lãnh đạo")
    await desk.tell(MemberErased(sequence=2, member_id=person_id("ward")))
    assert await notes(desk, "ward-leader", petition_id) == ["Của lãnh đạo"]
