"""A file on its way in: checked first, then taken over whole or not at all."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from libs.common import clock
from libs.contracts.members import (
    AppointmentMade,
    ImportApplied,
    MemberEvent,
    MemberRegistered,
    UnitFounded,
)
from services.members import workflow_taking_over
from services.members.models import Member, Person, Unit
from services.members.models_imports import Import, ImportFinding
from tests.members.builders import member_line, workbook
from tests.members.conftest import Office
from tests.members.files import PEOPLE, UNITS, apply, check, count, roster, send, staged, take


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
    assert await apply(empty) == 0
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
            await apply(empty)

    assert (await count(empty, Member), await count(empty, Unit), await count(empty, Person)) == (0, 1, 2)
    assert (await empty.does("city", "GET", path))["state"] == "applying"
    assert await apply(empty) == 1
    assert await count(empty, Member) == 5


async def test_the_same_import_sent_twice_is_one(empty: Office) -> None:
    path, body = f"/imports/{uuid4()}", workbook(UNITS, PEOPLE)

    first, second = [await empty.does("city", "PUT", path, content=body) for _ in range(2)]
    other = await empty.ask("city", "PUT", path, content=workbook(UNITS, PEOPLE[:1]))

    assert first == second
    assert other.json()["slug"] == "import-exists"
    assert await check(empty) == 1


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
