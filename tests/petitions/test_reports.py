"""The consolidated report as people meet it: every number is a list, what was signed stays, and who may do what."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import Response
from sqlalchemy import text

from libs.access import keep_appointments
from libs.common import clock
from libs.common.refusals import Conflict
from libs.contracts.members import MemberErased
from libs.contracts.petitions import ReportEvent, ReportReturned, ReportSigned
from libs.contracts.vocabulary import Category, Outcome, Role
from services.petitions.case import Actor
from services.petitions.rules_clocks import cut_off, month_before, next_month
from services.petitions.rules_report import SUMS, Cell
from services.petitions.views_reports import look_up
from services.petitions.workflow_answers import answer
from services.petitions.workflow_cases import load
from services.petitions.workflow_reports import return_
from tests.petitions.builders import BRANCH, BRANCH2, CITY, NEXT_DOOR, TEXT, WARD, WARD2, read_out
from tests.petitions.conftest import Desk
from tests.petitions.memory import BOOK
from tests.petitions.test_time import go_to
from tests.petitions.test_units import ended
from tests.support.access import appointment, person_id, unit_id

MORE = (("ward2-leader", Role.WLE, WARD2), ("inspector", Role.WIN, WARD), ("city-liaison", Role.CLI, CITY))


@pytest.fixture
async def office(desk: Desk) -> Desk:
    async with desk.subject.database.transaction() as session:
        await keep_appointments(session, [appointment(*one) for one in MORE])
    return desk


def this_month() -> date:
    """The month whose report is being drafted."""
    return cut_off(clock.today(), BOOK).replace(day=1)


def name(path: str, month: date | None = None) -> str:
    return f"{unit_id(path)}_{month or this_month():%Y-%m}"


async def asked(desk: Desk, who: str, path: str, month: date | None = None, **more: Any) -> Response:
    return await desk.ask(who, "/reports", unit_id=unit_id(path), month=f"{month or this_month():%Y-%m}", **more)


async def report(desk: Desk, who: str, path: str = WARD, month: date | None = None, **more: Any) -> dict[str, Any]:
    response = await asked(desk, who, path, month, **more)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def step(desk: Desk, who: str, verb: str, path: str = WARD, month: date | None = None, **body: Any) -> Response:
    return await (await desk.client(who)).post(f"/reports/{name(path, month)}/{verb}", json=body)


async def steps(desk: Desk, *taken: tuple[str, str], path: str = WARD, **body: Any) -> dict[str, Any]:
    after: dict[str, Any] = {}
    for who, verb in taken:
        response = await step(desk, who, verb, path, **(body if verb == "return" else {}))
        assert response.status_code == 200, response.text
        after = response.json()
    return after


async def counted(desk: Desk, who: str, path: str, cell: str, **more: Any) -> list[dict[str, Any]]:
    """Every petition behind a number, page by page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        asked_for = {"cell": cell, "limit": 2, **more, **cursor}
        response = await desk.ask(who, f"/reports/{name(path)}/petitions", **asked_for)
        assert response.status_code == 200, response.text
        page = response.json()
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


async def every_number_is_a_list(desk: Desk, who: str, path: str) -> None:
    shown = await report(desk, who, path)
    for cell in Cell:
        listed = await counted(desk, who, path, cell)
        assert len({one["id"] for one in listed}) == len(listed) == shown["total"][cell], cell
        earlier = await counted(desk, who, path, cell, came="carried")
        assert len(earlier) == shown["earlier"][cell], cell
        for line in shown["categories"]:
            listed = await counted(desk, who, path, cell, category=line["category"])
            assert len(listed) == line["numbers"][cell], (cell, line["category"])
        for line in shown["lines"]:
            listed = await counted(desk, who, path, cell, line=line["unit_id"])
            assert len(listed) == line["numbers"][cell], (cell, line["unit_name"])


def adds_up(shown: dict[str, Any]) -> None:
    for row in (shown["total"], *(line["numbers"] for line in (*shown["categories"], *shown["lines"]))):
        for left, right in SUMS.items():
            assert sum(row[cell] for cell in left) == sum(row[cell] for cell in right)
    for lines in (shown["categories"], shown["lines"]):
        for cell in Cell if lines else ():
            assert sum(line["numbers"][cell] for line in lines) == shown["total"][cell]


async def a_busy_month(desk: Desk) -> dict[str, UUID]:
    """One petition of every kind."""
    made = {
        "recorded": await desk.logged(branch=NEXT_DOOR, category=Category.TRAFFIC),
        "submitted": await desk.at_ward(),
        "received": await desk.received(category=Category.LAND),
        "above": await desk.at_city(),
        "answered": await desk.answered(),
        "closed": await desk.closed(),
        "merged": await desk.received(),
        "redirected": await desk.received(category=Category.LAND),
        "withdrawn": await desk.received(),
        "reopened": await desk.answered(),
        "from above": await desk.at_city(),
        "elsewhere": await desk.at_ward(branch=BRANCH2),
    }
    await desk.does("ward", made["merged"], "merge", into=str(made["received"]))
    await desk.does("ward", made["redirected"], "redirect", channel="other", reason="Không thuộc phạm vi")
    await desk.does("secretary", made["withdrawn"], "withdraw", reason="Đã tự giải quyết")
    await desk.tell(read_out(await desk.get("secretary", made["reopened"]), content=False, reason="Chưa xong"))
    await desk.does("city", made["from above"], "acknowledge")
    await desk.does("city-leader", made["from above"], "answer", outcome="resolved", text="Thành phố đã làm")
    return made


async def test_every_number_of_a_draft_is_a_list_of_its_petitions(office: Desk) -> None:
    await a_busy_month(office)
    for who, path in (("ward-leader", WARD), ("secretary", BRANCH), ("city-leader", CITY)):
        adds_up(await report(office, who, path))
        await every_number_is_a_list(office, who, path)
    ward = (await report(office, "ward"))["total"]
    wanted = {"raised": 11, "withdrawn": 1, "all": 10, "merged": 1, "redirected": 1, "within": 6, "beyond": 2}
    wanted |= {"within_answered": 2, "within_in_progress": 4, "beyond_answered": 1, "on_time": 3, "read_out": 2}
    assert {cell: ward[cell] for cell in wanted} == wanted
    city = await report(office, "city", CITY)
    assert (city["total"]["raised"], city["total"]["beyond"]) == (12, 2)
    assert [(line["unit_name"], line["numbers"]["raised"]) for line in city["lines"]] == [
        ("Đơn vị w001", 11),
        ("Đơn vị w002", 1),
    ]


async def test_every_number_of_a_signed_report_is_a_list_and_none_ever_changes(office: Desk) -> None:
    made = await a_busy_month(office)
    await steps(office, ("ward-leader", "sign"))
    await steps(office, ("city-leader", "sign"), path=CITY)
    before = {who: await report(office, who, path) for who, path in (("ward", WARD), ("city", CITY))}
    listed = await counted(office, "ward", WARD, "all")

    await office.does("ward", made["received"], "classify", category="health", competence="city")
    await office.does("ward-leader", made["submitted"], "escalate", reason="Vượt thẩm quyền")
    await office.does("ward-leader", made["received"], "answer", outcome="explained", text="Đã giải thích")
    await office.at_ward()
    go_to(clock.now() + timedelta(days=30))

    for who, path in (("ward", WARD), ("city", CITY)):
        month = date.fromisoformat(f"{before[who]['month']}-01")
        after = await report(office, who, path, month)
        adds_up(after)
        assert after == before[who]
    clock.shift(0)
    assert await counted(office, "ward", WARD, "all") == listed
    for who, path in (("ward", WARD), ("city", CITY)):
        await every_number_is_a_list(office, who, path)


async def test_a_signed_report_can_be_changed_by_nobody_in_the_database(office: Desk) -> None:
    await office.at_ward()
    await steps(office, ("ward-leader", "sign"))
    for change in (
        "UPDATE reports SET figures = jsonb_set(figures, '{total,read_out}', '7')",
        "UPDATE report_petitions SET overdue = NOT overdue",
        "UPDATE report_petitions SET text = 'Việc khác hẳn'",
        "DELETE FROM report_petitions",
        "DELETE FROM reports",
    ):
        with pytest.raises(Exception, match=r"history only grows|permission denied"):
            async with office.subject.database.transaction() as session:
                await session.execute(text(change))


async def test_of_a_signed_report_only_the_text_goes_that_must_not_lie_here(office: Desk) -> None:
    kept, gone = await office.at_ward(), await office.at_ward(text="Tố cáo ông Hồ Văn Sẻ nhận hối lộ")
    await steps(office, ("ward-leader", "sign"))
    before, shown = await counted(office, "ward", WARD, "raised"), await report(office, "ward")

    await office.does("ward", gone, "redirect", channel="inspection_committee", reason_code="denunciation")

    after = await counted(office, "ward", WARD, "raised")
    assert {one["id"]: one["text"] for one in after} == {str(kept): TEXT, str(gone): ""}
    assert [one | {"text": ""} for one in after] == [one | {"text": ""} for one in before]
    assert await report(office, "ward") == shown
    async with office.subject.database.transaction() as session:
        assert (await session.scalars(text("SELECT text FROM report_petitions ORDER BY text"))).all() == ["", TEXT]


async def test_what_comes_after_an_early_signature_is_counted_next_month(office: Desk) -> None:
    early = await office.at_ward()
    signed = await steps(office, ("ward-leader", "sign"))
    late = await office.at_ward()
    following = next_month(this_month())
    draft = await report(office, "ward", month=following)
    assert draft["from_at"] == signed["to_at"]
    assert (draft["total"]["raised"], draft["total"]["carried"]) == (1, 1)
    listed = (await office.ask("ward", f"/reports/{name(WARD, following)}/petitions", cell="raised")).json()["items"]
    assert [one["id"] for one in listed] == [str(late)]
    assert [one["id"] for one in await counted(office, "ward", WARD, "raised")] == [str(early)]
    assert (await asked(office, "ward", WARD, next_month(following))).json()["type"].endswith("report-not-begun")


async def test_what_is_under_way_while_a_report_is_signed_is_counted_next_month(office: Desk) -> None:
    petition_id = await office.received()
    leader = Actor(person_id("ward-leader"), Role.WLE, unit_id(WARD))
    async with office.subject.database.transaction() as session:
        case = await load(session, petition_id)
        assert case is not None
        await answer(session, case, by=leader, outcome=Outcome.RESOLVED, text="Đã xong", target_date=None)
        signed = (await steps(office, ("ward-leader", "sign")))["total"]
    following = (await report(office, "ward", month=next_month(this_month())))["total"]
    assert (signed["within_in_progress"], signed["within_answered"]) == (1, 0)
    assert (following["carried"], following["within_answered"]) == (1, 1)


async def test_a_report_is_sent_returned_with_a_reason_signed_anew_and_received(office: Desk) -> None:
    await office.at_ward()
    first = await steps(office, ("ward-leader", "sign"), ("ward", "send"))
    assert (first["state"], first["version"], first["next"]) == ("sent", 1, [])
    seen = await report(office, "city")
    assert seen["next"] == ["receive", "return"]
    back = await steps(office, ("city", "return"), reason="Thiếu kiến nghị của chi bộ 2")
    assert (back["state"], back["version"], back["versions"][0]["reason"]) == (
        "returned",
        1,
        "Thiếu kiến nghị của chi bộ 2",
    )
    await office.at_ward()
    draft = await report(office, "ward-leader")
    assert (draft["state"], draft["version"], draft["next"], draft["total"]["raised"]) == ("draft", 2, ["sign"], 2)
    assert draft["from_at"] == first["from_at"]
    last = await steps(office, ("ward-leader", "sign"), ("ward-leader", "send"), ("city-leader", "receive"))
    assert (last["state"], last["version"], len(last["versions"])) == ("received", 2, 2)
    old = await report(office, "ward", version=1)
    assert (old["state"], old["total"], old["next"]) == ("returned", first["total"], [])
    assert (
        len((await office.ask("city", f"/reports/{name(WARD)}/petitions", cell="raised", version=1)).json()["items"])
        == 1
    )
    told = [event for event, path in await office.subject.staged() if path == f"{WARD}.self"]
    assert [(one.sequence, str(one.state), one.version) for one in told if isinstance(one, ReportEvent)] == [
        (1, "signed", 1),
        (2, "sent", 1),
        (3, "returned", 1),
        (4, "signed", 2),
        (5, "sent", 2),
        (6, "received", 2),
    ]


async def test_what_was_taken_back_before_it_was_sent_stays_in_the_house(office: Desk) -> None:
    await steps(office, ("ward-leader", "sign"), ("ward-leader", "return"), reason="Ký nhầm tháng")
    assert (await asked(office, "city", WARD, version=1)).json()["type"].endswith("not-sent-yet")
    await steps(office, ("ward-leader", "sign"), ("ward", "send"))
    assert [one["version"] for one in (await report(office, "city"))["versions"]] == [2]
    assert [one["version"] for one in (await report(office, "ward"))["versions"]] == [1, 2]


async def test_events_of_a_report_say_nothing_private_and_no_word_of_the_reason(office: Desk) -> None:
    await steps(office, ("ward-leader", "sign"), ("ward-leader", "return"), reason="Ký nhầm tháng")
    [(signed, _)] = await office.subject.staged(ReportSigned)
    [(returned, _)] = await office.subject.staged(ReportReturned)
    public, private = (list(signed.renditions()) for _ in range(2))
    assert "actor_id" not in public[0].data
    assert private[1].data["actor_id"] == str(person_id("ward-leader"))
    assert "Ký nhầm" not in returned.model_dump_json()


WHO_READS_A_WARD = {
    "draft": {"ward": 200, "ward-leader": 200, "ward-board": 200, "inspector": 200, "city": 409, "city-leader": 409},
    "signed": {"ward": 200, "liaison": 200, "city": 409, "city-liaison": 409},
    "sent": {"ward": 200, "liaison": 200, "city": 200, "city-leader": 200, "city-liaison": 200},
}
NOBODY = {
    "secretary": 404,
    "clerk": 404,
    "member": 404,
    "ward2": 404,
    "ward2-leader": 404,
    "assignee": 403,
    "admin": 404,
}


async def test_who_reads_the_report_of_a_ward(office: Desk) -> None:
    for state, verb in (("draft", None), ("signed", "sign"), ("sent", "send")):
        if verb:
            await steps(office, ("ward-leader", verb))
        for who, status in {**NOBODY, **WHO_READS_A_WARD[state]}.items():
            assert (await asked(office, who, WARD)).status_code == status, (state, who)
            listed = await office.ask(who, f"/reports/{name(WARD)}/petitions", cell="all")
            assert listed.status_code == status, (state, who)
    for who, status in {"city": 200, "city-liaison": 200, "ward": 404, "admin": 403, "city-assignee": 403}.items():
        assert (await asked(office, who, CITY)).status_code == status, who
    for who, status in {"secretary": 200, "clerk": 200, "ward": 200, "liaison": 200, "city": 404, "ward2": 404}.items():
        assert (await asked(office, who, BRANCH)).status_code == status, who


async def test_a_leader_takes_nothing_back_that_was_sent_meanwhile(office: Desk) -> None:
    await steps(office, ("ward-leader", "sign"))
    leader = Actor(person_id("ward-leader"), Role.WLE, unit_id(WARD))
    async with office.subject.database.transaction() as session:
        seen = await look_up(session, unit_id(WARD), this_month())
        await steps(office, ("ward", "send"))
        with pytest.raises(Conflict):
            await return_(session, seen, by=leader, reason="Ký nhầm tháng")
    assert (await report(office, "city"))["state"] == "sent"


async def test_who_signs_sends_receives_and_returns(office: Desk) -> None:
    everyone = ("ward", "ward-leader", "ward-board", "inspector", "city", "city-leader", "ward2-leader", "secretary")

    async def may(verb: str, who: str) -> bool:
        response = await step(office, who, verb, reason="Sai số liệu")
        assert response.status_code in (200, 403, 404, 409), response.text
        return response.status_code == 200

    for verb, yes, order in (
        ("sign", {"ward-leader"}, everyone[::-1]),
        ("send", {"ward"}, ("ward-board", "city-leader", "secretary", "ward2-leader", "ward")),
        ("receive", {"city"}, ("ward", "ward-leader", "ward-board", "secretary", "ward2-leader", "city")),
        ("return", {"city-leader"}, ("ward", "ward-leader", "ward2-leader", "city-leader")),
    ):
        assert {who for who in order if await may(verb, who)} == yes, verb
    assert (await step(office, "secretary", "sign", BRANCH)).status_code == 403
    assert (await step(office, "city", "sign", CITY)).status_code == 403
    assert (await step(office, "city-leader", "sign", CITY)).status_code == 200
    assert (await step(office, "city-leader", "send", CITY)).json()["type"].endswith("nobody-above")
    assert (await step(office, "city-leader", "return", CITY, reason="Ký nhầm")).status_code == 200


async def test_the_city_sees_no_words_of_what_was_never_with_it(office: Desk) -> None:
    made = await a_busy_month(office)
    listed = {one["id"]: one["text"] for one in await counted(office, "city", CITY, "all")}
    assert listed[str(made["submitted"])] is None
    assert listed[str(made["above"])]
    assert all(one["text"] for one in await counted(office, "ward", WARD, "all"))


async def test_pressing_twice_signs_once(office: Desk) -> None:
    client = await office.client("ward-leader")
    press: dict[str, Any] = {
        "url": f"/reports/{name(WARD)}/sign",
        "json": {"number": 5},
        "headers": {"Idempotency-Key": "one-press"},
    }
    once, twice = await client.post(**press), await client.post(**press)
    assert (once.status_code, once.json()["number"]) == (200, 5)
    assert twice.json() == once.json()
    assert len(await office.subject.staged(ReportSigned)) == 1
    assert (await step(office, "ward-leader", "sign")).json()["type"].endswith("wrong-report-state")


async def test_the_petitions_of_a_dissolved_ward_are_counted_once(office: Desk) -> None:
    await office.received()
    await office.at_city()
    await office.at_ward(branch=BRANCH2)
    await office.tell(ended(WARD, successor=WARD2), f"{WARD}.self")
    city = await report(office, "city", CITY)
    adds_up(city)
    assert {line["unit_name"]: line["numbers"]["raised"] for line in city["lines"]} == {"Đơn vị w002": 3}
    heir = await report(office, "ward2", WARD2)
    adds_up(heir)
    assert (heir["total"]["all"], heir["total"]["beyond"]) == (3, 1)


async def test_a_month_that_is_over_says_the_same_however_late_it_is_asked_for(office: Desk) -> None:
    go_to("2027-02-09T10:00:00+07:00")
    made = await a_busy_month(office)
    go_to("2027-02-12T23:59:58+07:00")
    await office.at_ward()
    month = date(2027, 2, 1)
    assert (await report(office, "ward", month=month))["closes_on"] == "2027-02-12"
    go_to("2027-02-13T00:00:05+07:00")
    over = await report(office, "ward", month=month)
    assert over["total"]["raised"] == 12
    await office.at_ward()
    await office.does("ward-leader", made["received"], "answer", outcome="explained", text="Đã giải thích")
    await office.does("ward-leader", made["submitted"], "escalate", reason="Vượt thẩm quyền")
    later = await report(office, "ward", month=month)
    assert {**later, "to_at": None} == {**over, "to_at": None}
    march = await report(office, "ward", month=date(2027, 3, 1))
    assert (march["total"]["raised"], march["total"]["beyond"]) == (1, 2)
    open_before = ("within_in_progress", "within_overdue", "beyond_in_progress", "beyond_overdue")
    assert march["total"]["carried"] == sum(over["total"][cell] for cell in open_before)


async def test_what_is_paused_is_not_overdue_and_an_answer_given_meanwhile_is_in_time(office: Desk) -> None:
    go_to("2026-11-02T10:00:00+07:00")
    petition_id = await office.received()
    await office.does("ward", petition_id, "classify", category="land", competence="ward")
    go_to("2026-11-13T10:00:00+07:00")
    await office.does("ward-leader", petition_id, "pause", reason_code="awaiting_opinion")
    go_to("2026-11-20T10:00:00+07:00")  # its term was to end on the 16th
    seen = (await report(office, "ward"))["total"]
    assert (seen["carried"], seen["within_in_progress"], seen["within_overdue"]) == (1, 1, 0)
    assert not (await office.get("ward", petition_id))["overdue"]
    await office.does("ward-leader", petition_id, "answer", outcome="resolved", text="Đã có ý kiến")
    seen = (await report(office, "ward"))["total"]
    assert (seen["within_answered"], seen["on_time"]) == (1, 1)


async def test_months_that_no_rule_covers_are_refused_in_words(office: Desk) -> None:
    assert (await asked(office, "ward", WARD, date(2024, 5, 1))).status_code == 409
    assert (await office.ask("ward", "/reports", unit_id=unit_id(WARD), month="2026-13")).status_code == 422
    assert (await asked(office, "ward", WARD, version=3)).status_code == 404
    assert (await asked(office, "ward", WARD, month_before(this_month()))).json()["total"]["all"] == 0


async def test_who_is_erased_is_no_longer_named_under_what_they_signed(office: Desk) -> None:
    before = await steps(office, ("ward-leader", "sign"))
    await office.tell(MemberErased(sequence=1, member_id=person_id("ward-leader")))
    after = await report(office, "ward")
    assert (before["signed_by_name"], after["signed_by_name"]) == ("Đồng chí ward-leader", None)
    assert after["total"] == before["total"]
