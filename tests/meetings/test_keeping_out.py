"""A recommendation that turned out to be a denunciation: its text goes from the room too, and does not come back."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from libs.common.ids import new_id
from libs.contracts.petitions import PetitionRedirected
from libs.contracts.vocabulary import Channel, PetitionState
from tests.meetings.builders import BRANCH, Room, answer, recommendation_body
from tests.meetings.phones import operation
from tests.support.petitions import petition
from tests.support.service import Subject

SAID = "Tố cáo đồng chí Hồ Văn Sẻ nhận hối lộ khi cấp phép xây dựng"
TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")


def redirected(petition_id: UUID, *, text_erased: bool = True) -> PetitionRedirected:
    return petition(
        PetitionRedirected, petition_id=petition_id, holder=None, state=PetitionState.REDIRECTED,
        channel=Channel.INSPECTION_COMMITTEE, reason="Là tố cáo", text_erased=text_erased,
    )  # fmt: skip


async def everything(meetings: Subject) -> str:
    """All that lies in the database, as text, but for names on the roll."""
    async with meetings.database.transaction() as session:
        tables = [one for one in await session.scalars(TABLES) if one != "roster_members"]
        rows = [row for table in tables for row in await session.scalars(text(f'SELECT t::text FROM "{table}" AS t'))]
    return "\n".join(rows)


async def denounced(meetings: Subject) -> tuple[UUID, dict[str, Any]]:
    """Logged, reworded, and answered once; with the body that it was logged by."""
    room, recommendation_id = Room(meetings), uuid4()
    body = recommendation_body(await room.schedules()) | {"text": SAID}
    await room.does("PUT", f"/recommendations/{recommendation_id}", body)
    await room.does("PUT", f"/recommendations/{recommendation_id}", body | {"text": f"{SAID}, từ năm 2024"})
    await meetings.tell(answer(recommendation_id, answer_text=f"Về việc {SAID}"), BRANCH)
    return recommendation_id, body


async def test_no_wording_of_it_is_left(meetings: Subject) -> None:
    recommendation_id, body = await denounced(meetings)
    assert (await everything(meetings)).count("Hồ Văn Sẻ") >= 4
    event_id = new_id()
    for _ in range(2):
        await meetings.deliver("keep_out", redirected(recommendation_id), BRANCH, event_id)
    assert "Hồ Văn Sẻ" not in await everything(meetings)
    seen = await Room(meetings).does("GET", f"/recommendations/{recommendation_id}")
    assert (seen["text"], seen["added_texts"], seen["category"]) == ("", [], body["category"])
    listed = await Room(meetings).does("GET", f"/meetings/{body['meeting_id']}/recommendations")
    assert [one["id"] for one in listed["items"]] == [str(recommendation_id)]


async def test_it_is_not_written_down_again(meetings: Subject) -> None:
    recommendation_id, body = await denounced(meetings)
    await meetings.deliver("keep_out", redirected(recommendation_id), BRANCH)
    refused = await Room(meetings).ask("PUT", f"/recommendations/{recommendation_id}", body)
    assert (refused.status_code, refused.json()["slug"]) == (409, "text-not-kept")
    phone = operation("PUT", f"/recommendations/{recommendation_id}", body)
    (result,) = (await Room(meetings).does("POST", "/sync", {"operations": [phone]}))["results"]
    assert (result["result"], result["problem"]["slug"]) == ("rejected", "text-not-kept")
    assert "Hồ Văn Sẻ" not in await everything(meetings)


async def test_what_goes_elsewhere_for_another_reason_stays(meetings: Subject) -> None:
    recommendation_id, _ = await denounced(meetings)
    await meetings.deliver("keep_out", redirected(recommendation_id, text_erased=False), BRANCH)
    assert SAID in (await Room(meetings).does("GET", f"/recommendations/{recommendation_id}"))["text"]
