"""A small city as a file, and what a test does with files."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlmodel import col

from libs.contracts.vocabulary import Role
from services.members import workflow_imports
from services.members.models import Appointment, Unit
from services.members.workflow_accounts import new_person
from services.members.workflow_appointments import appoint
from tests.members.builders import appointment, member_line, person_id, unit_line
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
    assert await check(office) == 1
    return path


async def check(office: Office) -> int:
    async with office.database.transaction() as session:
        return await workflow_imports.check_next(session)


async def apply(office: Office) -> int:
    async with office.database.transaction() as session:
        return await workflow_imports.apply_next(session)


async def take(office: Office, body: bytes, who: str = "city", *, without_refused: bool = False) -> dict[str, Any]:
    path = await send(office, body, who)
    await office.does(who, "POST", f"{path}/apply", json={"without_refused": without_refused})
    await apply(office)
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


async def ward_office(office: Office, path: str) -> None:
    """The ward at a path gets an office, `ward`."""
    async with office.database.transaction() as session:
        unit = (await session.scalars(select(Unit).where(col(Unit.path) == path))).one()
        session.add(new_person(person_id("ward"), "ward"))
        await session.flush()
        held = appointment("ward", Role.WOF, path, None)
        held.unit_id = unit.id
        await appoint(session, appointment=held, unit=unit)
