"""Files of petitions: attached by whoever can answer, read by whoever reads the petition, kept whole or not at all."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from libs.common import clock
from libs.common.objects import CHUNK
from libs.common.refusals import NotFound, Unavailable
from libs.common.tables import rules
from libs.contracts.members import MemberErased
from services.petitions import taking_in
from services.petitions.models_attachments import StoredFile
from services.petitions.workflow_attachments import KEPT_UNATTACHED, MEGABYTE, erase, expect_file
from tests.petitions.builders import OFFICES, read_out
from tests.petitions.cabinet import Cabinet, cabinet_of
from tests.petitions.conftest import Desk
from tests.petitions.files import HTML, PDF, PLACE, jpeg
from tests.petitions.test_audited import complaints
from tests.support.access import person_id
from tests.support.servers import RunningNats

LARGE = jpeg(pixels=bytes(range(1, 251)) * 4_000)
"""A photo of several chunks."""


@pytest.fixture
async def cabinet(desk: Desk, nats_server: RunningNats) -> AsyncIterator[Cabinet]:
    async with cabinet_of(desk, nats_server) as opened:
        yield opened


async def stored(cabinet: Cabinet) -> list[str]:
    """What the database says to be in the store, or on its way there."""
    async with cabinet.desk.subject.database.transaction() as session:
        return [str(key) for key in (await session.scalars(select(col(StoredFile.key)))).all()]


async def chunks(cabinet: Cabinet, key: str) -> int:
    return len([chunk async for chunk in cabinet.bucket.read(key)])


async def an_hour_later(cabinet: Cabinet) -> int:
    """What the timer finds then."""
    clock.shift(KEPT_UNATTACHED.total_seconds() + 1)
    return await cabinet.desk.subject.service.timers["drop_unattached"].once(cabinet.desk.subject.database)


async def test_what_was_attached_comes_out_as_it_went_in_for_everyone_who_reads_the_petition(cabinet: Cabinet) -> None:
    petition_id = await cabinet.desk.received()
    file = await cabinet.attached("ward", petition_id, content=LARGE)
    assert (file["name"], file["kind"], file["may_remove"]) == ("Ảnh cống.jpg", "jpeg", True)

    for who in ("ward", "ward-leader", "ward-board", "secretary", "clerk", "liaison", "member"):
        [seen] = (await cabinet.files(who, petition_id))["items"]
        opened = await cabinet.open(who, petition_id, seen["id"])
        assert sha256(opened.content).hexdigest() == seen["sha256"], who
        assert len(opened.content) == seen["size"] > 4 * CHUNK
        assert PLACE not in opened.content


async def test_no_browser_opens_it_as_a_page_of_ours(cabinet: Cabinet) -> None:
    petition_id = await cabinet.desk.received()
    file = await cabinet.attached("ward", petition_id, content=PDF, name='trả lời".html')
    answer = await cabinet.open("secretary", petition_id, file["id"])

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-disposition"].endswith("''tr%E1%BA%A3%20l%E1%BB%9Di%22.html.pdf")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]


async def test_whoever_may_not_read_the_petition_is_told_nothing_of_its_files(cabinet: Cabinet) -> None:
    petition_id = await cabinet.desk.received()
    file = await cabinet.attached("ward", petition_id)
    other = await cabinet.desk.received()

    for who in ("ward2", "secretary2", "neighbour", "city", "admin", "assignee", "stranger"):
        assert (await cabinet.open(who, petition_id, file["id"])).status_code == 404, who
        assert (await cabinet.desk.ask(who, f"/petitions/{petition_id}/attachments")).status_code == 404, who
        assert (await cabinet.attach(who, petition_id)).status_code == 404, who
        assert (await cabinet.remove(who, petition_id, file["id"])).status_code == 404, who
    assert (await cabinet.open("ward", other, file["id"])).status_code == 404
    async with cabinet.desk.subject.as_person(None) as nobody:
        assert (await nobody.get(f"/petitions/{petition_id}/attachments/{file['id']}")).status_code == 401


async def test_only_who_can_answer_attaches(cabinet: Cabinet) -> None:
    desk = cabinet.desk
    at_branch, at_ward = await desk.logged(), await desk.received()
    holders = {at_branch: {"secretary"}, at_ward: {"ward", "ward-leader"}}

    for petition_id, allowed in holders.items():
        for who, *_ in OFFICES:
            answer = await cabinet.attach(who, petition_id)
            assert (answer.status_code == 200) == (who in allowed), (who, answer.text)
            assert answer.status_code in (200, 403, 404)
            if answer.status_code != 404:
                assert (await cabinet.files(who, petition_id))["may_attach"] == (who in allowed)
    await desk.does("ward", at_ward, "assign", assignee=str(person_id("assignee")))
    assert (await cabinet.attach("assignee", at_ward)).status_code == 200


async def test_in_the_wrong_state_nothing_is_attached(cabinet: Cabinet) -> None:
    desk = cabinet.desk
    there = ((await desk.at_ward(), "ward"), (await desk.answered(), "secretary"), (await desk.closed(), "secretary"))
    for petition_id, who in there:
        answer = await cabinet.attach(who, petition_id)
        assert answer.status_code in (403, 409), answer.text
        assert not (await cabinet.files("secretary", petition_id))["may_attach"]


async def test_the_history_says_what_was_attached_with_its_hash_and_no_event_does(cabinet: Cabinet) -> None:
    petition_id = await cabinet.desk.received()
    before = len(await cabinet.desk.subject.staged())
    file = await cabinet.attached("ward", petition_id)

    line = (await cabinet.desk.get("secretary", petition_id))["history"][-1]
    assert (line["verb"], line["note"], line["details"]["sha256"]) == ("attach", "Ảnh cống.jpg", file["sha256"])
    assert line["details"]["attachment_id"] == file["id"]
    assert len(await cabinet.desk.subject.staged()) == before


async def test_sent_twice_it_is_attached_once(cabinet: Cabinet) -> None:
    petition_id, attachment_id = await cabinet.desk.received(), uuid4()
    for _ in range(2):
        await cabinet.attached("ward", petition_id, attachment_id=attachment_id)
    assert len((await cabinet.files("ward", petition_id))["items"]) == 1

    other = await cabinet.attach("ward", petition_id, PDF, attachment_id=attachment_id)
    assert (other.status_code, other.json()["slug"]) == (409, "file-id-taken")
    assert (await cabinet.attach("ward-leader", petition_id, attachment_id=attachment_id)).status_code == 409
    assert await an_hour_later(cabinet) == 3
    [key] = await stored(cabinet)
    assert await chunks(cabinet, key) == 1


@pytest.mark.parametrize(
    ("content", "status", "slug"),
    [(b"", 422, "file-empty"), (HTML, 415, "file-kind"), (b"%PDF-1.7\n" + HTML, 422, "file-damaged")],
    ids=["empty", "wrong kind", "HTML as PDF"],
)
async def test_a_poisoned_file_leaves_nothing(cabinet: Cabinet, content: bytes, status: int, slug: str) -> None:
    petition_id = await cabinet.desk.received()
    answer = await cabinet.attach("ward", petition_id, content, name="trả lời.pdf")

    assert (answer.status_code, answer.json()["slug"]) == (status, slug)
    assert "ề nghị" in answer.json()["detail"]
    assert (await cabinet.files("ward", petition_id))["items"] == []
    assert await stored(cabinet) == []


async def test_a_file_over_the_limit_is_refused_announced_or_not(cabinet: Cabinet) -> None:
    petition_id = await cabinet.desk.received()
    piece = bytes(MEGABYTE)

    async def pouring() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield piece

    for content in (piece * 11, pouring()):
        answer = await cabinet.attach("ward", petition_id, content)
        assert (answer.status_code, answer.json()["slug"]) == (413, "file-too-large")
        assert "10 MB" in answer.json()["detail"]
    beyond = await cabinet.attach("ward", petition_id, piece * 21)
    assert (beyond.status_code, beyond.json()["slug"]) == (413, "too-large")


async def test_a_slow_line_has_more_time_for_a_file_than_for_anything_else(cabinet: Cabinet) -> None:
    subject, petition_id = cabinet.desk.subject, await cabinet.desk.received()
    settings = subject.service.settings.model_copy(update={"request_seconds": 0.5})
    subject.app.state.service = replace(subject.service, settings=settings)

    async def slow() -> AsyncIterator[bytes]:
        yield LARGE[:1000]
        await asyncio.sleep(1)
        yield LARGE[1000:]

    assert (await cabinet.attach("ward", petition_id, slow())).status_code == 200


async def limit(cabinet: Cabinet, key: str, value: int) -> None:
    """A later row of a rule; this database has not been asked for rules yet."""
    row: dict[str, Any] = {"key": key, "value": value, "valid_from": clock.today(), "unit": "x", "source": "test"}
    async with cabinet.desk.subject.database.transaction() as session:
        await session.execute(rules.insert().values(**row))


async def test_a_petition_has_so_much_room(cabinet: Cabinet) -> None:
    await limit(cabinet, "petitions.attachments", 1)
    petition_id = await cabinet.desk.received()
    await cabinet.attached("ward", petition_id)
    assert (await cabinet.files("ward", petition_id))["more_files"] == 0

    answer = await cabinet.attach("ward", petition_id)
    assert (answer.status_code, answer.json()["slug"]) == (409, "files-full")


async def test_files_never_take_the_room_of_events(cabinet: Cabinet) -> None:
    await limit(cabinet, "petitions.attachments_store", 0)
    answer = await cabinet.attach("ward", await cabinet.desk.received())

    assert (answer.status_code, answer.json()["slug"]) == (507, "file-store-full")


async def test_taken_away_its_name_goes_at_once_and_its_bytes_soon(cabinet: Cabinet) -> None:
    petition_id = await cabinet.desk.received()
    file = await cabinet.attached("ward", petition_id)
    [key] = await stored(cabinet)

    assert (await cabinet.remove("ward-leader", petition_id, file["id"])).status_code == 409
    assert (await cabinet.remove("secretary", petition_id, file["id"])).status_code == 403
    assert (await cabinet.remove("ward", petition_id, file["id"])).status_code == 204
    assert (await cabinet.open("ward", petition_id, file["id"])).status_code == 404
    assert "Ảnh cống" not in str(await cabinet.desk.get("ward", petition_id))
    history = (await cabinet.desk.get("ward", petition_id))["history"]
    assert [one["verb"] for one in history[-2:]] == ["attach", "detach"]
    assert await an_hour_later(cabinet) == 1
    assert (await stored(cabinet), await chunks(cabinet, key)) == ([], 0)


async def test_what_others_went_on_with_stays(cabinet: Cabinet) -> None:
    desk = cabinet.desk
    petition_id = await desk.received()
    file = await cabinet.attached("ward", petition_id)
    await desk.does("ward-leader", petition_id, "answer", outcome="resolved", text="Đã xong")
    assert (await cabinet.remove("ward", petition_id, file["id"])).status_code == 403

    await desk.tell(read_out(await desk.get("secretary", petition_id), content=False, reason="Chưa xong"))
    assert (await cabinet.files("ward", petition_id))["items"][0]["may_remove"] is False
    answer = await cabinet.remove("ward", petition_id, file["id"])
    assert (answer.status_code, answer.json()["slug"]) == (409, "attached-for-good")


async def test_the_operator_erases_what_must_not_be_kept_whatever_the_state(cabinet: Cabinet) -> None:
    desk = cabinet.desk
    petition_id = await desk.received()
    await cabinet.attached("ward", petition_id, name="Nhà bà Nguyễn Thị B.jpg")
    await desk.does("ward-leader", petition_id, "answer", outcome="resolved", text="Đã xong")
    await desk.tell(read_out(await desk.get("secretary", petition_id), content=True))
    seen = await desk.get("secretary", petition_id)
    [line] = [one for one in seen["history"] if one["verb"] == "attach"]

    async with desk.subject.database.transaction() as session:
        with pytest.raises(NotFound):
            await erase(session, code=seen["code"], seq=line["seq"] + 1)
        await erase(session, code=seen["code"], seq=line["seq"])
    assert await desk.subject.service.timers["drop_unattached"].once(desk.subject.database) == 1
    after = await desk.get("secretary", petition_id)
    assert (after["state"], after["history"][-1]["verb"], after["history"][-1]["by_itself"]) == (
        "closed",
        "detach",
        True,
    )
    assert "Nguyễn Thị B" not in str(after)
    assert (await stored(cabinet), (await cabinet.files("secretary", petition_id))["items"]) == ([], [])
    assert await complaints(desk) == []


async def test_files_of_what_must_not_lie_here_go_with_its_text(cabinet: Cabinet) -> None:
    desk = cabinet.desk
    petition_id = await desk.received()
    for name in ("Đơn tố cáo.jpg", "Trang 2.jpg"):
        await cabinet.attached("ward", petition_id, name=name)
    keys = await stored(cabinet)

    said = {"channel": "inspection_committee", "reason_code": "denunciation"}
    after = await desk.does("ward", petition_id, "redirect", **said)

    assert [one["verb"] for one in after["history"][-3:]] == ["detach", "detach", "redirect"]
    assert "Đơn tố cáo" not in str(after)
    assert (await cabinet.files("ward", petition_id))["items"] == []
    assert await desk.subject.service.timers["drop_unattached"].once(desk.subject.database) == 2
    assert (await stored(cabinet), [await chunks(cabinet, key) for key in keys]) == ([], [0, 0])
    assert await complaints(desk) == []


async def test_a_petition_that_moves_on_meanwhile_gets_nothing_and_nothing_is_left(cabinet: Cabinet) -> None:
    petition_id = await cabinet.desk.received()

    async def slow() -> AsyncIterator[bytes]:
        yield LARGE[:1000]
        await cabinet.desk.does("ward-leader", petition_id, "escalate", reason="Vượt thẩm quyền")
        yield LARGE[1000:]

    assert (await cabinet.attach("ward", petition_id, slow())).status_code == 403
    assert (await cabinet.files("ward", petition_id))["items"] == []
    [key] = await stored(cabinet)
    assert await chunks(cabinet, key) > 1
    assert await an_hour_later(cabinet) == 1
    assert (await stored(cabinet), await chunks(cabinet, key)) == ([], 0)


class _Dies(io.BytesIO):
    """A file whose reader dies after the first chunk."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise KeyboardInterrupt
        return super().read(size)


async def test_what_dies_between_store_and_database_is_found_again(cabinet: Cabinet) -> None:
    key = uuid4()
    async with cabinet.desk.subject.database.transaction() as session:
        await expect_file(session, key=key)
    with pytest.raises(KeyboardInterrupt):
        await cabinet.bucket.put(str(key), _Dies(LARGE))
    assert await chunks(cabinet, str(key)) == 1

    petition_id = await cabinet.desk.received()
    file = await cabinet.attached("ward", petition_id)
    assert await an_hour_later(cabinet) == 1
    assert await chunks(cabinet, str(key)) == 0
    assert (await cabinet.open("ward", petition_id, file["id"])).status_code == 200


async def test_a_file_that_is_not_what_was_attached_is_not_handed_out(cabinet: Cabinet) -> None:
    petition_id = await cabinet.desk.received()
    file = await cabinet.attached("ward", petition_id)
    [key] = await stored(cabinet)
    await cabinet.bucket.remove(key)
    assert (await cabinet.open("ward", petition_id, file["id"])).json()["slug"] == "file-missing"

    await cabinet.bucket.put(key, io.BytesIO(jpeg(pixels=b"\x13\xff\x00\x34\xff\xd0\x56")))
    assert (await cabinet.open("ward", petition_id, file["id"])).status_code == 410


async def test_without_a_store_a_file_is_to_be_sent_again(desk: Desk) -> None:
    [bucket] = desk.subject.service.buckets
    petition_id = await desk.received()
    answer = await Cabinet(desk, bucket).attach("ward", petition_id)

    assert (answer.status_code, answer.json()["slug"]) == (503, "unavailable")
    with pytest.raises(Unavailable):
        await bucket.remove("x")


async def test_more_at_once_than_there_is_room_for_are_told_to_wait(
    cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "_coming", asyncio.Semaphore(0))
    answer = await cabinet.attach("ward", await cabinet.desk.received())

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_the_name_is_erased_with_who_gave_it_and_the_file_stays(cabinet: Cabinet) -> None:
    petition_id = await cabinet.desk.received()
    await cabinet.attached("ward", petition_id, name="Nhà bà Nguyễn Thị B.jpg")
    await cabinet.desk.tell(MemberErased(sequence=2, member_id=person_id("ward")))

    [file] = (await cabinet.files("secretary", petition_id))["items"]
    assert file["name"] == "tep.jpg"
    assert (await cabinet.open("secretary", petition_id, file["id"])).status_code == 200


async def test_whoever_works_without_knowing_who_spoke_does_not_learn_it_from_a_file(cabinet: Cabinet) -> None:
    desk = cabinet.desk
    petition_id = await desk.logged(raised_by_id=person_id("secretary"), raised_by_name="Bí Thư")
    await cabinet.attached("secretary", petition_id)
    await desk.does("secretary", petition_id, "escalate", reason="Vượt thẩm quyền")
    await desk.does("ward", petition_id, "acknowledge")
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))

    [seen] = (await cabinet.files("assignee", petition_id))["items"]
    assert seen["by_name"] is None
    assert (await cabinet.files("ward", petition_id))["items"][0]["by_name"]
