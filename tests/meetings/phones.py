"""What a phone sends, as tests build it."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from tests.meetings.builders import Room, later, marks, recommendation_body
from tests.support.service import Subject

API = "/api/meetings/v1"
EVERYBODY = ("an", "binh", "cuong", "dung")


def operation(method: str, path: str, body: Any = None, *, at: Any = None, **other: Any) -> dict[str, Any]:
    """One operation as a phone made it; now, if unsaid."""
    return {"id": str(uuid4()), "method": method, "path": f"{API}{path}", "body": body, "at": at or later(), **other}


def logged(meeting_id: UUID, **other: Any) -> dict[str, Any]:
    """A recommendation of its own."""
    return operation("PUT", f"/recommendations/{uuid4()}", recommendation_body(meeting_id, **other))


def said(mark: str, *names: str) -> dict[str, Any]:
    """One mark for all of them; who is excused is ill."""
    return marks(mark, *names, reason="Ốm đau") if mark == "excused" else marks(mark, *names)


async def syncs(room: Room, *operations: dict[str, Any]) -> list[dict[str, Any]]:
    """A batch is sent; its results, in the order given."""
    found: list[dict[str, Any]] = (await room.does("POST", "/sync", {"operations": list(operations)}))["results"]
    assert [one["id"] for one in found] == [one["id"] for one in operations]
    return found


def results(found: list[dict[str, Any]]) -> list[str]:
    """What became of each: the result, or why it was refused."""
    return [one["result"] if one["problem"] is None else one["problem"]["slug"] for one in found]


async def count(meetings: Subject, table: Any) -> int:
    """Rows of a table."""
    async with meetings.database.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)
