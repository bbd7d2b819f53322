"""The queue: nearest deadline first, page by page, found by what is asked for, and fast however many there are."""

from typing import Any

import asyncpg
import pytest
from prometheus_client import generate_latest
from sqlalchemy import event, select
from sqlmodel import col

from libs.access import grants_of
from libs.common import clock
from libs.common.paging import Page, Position
from libs.contracts.vocabulary import Category, Competence
from services.petitions.models import Petition
from services.petitions.models_words import Words
from services.petitions.rules_clocks import cut_off
from services.petitions.views import PetitionItem
from services.petitions.views_lists import Asked, list_petitions
from services.petitions.views_search import WINDOW
from tests.petitions.builders import BRANCH, CITY, NEXT_DOOR, WARD, read_out
from tests.petitions.conftest import Desk
from tests.petitions.crowd import many
from tests.petitions.memory import BOOK
from tests.support.access import person_id, unit_id


async def listed(desk: Desk, who: str, **asked: Any) -> list[dict[str, Any]]:
    response = await desk.ask(who, "/petitions", **asked)
    assert response.status_code == 200, response.text
    Page[PetitionItem].model_validate(response.json())
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def ids(desk: Desk, who: str, **asked: Any) -> set[str]:
    return {item["id"] for item in await listed(desk, who, **asked)}


async def test_pages_follow_one_another_without_gap_or_repetition(desk: Desk) -> None:
    made = {str(await desk.at_ward()) for _ in range(5)} | {str(await desk.closed()) for _ in range(2)}
    seen: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    for _ in range(4):
        page = (await desk.ask("ward", "/petitions", limit=2, **cursor)).json()
        seen += page["items"]
        cursor = {"cursor": page["next_cursor"]}
    assert page["next_cursor"] is None
    assert [item["id"] for item in seen] == list(dict.fromkeys(item["id"] for item in seen))
    assert {item["id"] for item in seen} == made
    deadlines = [item["due_at"] for item in seen]
    assert deadlines[:5] == sorted(deadlines[:5])
    assert deadlines[5:] == [None, None]


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMl0", "WyIyMDI2LTExLTIxIiwgIngiXQ", "e30"])
async def test_a_made_up_cursor_is_refused(desk: Desk, cursor: str) -> None:
    for query in ({}, {"q": "cống"}):
        response = await desk.ask("ward", "/petitions", cursor=cursor, **query)
        assert (response.status_code, response.json()["slug"]) == (422, "bad-cursor")


async def test_each_desk_sees_its_own(desk: Desk) -> None:
    recorded = await desk.logged(competence=Competence.BRANCH)
    at_ward, at_city, answered = await desk.at_ward(), await desk.at_city(), await desk.answered()
    closed = await desk.closed()
    everything = {str(one) for one in (recorded, at_ward, at_city, answered, closed)}
    assert await ids(desk, "ward", holder="me") == await ids(desk, "ward", tab="todo") == {str(at_ward)}
    assert await ids(desk, "ward", tab="answered") == {str(answered), str(closed)}
    assert await ids(desk, "ward", tab="above") == {str(at_city)}
    assert await ids(desk, "ward", tab="all") == everything == await ids(desk, "member")
    assert await ids(desk, "secretary", tab="todo") == {str(recorded)}
    assert await ids(desk, "secretary", holder="me") == {str(recorded), str(answered)}
    assert await ids(desk, "secretary", tab="above") == {str(at_ward), str(at_city)}
    assert await ids(desk, "city") == await ids(desk, "city", holder="me") == {str(at_city)}
    assert await ids(desk, "liaison") == everything
    assert await ids(desk, "member", holder="me") == set()


async def test_filters_narrow(desk: Desk) -> None:
    land = await desk.at_ward(category=Category.LAND)
    await desk.at_ward(branch=NEXT_DOOR)
    closed = await desk.closed()
    assert await ids(desk, "ward", category="land") == {str(land)}
    assert (
        await ids(desk, "ward", state=["closed", "merged"]) == {str(closed)} == await ids(desk, "ward", state="closed")
    )
    assert len(await ids(desk, "ward", raised_unit=unit_id(NEXT_DOOR))) == 1
    assert len(await ids(desk, "ward", raised_unit=unit_id(WARD))) == 3
    assert await ids(desk, "neighbour", raised_unit=unit_id(BRANCH)) == set()
    assert await ids(desk, "ward2", holder=unit_id(WARD)) == set()
    assert await ids(desk, "ward", overdue=True) == set()
    clock.shift(40 * 86_400)
    assert len(await ids(desk, "ward", overdue=True)) == 2
    assert await ids(desk, "ward", overdue=False) == {str(closed)}


async def test_search_finds_without_marks_and_puts_the_marks_as_typed_first(desk: Desk) -> None:
    plain = await desk.at_ward(text="Mong sua duong vao cho som")
    await desk.at_ward(text="Đề nghị sửa đường vào chợ")
    other = await desk.at_ward(text="Sữa đường phố bán vỉa hè 100%_thật")
    assert [item["text"] for item in await listed(desk, "ward", q="sửa đường")] == [
        "Đề nghị sửa đường vào chợ",
        *[item["text"] for item in await listed(desk, "ward") if item["id"] in (str(plain), str(other))],
    ]
    assert len(await listed(desk, "ward", q="SUA DUONG")) == 3
    assert await ids(desk, "ward", q="100%_t") == {str(other)}
    assert await ids(desk, "ward", q="00%xin") == set()
    await desk.at_ward(text=f"Cột 67e06af6 ở ngõ 5e10, {'x' * 4_000}")
    for query in ("67e06af6", "5e10", "cot 67e0", "x" * 200):
        assert len(await listed(desk, "ward", q=query)) == 1, query
    code = (await desk.get("ward", plain))["code"]
    assert await ids(desk, "ward", q=code.lower()) == {str(plain)}
    assert await ids(desk, "ward2", q="sửa đường") == set()


async def test_search_pages_go_from_the_exact_to_the_rest(desk: Desk) -> None:
    for said in ("Sua duong mot", "Sửa đường hai", "Sua duong ba", "Sửa đường bốn"):
        await desk.at_ward(text=f"{said} cho dân")
    found: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(4):
        page = (await desk.ask("ward", "/petitions", q="sửa đường", limit=1, **cursor)).json()
        found += [item["text"] for item in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
    assert [text.startswith("Sửa") for text in found] == [True, True, False, False]
    assert len(set(found)) == 4
    assert page["next_cursor"] is None


async def test_search_finds_words_in_any_order_and_half_typed(desk: Desk) -> None:
    drain = await desk.at_ward(text="Cống ở ngõ 12/3 Lê Lai tắc, TDP.5 đề nghị nạo vét")
    lamp = await desk.at_ward(text="Đèn đường ngõ 21 Lê Lai không sáng")
    assert await ids(desk, "ward", q="tắc cống") == {str(drain)}
    assert await ids(desk, "ward", q="le lai ngo 12") == {str(drain)}
    assert await ids(desk, "ward", q="ngo 12 l") == {str(drain)}
    assert await ids(desk, "ward", q="ngo 1") == set()
    assert await ids(desk, "ward", q="lê lai") == {str(drain), str(lamp)}
    assert await ids(desk, "ward", q="lai 21") == {str(lamp)}
    assert await ids(desk, "ward", q="tdp 5 nạo v") == {str(drain)}
    assert await ids(desk, "ward", q="ống") == set()
    assert await ids(desk, "ward", q="%") == set()
    assert await ids(desk, "ward", q="') | ('") == set()


async def test_search_puts_what_was_typed_before_the_same_words_apart(desk: Desk) -> None:
    for said in ("Đèn ở đường chợ", "Den duong cho tat", "Đèn đường chợ tắt"):
        await desk.at_ward(text=said)
    found = [item["text"] for item in await listed(desk, "ward", q="đèn đường")]
    assert found == ["Đèn đường chợ tắt", "Den duong cho tat", "Đèn ở đường chợ"]


async def test_search_goes_on_beyond_what_is_compared_at_once(desk: Desk) -> None:
    async with desk.subject.database.transaction() as session:
        await many(session, 30_000)
        of_ward = select(col(Petition.id)).join(Words, col(Words.petition_id) == col(Petition.id))
        says = of_ward.where(col(Petition.ward_id) == unit_id(WARD), col(Words.folded).contains("cong"))
        wanted = {str(one) for one in await session.scalars(says)}
    found: list[str] = []
    cursor: dict[str, str] = {}
    while "cursor" not in cursor or cursor["cursor"]:
        page = (await desk.ask("ward", "/petitions", q="ngõ cống", limit=50, **cursor)).json()
        found += [item["id"] for item in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
    assert len(found) == len(set(found)) > WINDOW
    assert set(found) == wanted


async def test_what_moves_is_found_where_it_is(desk: Desk) -> None:
    moved = await desk.at_ward(text="Cầu yếu trên tỉnh lộ")
    await desk.does("ward", moved, "escalate", reason="Vượt thẩm quyền của phường")
    assert await ids(desk, "city", q="cầu yếu") == {str(moved)} == await ids(desk, "city", q="cau", holder="me")
    assert await ids(desk, "ward", q="cầu yếu", holder="me") == set()
    assert await ids(desk, "ward", q="cầu yếu") == {str(moved)} == await ids(desk, "secretary", q="cầu yếu")
    assert await ids(desk, "ward2", q="cầu yếu") == set()


async def test_a_desk_and_the_city_in_figures(desk: Desk) -> None:
    await desk.at_ward()
    await desk.received()
    await desk.at_city()
    await desk.answered()
    await desk.closed()
    figures = (await desk.ask("ward", "/summary", unit_id=unit_id(WARD))).json()
    wanted = {"todo": 2, "answered": 2, "above": 1, "all": 5, "in_progress": 3, "overdue": 0, "unacknowledged": 1}
    assert {name: figures[name] for name in wanted} == wanted
    assert (figures["without_holder"], figures["cut_off"]["on"]) == (0, str(cut_off(clock.today(), BOOK)))
    branch = (await desk.ask("secretary", "/summary", unit_id=unit_id(BRANCH))).json()
    assert (branch["todo"], branch["above"], branch["all"]) == (0, 3, 5)
    assert (await desk.ask("city", "/summary", unit_id=unit_id(WARD))).status_code == 200
    assert (await desk.ask("secretary", "/summary", unit_id=unit_id(WARD))).status_code == 404
    assert (await desk.ask("admin", "/summary", unit_id=unit_id(CITY))).status_code == 403

    wards = (await desk.ask("city", "/overview")).json()["items"]
    assert [(ward["unit_name"], ward["total"]) for ward in wards] == [("Đơn vị w001", 5), ("Đơn vị w002", 0)]
    assert (await desk.ask("ward", "/overview")).status_code == 403


async def test_assignees_of_a_unit_are_for_its_officers(desk: Desk) -> None:
    people = (await desk.ask("ward", "/assignees", unit_id=unit_id(WARD))).json()["items"]
    assert [one["person_id"] for one in people] == [str(person_id("assignee")), str(person_id("assignee-b"))]
    city = (await desk.ask("city", "/assignees", unit_id=unit_id(CITY))).json()["items"]
    assert [one["name"] for one in city] == ["Đồng chí city-assignee"]
    statuses = {
        who: (await desk.ask(who, "/assignees", unit_id=unit_id(WARD))).status_code for who in ("ward2", "assignee")
    }
    assert statuses == {"ward2": 404, "assignee": 403}


async def test_gauges_count_what_is_there(desk: Desk) -> None:
    await desk.at_ward()
    await desk.tell(read_out(await desk.get("ward", await desk.answered()), content=True))
    async with desk.subject.database.transaction() as session:
        await desk.subject.service.gauges(session)
    scraped = generate_latest().decode()
    assert 'lienthong_petitions{state="submitted",tier="ward"} 1.0' in scraped
    assert 'lienthong_petitions{state="closed",tier="branch"} 1.0' in scraped
    assert 'lienthong_petitions_overdue{tier="ward"} 0.0' in scraped
    assert "lienthong_petitions_unowned 0.0" in scraped


async def test_a_page_is_one_walk_along_an_index_at_50000(desk: Desk) -> None:
    database = desk.subject.database
    async with database.transaction() as session:
        await many(session, 50_000)
    owner = await asyncpg.connect(desk.subject.clone.plain_owner_url)
    await owner.execute("VACUUM ANALYZE petitions, words")
    await owner.close()
    plans = {
        "ward": (Asked(holder="me"), "petitions_queue_of_holder"),
        "city": (Asked(holder="me"), "petitions_queue_of_holder"),
        "ward-leader": (Asked(), "petitions_queue_of_ward"),
        "city-leader": (Asked(), "petitions_queue_of_top"),
        "secretary": (Asked(), "petitions_queue_of_home"),
        "ward-board": (Asked(q="mầm non"), "search_said"),
    }
    for who, (asked, index) in plans.items():
        plan = await explained(desk, who, asked)
        assert index in plan, (who, plan)
        assert "Seq Scan on petitions" not in plan
        assert "Seq Scan on words" not in plan


async def explained(desk: Desk, who: str, asked: Asked) -> str:
    """The plan that PostgreSQL makes for what the list really sends: of a walk the one for any values, of a search the
    one for these."""
    sent: list[tuple[str, Any]] = []
    async with desk.subject.database.transaction() as session:
        grants = await grants_of(session, person_id(who))
        connection = (await session.connection()).sync_connection

        def remember(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            sent.append((statement, parameters))

        event.listen(connection, "before_cursor_execute", remember)
        await list_petitions(session, grants, asked, Position(50, None))
        event.remove(connection, "before_cursor_execute", remember)
    plain = await asyncpg.connect(desk.subject.clone.plain_url)
    statement, parameters = next(one for one in sent if "MATERIALIZED" in one[0])
    if asked.q:
        rows = await plain.fetch(f"EXPLAIN {statement}", *parameters)
    else:
        await plain.execute(f"SET plan_cache_mode = force_generic_plan; PREPARE walk AS {statement}")
        values = ", ".join(f"'{value}'" for value in parameters)
        rows = await plain.fetch(f"EXPLAIN EXECUTE walk({values})")
    await plain.close()
    return "\n".join(row[0] for row in rows)
