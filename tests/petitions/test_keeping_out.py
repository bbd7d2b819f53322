"""What must not lie here: told apart by the reason, erased wherever it lay, and the record still holds."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from libs.contracts.meetings import RecommendationReworded
from libs.contracts.petitions import PetitionRedirected
from ops.audit.history import NOTES, note_holds
from tests.petitions.builders import recommendation
from tests.petitions.conftest import Desk
from tests.petitions.test_audited import complaints
from tests.petitions.test_notes import writes
from tests.support.access import person_id

SAID = "Tố cáo đồng chí Hồ Văn Sẻ nhận hối lộ khi cấp phép xây dựng"
NAME = "Lê Thị Thành Viên"
DENUNCIATION = {"channel": "inspection_committee", "reason_code": "denunciation"}
TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")


async def everything(desk: Desk) -> str:
    """All that lies in the database, as text."""
    async with desk.subject.database.transaction() as session:
        tables = (await session.scalars(TABLES)).all()
        rows = [row for table in tables for row in await session.scalars(text(f'SELECT t::text FROM "{table}" AS t'))]
    return "\n".join(rows)


async def denounced(desk: Desk) -> UUID:
    """A denunciation that a desk has worked on as if it were a recommendation, and written about everywhere."""
    petition_id = await desk.received(text=SAID)
    client = await desk.client("ward")
    await desk.tell(recommendation(RecommendationReworded, recommendation_id=petition_id, text=f"{SAID} lần hai",
                                   sequence=2))  # fmt: skip
    await writes(desk, "ward", petition_id, f"Đã hỏi: {SAID}")
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    await desk.does("assignee", petition_id, "answer", outcome="explained", text=f"Về việc {SAID}")
    said = {"category": "admin", "competence": "external"}
    kept = await client.post(f"/petitions/{petition_id}/classify", json=said, headers={"Idempotency-Key": "k1"})
    assert SAID in kept.text
    await desk.does("ward", petition_id, "transfer", body="Cơ quan điều tra", document_number="1")
    await desk.does("ward", petition_id, "reply", text=f"Không xử lý: {SAID}")
    return petition_id


async def test_nothing_of_it_is_left_and_the_record_still_holds(desk: Desk) -> None:
    petition_id = await denounced(desk)
    before = await everything(desk)
    assert before.count("Hồ Văn Sẻ") > 8

    after = await desk.does("ward", petition_id, "redirect", **DENUNCIATION)

    left = await everything(desk)
    assert [word for word in (SAID, "Hồ Văn Sẻ", "ho van se", "hồ văn sẻ", "'hoi'", NAME) if word in left] == []
    assert (after["text"], after["texts"], after["text_erased"]) == ("", [], True)
    assert (after["state"], after["channel"]) == ("redirected", "inspection_committee")
    line = after["history"][-1]
    assert line["details"] == {"channel": "inspection_committee", "reason_code": "denunciation", "text_erased": True}
    assert (line["reason"]["vi"], line["note"]) == ("Là tố cáo", None)
    assert [one["verb"] for one in after["history"]].count("reword") == 1
    assert await complaints(desk) == []
    async with desk.subject.database.transaction() as session:
        assert all(note_holds(row._mapping) for row in await session.execute(text(NOTES)))


async def test_whoever_has_a_copy_is_told_to_erase_it(desk: Desk) -> None:
    petition_id = await desk.at_ward(text=SAID)
    await desk.does("ward", petition_id, "redirect", **DENUNCIATION)
    event = await desk.last()
    assert isinstance(event, PetitionRedirected)
    assert (event.text_erased, event.reason_code, event.reason) == (True, "denunciation", "Là tố cáo")
    assert (await desk.subject.public_bodies())[-1]["data"]["text_erased"] is True


@pytest.mark.parametrize("code", ["formal_complaint", "secret"])
async def test_a_branch_sends_it_elsewhere_itself(desk: Desk, code: str) -> None:
    petition_id = await desk.logged(text=SAID)
    after = await desk.does("secretary", petition_id, "redirect", channel="other", reason_code=code)
    assert after["text_erased"]
    assert SAID not in await everything(desk)


async def test_what_belongs_elsewhere_for_another_reason_keeps_its_text(desk: Desk) -> None:
    petition_id = await desk.at_ward(text=SAID)
    said = {"reason_code": "personal_procedure", "reason": "Cấp lại giấy tờ"}
    after = await desk.does("ward", petition_id, "redirect", channel="citizen_reception", **said)
    assert (after["text"], after["text_erased"], after["history"][-1]["note"]) == (SAID, False, "Cấp lại giấy tờ")
    event = await desk.last()
    assert isinstance(event, PetitionRedirected)
    assert not event.text_erased


async def test_nothing_is_written_beside_such_a_reason(desk: Desk) -> None:
    petition_id = await desk.at_ward(text=SAID)
    refused = await desk.post("ward", petition_id, "redirect", **DENUNCIATION, reason=SAID)
    assert (refused.status_code, refused.json()["slug"]) == (422, "reason-text-not-kept")
    assert (await desk.get("ward", petition_id))["text"] == SAID


async def test_only_whoever_may_redirect_erases(desk: Desk) -> None:
    petition_id = await desk.received(text=SAID)
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    for who, status in (("assignee", 403), ("secretary", 403), ("member", 403), ("ward-board", 403), ("ward2", 404),
                        ("city", 404), ("admin", 404)):  # fmt: skip
        refused = await desk.post(who, petition_id, "redirect", **DENUNCIATION)
        assert refused.status_code == status, who
    assert (await desk.get("ward", petition_id))["text"] == SAID


async def test_a_wording_that_comes_later_is_not_written_down(desk: Desk) -> None:
    petition_id = await desk.at_ward(text=SAID)
    await desk.does("ward", petition_id, "redirect", **DENUNCIATION)
    late = recommendation(RecommendationReworded, recommendation_id=petition_id, text=f"{SAID} lần hai", sequence=2)
    await desk.tell(late)
    await desk.tell(late)
    assert "Hồ Văn Sẻ" not in await everything(desk)
    assert (await desk.get("secretary", petition_id))["history"][-1]["verb"] == "redirect"


async def test_above_the_branch_nobody_sees_any_more_who_said_it(desk: Desk) -> None:
    petition_id = await desk.at_ward(text=SAID)
    assert (await desk.get("ward", petition_id))["raised_by"]["name"] == NAME
    await desk.does("ward", petition_id, "redirect", **DENUNCIATION)
    seen: dict[str, Any] = {who: await desk.get(who, petition_id) for who in ("ward", "secretary", "member")}
    assert (seen["ward"]["raised_by"], seen["ward"]["may_reveal"]) == (None, False)
    for who in ("secretary", "member"):
        assert seen[who]["raised_by"] == {"kind": "member", "member_id": str(person_id("member")), "name": None}
        assert seen[who]["text"] == ""


async def test_it_is_neither_found_nor_taken_for_a_duplicate(desk: Desk) -> None:
    petition_id = await desk.at_ward(text="Ngõ 12 đường Lê Lai ngập nặng vì cống tắc")
    other = await desk.at_ward(text="Cống ngõ 12 đường Lê Lai tắc, ngập nặng")
    assert [one["id"] for one in (await desk.ask("ward", f"/petitions/{other}/similar")).json()["items"]]
    await desk.does("ward", petition_id, "redirect", channel="other", reason_code="secret")
    assert (await desk.ask("ward", f"/petitions/{other}/similar")).json()["items"] == []
    found = (await desk.ask("ward", "/petitions", q="cống ngõ 12 tắc")).json()["items"]
    assert [one["id"] for one in found] == [str(other)]
    code = (await desk.get("ward", petition_id))["code"]
    (item,) = (await desk.ask("ward", "/petitions", q=code)).json()["items"]
    assert (item["text"], item["text_erased"]) == ("", True)


async def test_what_was_merged_into_it_comes_back_with_its_own_text(desk: Desk) -> None:
    first, second = await desk.received(text=SAID), await desk.received()
    await desk.does("ward", second, "merge", into=str(first))
    await desk.does("ward", first, "redirect", **DENUNCIATION)
    back = await desk.get("ward", second)
    assert (back["state"], bool(back["text"])) == ("submitted", True)
