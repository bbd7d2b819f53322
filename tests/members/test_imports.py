"""A file on its way in: checked first, then taken over whole or not at all; the same file again changes nothing."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from libs.common import clock
from libs.common.tables import outbox
from libs.contracts.members import (
    AppointmentEnded,
    AppointmentMade,
    ImportApplied,
    MemberCorrected,
    MemberEvent,
    MemberRegistered,
    UnitFounded,
    UnitRenamed,
)
from libs.contracts.vocabulary import Role
from services.members import workflow_taking_over
from services.members.models import Appointment, Member, Person, Unit
from services.members.models_imports import Import, ImportFinding
from services.members.workflow_accounts import new_person
from services.members.workflow_appointments import appoint
from services.members.workflow_units import found_top
from tests.members.builders import (
    SINCE,
    WORKBOOK,
    appointment,
    member_line,
    person_id,
    unit_id,
    unit_line,
    workbook,
)
from tests.members.conftest import Office

UNITS = [
    unit_line(1),
    unit_line(2, branch="Phố Hai"),
    unit_line(1, group="002", ward="Phường Ba Đình", branch="Phố Xa"),
]
PEOPLE = [
    member_line(post="Bí thư"),
    member_line(name="Trần Thị Bình", card="22222222", post="Phó Bí thư"),
    member_line(name="Lê Văn Cường", card="33333333", post="Chi ủy viên", branch="Phố Hai"),
    member_line(name="Phạm Thị Dung", card=None, born=date(1970, 5, 5), exempt="01/02/2026"),
    member_line(name="Đỗ Văn Em", card="55555555", ward="Phường Ba Đình", branch="Phố Xa"),
]


async def send(office: Office, body: bytes, who: str = "city") -> str:
    path = f"/imports/{uuid4()}"
    await office.does(who, "PUT", path, content=body, params={"filename": "danh sách.xlsx"})
    assert await office.work("check_imports") == 1
    return path


async def take(office: Office, body: bytes, who: str = "city", *, without_refused: bool = False) -> dict[str, Any]:
    path = await send(office, body, who)
    await office.does(who, "POST", f"{path}/apply", json={"without_refused": without_refused})
    await office.work("apply_imports")
    state: dict[str, Any] = await office.does(who, "GET", path)
    assert state["state"] == "applied", state
    counts: dict[str, Any] = state["counts"]
    return counts


async def count(office: Office, table: Any) -> int:
    async with office.database.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def staged(office: Office, *kinds: type[Any]) -> list[Any]:
    return [event for event, _ in await office.subject.staged() if isinstance(event, kinds)]


async def roster(office: Office, path: str, **params: str) -> dict[str, dict[str, Any]]:
    async with office.database.transaction() as session:
        unit = (await session.scalars(select(Unit).where(col(Unit.path) == path))).one()
        reader = await session.scalar(select(col(Appointment.person_id)).where(col(Appointment.unit_id) == unit.id))
    entries = await (await office.as_(reader or unit.id)).get(f"/units/{unit.id}/roster", params=params)
    return {one["name"]: one for one in entries.json()["items"]}


@pytest.fixture
async def empty(office: Office) -> Office:
    """A city with its staff and nothing below it."""
    async with office.database.transaction() as session:
        city = await found_top(session, unit_id=unit_id("th"), name="Thành phố", code="th", on=SINCE)
        for who in ("admin", "city"):
            session.add(new_person(person_id(who), who))
            await session.flush()
            role = Role.ADM if who == "admin" else Role.COF
            await appoint(session, appointment=appointment(who, role, "th", None), unit=city)
    return office


async def ward_office(office: Office, path: str) -> None:
    """The ward at a path gets an office, `ward`."""
    async with office.database.transaction() as session:
        unit = (await session.scalars(select(Unit).where(col(Unit.path) == path))).one()
        session.add(new_person(person_id("ward"), "ward"))
        await session.flush()
        held = appointment("ward", Role.WOF, path, None)
        held.unit_id = unit.id
        await appoint(session, appointment=held, unit=unit)


async def test_a_dry_run_writes_nothing_but_its_report(empty: Office) -> None:
    path = await send(empty, workbook(UNITS, [*PEOPLE, member_line(name=None)]))

    state = await empty.does("city", "GET", path)

    assert state["state"] == "checked"
    assert state["counts"] == {
        "units": 3, "members": 6, "accepted": 5, "refused": 1, "warnings": 0,
        "new": 5, "changed": 0, "unchanged": 0, "units_new": 5, "units_changed": 0,
    }  # fmt: skip
    assert (await count(empty, Member), await count(empty, Unit)) == (0, 1)


async def test_the_report_says_where_why_and_what_to_do(empty: Office) -> None:
    path = await send(empty, workbook(UNITS, [*PEOPLE, member_line(name=None, card="9")]))

    [line] = (await empty.does("city", "GET", f"{path}/report", params={"level": "refused"}))["items"]

    assert {key: line[key] for key in ("sheet", "row", "column", "level", "slug")} == {
        "sheet": "Đảng viên", "row": 9, "column": "Họ và tên khai sinh", "level": "refused", "slug": "name-missing",
    }  # fmt: skip
    assert line["reason"] == "Thiếu họ và tên khai sinh."
    english = await (await empty.as_("city", "en")).get(f"{path}/report")
    assert english.json()["items"][0]["reason"] == "The birth name is missing."


async def test_two_rows_for_one_person_stand_side_by_side(empty: Office) -> None:
    again = member_line(name="PHẠM THỊ DUNG", card=None, born=date(1970, 5, 5), phone=None)
    path = await send(empty, workbook(UNITS, [*PEOPLE, again]))

    [line] = (await empty.does("city", "GET", f"{path}/report"))["items"]

    assert (line["slug"], line["row"], line["other"]) == ("same-person", 9, {"sheet": "Đảng viên", "row": 7})
    assert "dòng 7" in line["reason"]


async def test_refused_rows_have_to_be_left_out_knowingly(empty: Office) -> None:
    path = await send(empty, workbook(UNITS, [*PEOPLE, member_line(name=None)]))

    unasked = await empty.ask("city", "POST", f"{path}/apply", json={})

    assert (unasked.status_code, unasked.json()["slug"]) == (409, "import-has-refused-rows")
    assert "1 dòng" in unasked.json()["detail"]
    assert await empty.work("apply_imports") == 0
    assert await count(empty, Member) == 0


async def test_units_get_their_tokens_from_the_official_code(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))

    found = (await empty.does("city", "GET", "/units"))["items"]

    assert [one["path"] for one in found] == [
        "th",
        "th.w001",
        "th.w001.b001",
        "th.w001.b002",
        "th.w002",
        "th.w002.b001",
    ]
    assert [one["official_code"] for one in found][:3] == [
        "38.168.000.000.000",
        "38.168.001.000.000",
        "38.168.001.000.001",
    ]
    assert [(one["tier"], one["label"]) for one in found][1:3] == [("ward", "Đảng bộ"), ("branch", "Chi bộ")]


async def test_posts_become_roles(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))

    made = [event for event in await staged(empty, AppointmentMade) if event.role not in ("ADM", "COF")]

    assert sorted((event.person_name, str(event.role)) for event in made) == [
        ("Lê Văn Cường", "BCM"),
        ("Nguyễn Văn An", "BSE"),
        ("Trần Thị Bình", "BSE"),
    ]
    entries = await roster(empty, "th.w001.b001")
    assert {name: one["post"] for name, one in entries.items()} == {
        "Nguyễn Văn An": "secretary",
        "Trần Thị Bình": "deputy_secretary",
        "Phạm Thị Dung": None,
    }
    assert (entries["Phạm Thị Dung"]["participation"], entries["Phạm Thị Dung"]["in_base"]) == ("exempt", False)


async def test_everyone_is_told_of_once_with_all_that_is_known(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))

    told = await staged(empty, MemberEvent)

    assert [type(event) for event in told] == [MemberRegistered] * 5
    assert {event.name: event.post for event in told}["Nguyễn Văn An"] == "secretary"
    assert len(await staged(empty, UnitFounded)) == 1 + 2 + 3
    [applied] = await staged(empty, ImportApplied)
    assert (applied.members_new, applied.members_unchanged, applied.refused) == (5, 0, 0)


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


@pytest.mark.parametrize(("body", "slug"), [(b"", "file-empty"), (b"no workbook", "file-not-xlsx")])
async def test_a_file_that_cannot_be_read_says_why(empty: Office, body: bytes, slug: str) -> None:
    path = await send(empty, body)

    state = await empty.does("city", "GET", path)

    assert (state["state"], state["problem"]["slug"]) == ("failed", slug)
    assert "Đề nghị" in state["problem"]["text"]
    assert (await empty.ask("city", "POST", f"{path}/apply", json={})).json()["slug"] == "import-not-checked"


async def test_a_body_over_the_limit_is_refused_at_the_door(empty: Office) -> None:
    response = await empty.ask("city", "PUT", f"/imports/{uuid4()}", content=bytes(20 * 1024 * 1024 + 1))

    assert (response.status_code, response.json()["slug"]) == (413, "too-large")


async def test_all_or_nothing(empty: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails near the end leaves nothing of the beginning."""
    path = await send(empty, workbook(UNITS, PEOPLE))
    await empty.does("city", "POST", f"{path}/apply", json={})

    async def broken(*args: Any, **more: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(workflow_taking_over, "announce", broken)
        with pytest.raises(ConnectionError):
            await empty.work("apply_imports")

    assert (await count(empty, Member), await count(empty, Unit), await count(empty, Person)) == (0, 1, 2)
    assert (await empty.does("city", "GET", path))["state"] == "applying"
    assert await empty.work("apply_imports") == 1
    assert await count(empty, Member) == 5


async def test_what_changed_since_the_check_stops_the_import(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))
    await ward_office(empty, "th.w002")
    own = member_line(name="Ngô Thị Mới", card="66666666", ward="Phường Ba Đình", branch="Phố Xa")
    path = await send(empty, workbook(UNITS[2:], [own]), "ward")
    await take(empty, workbook(UNITS, [member_line(name="Ngô Thị Mới", card="66666666")]))

    await empty.does("ward", "POST", f"{path}/apply", json={})
    await empty.work("apply_imports")

    state = await empty.does("ward", "GET", path)
    assert (state["state"], state["problem"]["slug"]) == ("failed", "changed-meanwhile")


async def test_the_same_import_sent_twice_is_one(empty: Office) -> None:
    path, body = f"/imports/{uuid4()}", workbook(UNITS, PEOPLE)

    first, second = [await empty.does("city", "PUT", path, content=body) for _ in range(2)]
    other = await empty.ask("city", "PUT", path, content=workbook(UNITS, PEOPLE[:1]))

    assert first == second
    assert other.json()["slug"] == "import-exists"
    assert await empty.work("check_imports") == 1


async def test_a_discarded_import_leaves_no_trace(empty: Office) -> None:
    path = await send(empty, workbook(UNITS, [member_line(name=None)]))

    assert (await empty.ask("city", "DELETE", path)).status_code == 204

    assert (await empty.ask("city", "GET", path)).status_code == 404
    assert (await count(empty, Import), await count(empty, ImportFinding)) == (0, 0)


async def test_files_and_reports_are_forgotten_after_a_while(empty: Office) -> None:
    await send(empty, workbook(UNITS, [member_line(name=None)]))
    clock.shift(86_400 * 31)

    assert await empty.work("forget_imports") == 1

    assert (await count(empty, Import), await count(empty, ImportFinding)) == (0, 0)


async def test_the_file_itself_is_kept_only_until_it_is_read(empty: Office) -> None:
    await take(empty, workbook(UNITS, PEOPLE))

    async with empty.database.transaction() as session:
        file = (await session.scalars(select(Import))).one()
    assert (file.body, file.rows) == (None, None)


async def test_the_whole_city_comes_in_and_twice_is_once(empty: Office) -> None:
    body = WORKBOOK.read_bytes()

    counts = await take(empty, body, without_refused=True)

    assert counts == {
        "units": 311, "members": 12_457, "accepted": 12_427, "refused": 30, "warnings": 1_010,
        "new": 12_427, "changed": 0, "unchanged": 0, "units_new": 345, "units_changed": 0,
    }  # fmt: skip
    assert (await count(empty, Member), await count(empty, Unit)) == (12_427, 346)
    told = await count(empty, outbox)
    again = await take(empty, body, without_refused=True)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 12_427)
    assert await count(empty, outbox) == told + 1
