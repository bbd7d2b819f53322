"""One's own inbox over HTTP: pages, languages, reading, and nobody else's."""

from typing import Any
from uuid import uuid4

from sqlalchemy import text

from libs.contracts.petitions import PetitionSubmitted
from tests.notifications.conftest import BRANCH, WARD
from tests.support.access import person_id
from tests.support.petitions import petition
from tests.support.service import Subject

WARD_OFFICER = person_id("ward")


async def fill(notifications: Subject, number: int) -> None:
    for _ in range(number):
        await notifications.tell(petition(PetitionSubmitted, holder=WARD, previous=BRANCH), BRANCH)


async def inbox(notifications: Subject, name: str, language: str = "vi", **query: Any) -> dict[str, Any]:
    async with notifications.as_person(person_id(name), language) as client:
        answer = await client.get("/inbox", params=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_a_line_names_the_petition_and_says_what_happened(notifications: Subject) -> None:
    event = petition(PetitionSubmitted, holder=WARD, previous=BRANCH)
    await notifications.tell(event, BRANCH)

    body = await inbox(notifications, "ward")

    [line] = body["items"]
    assert line["petition_id"] == str(event.petition_id)
    assert line["petition_code"] == event.code
    assert line["title"] == f"{event.code} chờ tiếp nhận"
    assert "05/11/2026" in line["text"]
    assert line["read_at"] is None
    assert body["unread"] == 1


async def test_the_same_line_is_read_in_english(notifications: Subject) -> None:
    await fill(notifications, 1)

    [line] = (await inbox(notifications, "ward", "en"))["items"]

    assert "waits to be acknowledged" in line["title"]


async def test_pages_hold_every_line_once_newest_first(notifications: Subject) -> None:
    await fill(notifications, 7)
    seen: list[dict[str, Any]] = []
    page = await inbox(notifications, "ward", limit=3)
    seen += page["items"]

    while page["next_cursor"]:
        page = await inbox(notifications, "ward", limit=3, cursor=page["next_cursor"])
        seen += page["items"]

    ids = [line["id"] for line in seen]
    assert len(ids) == 7
    assert ids == sorted(set(ids), reverse=True)


async def test_a_line_that_is_read_counts_no_more(notifications: Subject) -> None:
    await fill(notifications, 3)
    newest = (await inbox(notifications, "ward"))["items"][0]["id"]

    async with notifications.as_person(WARD_OFFICER) as client:
        first = await client.post(f"/inbox/{newest}/read")
        again = await client.post(f"/inbox/{newest}/read")

    assert first.json() == again.json() == {"unread": 2}
    assert len((await inbox(notifications, "ward", unread=True))["items"]) == 2
    assert len((await inbox(notifications, "ward"))["items"]) == 3


async def test_everything_is_read_at_once_and_only_ones_own(notifications: Subject) -> None:
    await fill(notifications, 3)

    async with notifications.as_person(WARD_OFFICER) as client:
        await client.post("/inbox/read-all")
        mine = (await client.get("/unread")).json()

    assert mine == {"unread": 0}
    assert (await inbox(notifications, "secretary"))["unread"] == 3


async def test_anothers_line_is_not_there(notifications: Subject) -> None:
    await fill(notifications, 1)
    of_secretary = (await inbox(notifications, "secretary"))["items"][0]["id"]

    for name in ("ward", "admin", "city-leader"):
        async with notifications.as_person(person_id(name)) as client:
            assert (await client.post(f"/inbox/{of_secretary}/read")).status_code == 404

    assert (await inbox(notifications, "admin"))["items"] == []
    assert (await inbox(notifications, "secretary"))["unread"] == 1


async def test_nobody_reads_without_signing_in(notifications: Subject) -> None:
    async with notifications.as_person(None) as client:
        answers = [
            await client.get("/inbox"),
            await client.get("/unread"),
            await client.get("/stream"),
            await client.post("/inbox/read-all"),
            await client.post(f"/inbox/{uuid4()}/read"),
        ]

    assert [answer.status_code for answer in answers] == [401] * 5


async def test_a_cursor_of_another_list_is_refused_in_words(notifications: Subject) -> None:
    async with notifications.as_person(WARD_OFFICER) as client:
        answers = [await client.get("/inbox", params={"cursor": other}) for other in ("WyJhIl0", "W10", "xxx", "WzFd")]

    assert [answer.status_code for answer in answers] == [422] * 4


async def test_a_page_of_a_full_inbox_is_read_from_an_index(notifications: Subject) -> None:
    filled = text("""
        INSERT INTO inbox_items (person_id, id, event_id, kind, petition_id, petition_code, params, at, read_at)
        SELECT md5((n % 40)::text)::uuid, md5('i' || n)::uuid, md5('e' || n)::uuid, 'closed.origin',
               md5('p' || n)::uuid, 'KN', '{}', now(), CASE WHEN n % 50 = 0 THEN NULL ELSE now() END
        FROM generate_series(1, 20000) AS n
    """)
    page = text("EXPLAIN SELECT * FROM inbox_items WHERE person_id = md5('1')::uuid ORDER BY id DESC LIMIT 51")
    count = text("EXPLAIN SELECT count(*) FROM inbox_items WHERE person_id = md5('1')::uuid AND read_at IS NULL")
    async with notifications.database.transaction() as session:
        await session.execute(filled)
    async with notifications.database.session() as session:
        await session.execute(text("SET LOCAL enable_bitmapscan = off"))
        plans = ["\n".join((await session.scalars(question)).all()) for question in (page, count)]

    assert "inbox_items_pkey" in plans[0]
    assert "Sort" not in plans[0]
    assert "inbox_items_unread_idx" in plans[1]
