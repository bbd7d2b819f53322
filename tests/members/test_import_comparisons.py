"""A file beside what stands: the same again changes nothing, nobody is made twice, nobody who is missing ends."""

from datetime import date
from typing import Any
from uuid import uuid4

from libs.common import clock
from libs.common.tables import outbox
from libs.contracts.members import (
    AppointmentEnded,
    MemberCorrected,
    UnitRenamed,
)
from services.members.models import Member, Unit
from tests.members.builders import WORKBOOK, member_line, unit_line, workbook
from tests.members.conftest import Office
from tests.members.files import PEOPLE, UNITS, apply, count, roster, send, staged, take, ward_office


async def test_the_same_file_again_changes_nothing(empty: Office) -> None:
    body = workbook(UNITS, PEOPLE)
    await take(empty, body)
    before = await count(empty, outbox)

    counts = await take(empty, body)

    assert (counts["new"], counts["changed"], counts["unchanged"]) == (0, 0, 5)
    assert (counts["units_new"], counts["units_changed"]) == (0, 0)
    assert await count(empty, outbox) == before + 1


async def test_who_is_missing_from_a_file_stays(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))

    await take(empty, workbook(UNITS[:1], PEOPLE[:1]))

    assert set(await roster(empty, "th.w001.b001")) == {"Nguyễn Văn An", "Trần Thị Bình", "Phạm Thị Dung"}
    assert (await count(empty, Member), await count(empty, Unit)) == (5, 6)


async def test_a_person_found_again_keeps_the_id(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))
    before = {name: one["member_id"] for name, one in (await roster(empty, "th.w001.b001")).items()}
    renamed = member_line(name="Nguyễn Văn Ân", post="Bí thư")
    by_name = member_line(name="PHẠM THỊ DUNG", card="44444444", born=date(1970, 5, 5))

    counts = await take(empty, workbook(UNITS, [renamed, by_name]))

    after = {name: one["member_id"] for name, one in (await roster(empty, "th.w001.b001")).items()}
    assert counts["changed"] == 2
    assert after["Nguyễn Văn Ân"] == before["Nguyễn Văn An"]
    assert after["PHẠM THỊ DUNG"] == before["Phạm Thị Dung"]


async def test_an_empty_cell_takes_nothing_away(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))

    counts = await take(empty, workbook(UNITS, [member_line(post="Bí thư", gender="Nam", phone=None, note=None)]))

    assert counts["unchanged"] == 1


async def test_another_secretary_in_the_file_is_another_secretary_here(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))
    clock.shift(86_400 * 30)
    swapped = [member_line(post=None), member_line(name="Trần Thị Bình", card="22222222", post="Bí thư")]

    await take(empty, workbook(UNITS, swapped))

    posts = {name: one["post"] for name, one in (await roster(empty, "th.w001.b001")).items()}
    assert (posts["Nguyễn Văn An"], posts["Trần Thị Bình"]) == (None, "secretary")
    assert len(await staged(empty, AppointmentEnded)) == 2
    told = {event.name: event.post for event in await staged(empty, MemberCorrected)}
    assert told == {"Nguyễn Văn An": None, "Trần Thị Bình": "secretary"}


async def test_who_moved_to_another_branch_was_in_the_first_until_then(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))
    clock.shift(86_400 * 30)
    today = clock.today().isoformat()

    await take(empty, workbook(UNITS, [member_line(name="Trần Thị Bình", card="22222222", branch="Phố Hai")]))

    assert "Trần Thị Bình" in await roster(empty, "th.w001.b002")
    assert "Trần Thị Bình" not in await roster(empty, "th.w001.b002", as_of="2026-11-20")
    assert "Trần Thị Bình" not in await roster(empty, "th.w001.b001", as_of=today)


async def test_a_renamed_branch_keeps_its_token(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))
    clock.shift(86_400)

    counts = await take(
        empty, workbook([unit_line(1, branch="Phố Vườn Hoa")], [member_line(branch="Phố Vườn Hoa", post="Bí thư")])
    )

    assert (counts["units_changed"], counts["warnings"], counts["unchanged"]) == (1, 1, 1)
    renamed = [event for event in await staged(empty, UnitRenamed) if event.tier == "branch"]
    assert [(event.code, event.name) for event in renamed] == [("b001", "Phố Vườn Hoa")]


async def test_a_wards_file_speaks_of_that_ward_only(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))
    await ward_office(empty, "th.w002")
    own = member_line(name="Ngô Thị Mới", card="66666666", ward="Phường Ba Đình", branch="Phố Xa")

    path = await send(empty, workbook(UNITS, [*PEOPLE, own]), "ward")

    state = await empty.does("ward", "GET", path)
    assert (state["counts"]["new"], state["counts"]["unchanged"], state["counts"]["refused"]) == (1, 1, 6)
    report = (await empty.does("ward", "GET", f"{path}/report"))["items"]
    assert {line["slug"] for line in report} == {"other-ward"}


async def test_a_ward_cannot_take_members_from_another(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))
    await ward_office(empty, "th.w002")
    taken = member_line(ward="Phường Ba Đình", branch="Phố Xa")

    path = await send(empty, workbook(UNITS[2:], [taken]), "ward")

    [line] = (await empty.does("ward", "GET", f"{path}/report"))["items"]
    assert line["slug"] == "belongs-elsewhere"


async def test_an_unknown_branch_is_refused(empty: Office) -> None:
    path = await send(empty, workbook(UNITS, [member_line(branch="Phố Không Có")]))

    [line] = (await empty.does("city", "GET", f"{path}/report"))["items"]
    assert (line["slug"], line["value"]) == ("branch-unknown", "Phố Không Có, Phường An Hưng")


async def test_a_file_of_another_city_is_refused_whole(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))

    path = await send(empty, workbook([["01.001.001.000.001", "Phường An Hưng", "Phố Một", None]], PEOPLE[:1]))

    state = await empty.does("city", "GET", path)
    assert (state["state"], state["problem"]["slug"]) == ("failed", "other-city")


async def test_what_changed_since_the_check_stops_the_import(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))
    await ward_office(empty, "th.w002")
    own = member_line(name="Ngô Thị Mới", card="66666666", ward="Phường Ba Đình", branch="Phố Xa")
    path = await send(empty, workbook(UNITS[2:], [own]), "ward")
    await take(empty, workbook(UNITS, [member_line(name="Ngô Thị Mới", card="66666666")]))

    await empty.does("ward", "POST", f"{path}/apply", json={})
    await apply(empty)

    state = await empty.does("ward", "GET", path)
    assert (state["state"], state["problem"]["slug"]) == ("failed", "changed-meanwhile")


async def taken_beside(city: Office, body: bytes) -> dict[str, Any]:
    """What the timer makes of a file, in a process of its own."""
    path = f"/imports/{uuid4()}"
    await city.does("city", "PUT", path, content=body)
    assert await city.work("imports") == 1
    await city.does("city", "POST", f"{path}/apply", json={"without_refused": True})
    assert await city.work("imports") == 1
    state = await city.does("city", "GET", path)
    assert state["state"] == "applied", state
    counts: dict[str, Any] = state["counts"]
    return counts


async def test_the_whole_city_comes_in_and_twice_is_once(empty: Office) -> None:
    body = WORKBOOK.read_bytes()

    counts = await taken_beside(empty, body)

    assert counts == {
        "units": 311, "members": 12_457, "accepted": 12_427, "refused": 30, "warnings": 1_010,
        "new": 12_427, "changed": 0, "unchanged": 0, "units_new": 345, "units_changed": 0,
    }  # fmt: skip
    assert (await count(empty, Member), await count(empty, Unit)) == (12_427, 346)
    told = await count(empty, outbox)
    again = await taken_beside(empty, body)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 12_427)
    assert await count(empty, outbox) == told + 1
