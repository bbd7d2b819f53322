"""What tests of the room build and ask: members as events, meetings over HTTP."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from httpx import Response

from libs.common.clock import now
from libs.common.text import name_sort_key
from libs.contracts.members import MemberRegistered, ParticipationPeriod, Spell
from libs.contracts.petitions import PetitionAnswered
from libs.contracts.vocabulary import Membership, Outcome, Participation, PetitionState
from tests.support.access import LONG_AGO, person_id, unit_id
from tests.support.petitions import petition
from tests.support.service import Subject

CITY, WARD, BRANCH, NEIGHBOUR = "th", "th.w001", "th.w001.b001", "th.w001.b002"
OTHER_WARD, OTHER_BRANCH = "th.w002", "th.w002.b001"
NAMES = {
    "an": "Vũ Thanh An",
    "binh": "Huỳnh Kim Bình",
    "cuong": "Phạm Văn Cường",
    "dung": "Bùi Quốc Dũng",
    "exempt": "Lê Thị Ánh",
    "suspended": "Trần Đức Đạt",
    "elsewhere": "Nguyễn Văn Giang",
}


def member(
    name: str,
    *,
    path: str = BRANCH,
    membership: Membership = Membership.OFFICIAL,
    spells: list[Spell] | None = None,
    periods: Iterable[ParticipationPeriod] = (),
    post: str | None = None,
    sequence: int = 1,
) -> MemberRegistered:
    """A member on the roll of the branch at `path` since long ago."""
    full_name = NAMES.get(name, f"Hồ Văn {name.title()}")
    return MemberRegistered(
        sequence=sequence,
        member_id=person_id(name),
        unit_id=unit_id(path),
        membership=membership,
        participation=Participation.ACTIVE,
        name=full_name,
        sort_key=name_sort_key(full_name),
        birth_year=1960,
        post=post,
        spells=spells or [Spell(unit_id=unit_id(path), membership=membership, valid_from=LONG_AGO, valid_to=None)],
        periods=list(periods),
    )


def period(participation: Participation, since: date = LONG_AGO, until: date | None = None) -> ParticipationPeriod:
    """A stretch of taking part otherwise."""
    return ParticipationPeriod(participation=participation, valid_from=since, valid_to=until)


def meeting_body(**other: Any) -> dict[str, Any]:
    """An extraordinary meeting of the branch, an hour ago."""
    return {
        "branch_id": str(unit_id(BRANCH)),
        "kind": "extraordinary",
        "starts_at": (now() - timedelta(hours=1)).isoformat(),
        "place": "Nhà văn hóa phố Tân Nam",
        **other,
    }


def recommendation_body(meeting_id: UUID, **other: Any) -> dict[str, Any]:
    """The drain in alley 12 floods."""
    return {
        "meeting_id": str(meeting_id),
        "text": "Cống thoát nước ngõ 12 bị ngập mỗi khi mưa to.",
        "category": "infrastructure",
        "competence": "ward",
        "urgent": False,
        "raised_by": {"kind": "member", "member_id": str(person_id("binh"))},
        **other,
    }


def marks(mark: str, *names: str, **other: str) -> dict[str, Any]:
    """One mark for all of them."""
    return {"marks": [{"member_id": str(person_id(name)), "mark": mark, **other} for name in names]}


class Room:
    """Somebody at work in meetings, over HTTP."""

    def __init__(self, meetings: Subject, person: str = "secretary", language: str = "vi") -> None:
        self.meetings = meetings
        self.person = person
        self.language = language

    async def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Response:
        """One request as this person."""
        async with self.meetings.as_person(person_id(self.person), self.language) as client:
            return await client.request(method, path, json=body, params=query or None)

    async def does(self, method: str, path: str, body: Any = None, **query: Any) -> dict[str, Any]:
        """One request that must succeed; its answer."""
        answer = await self.ask(method, path, body, **query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def refused(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, str]:
        """One request that must be refused; its status and slug."""
        answer = await self.ask(method, path, body, **query)
        assert answer.status_code >= 400, answer.text
        problem = answer.json()
        assert problem["type"].endswith(problem["slug"])
        return answer.status_code, problem["slug"]

    async def schedules(self, meeting_id: UUID | None = None, **other: Any) -> UUID:
        """A meeting is scheduled; its id."""
        meeting_id = meeting_id or uuid4()
        await self.does("PUT", f"/meetings/{meeting_id}", meeting_body(**other))
        return meeting_id

    async def begins(self, *present: str, **other: Any) -> UUID:
        """A meeting is scheduled and its start roll call taken; its id."""
        meeting_id = await self.schedules(**other)
        await self.does("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", *(present or ("an",))))
        return meeting_id

    async def ends(self, meeting_id: UUID, *present: str) -> dict[str, Any]:
        """Everybody of the base is marked at the end, and the meeting ended."""
        everybody = present or ("an", "binh", "cuong", "dung")
        await self.does("PUT", f"/meetings/{meeting_id}/roll-calls/end", marks("present", *everybody))
        return await self.does("POST", f"/meetings/{meeting_id}/end", {})


def answer(petition_id: UUID, *, sequence: int = 5, **other: Any) -> PetitionAnswered:
    """The ward has answered; the answer waits for the branch."""
    built = petition(
        PetitionAnswered,
        petition_id=petition_id,
        state=PetitionState.ANSWERED,
        answer_sequence=sequence,
        answered_by_id=unit_id(WARD),
        answered_by_name="Đảng ủy phường",
        outcome=Outcome.RESOLVED,
        target_date=None,
        answer_text="Phường đã nạo vét cống ngõ 12.",
        told_unit_ids=[],
    )
    return built.model_copy(update={"sequence": sequence, "occurred_at": now(), **other})


def later(moment: datetime | None = None, **by: float) -> str:
    """A time in words that JSON knows."""
    return ((moment or now()) + timedelta(**by)).isoformat()
