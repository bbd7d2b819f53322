"""Who is told of what, by the letter of flow.md, and only once."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from libs.access import keep_unit
from libs.common.ids import new_id
from libs.common.refusals import NotYet
from libs.contracts.members import MemberErased
from libs.contracts.petitions import (
    ClockDueSoon,
    ClockOverdue,
    PetitionAnswered,
    PetitionAnswerShared,
    PetitionAssigned,
    PetitionClosed,
    PetitionerRevealed,
    PetitionEscalated,
    PetitionEvent,
    PetitionOpened,
    PetitionPassedOn,
    PetitionPaused,
    PetitionRedirected,
    PetitionReopened,
    PetitionReplied,
    PetitionResumed,
    PetitionReturned,
    PetitionSubmitted,
    PetitionTransferred,
    PetitionUnmerged,
)
from libs.contracts.vocabulary import Channel, ClockKind, Outcome, Role
from services.notifications.models import InboxItem
from services.notifications.rules import TOLD, Told
from tests.notifications.conftest import BRANCH, CITY, OFFICES, WARD
from tests.support.access import person_id, unit, unit_id
from tests.support.petitions import DUE, clock, petition
from tests.support.service import Subject

ASKED: dict[str, Any] = {"body": "Công ty Điện lực", "document_number": None, "document_date": None}
PEOPLE = {person_id(name): name for name in (*(name for name, _, _ in OFFICES), "member")}


async def told(notifications: Subject) -> dict[str, str]:
    """Each person with a line, and its kind."""
    async with notifications.database.transaction() as session:
        lines = (await session.scalars(select(InboxItem))).all()
    assert len({line.person_id for line in lines}) == len(lines)
    return {PEOPLE[line.person_id]: line.kind for line in lines}


def answered(by: str, between: list[str], actor: str) -> PetitionAnswered:
    return petition(
        PetitionAnswered,
        holder=BRANCH,
        previous=by,
        actor=actor,
        raised_by="member",
        answer_sequence=5,
        answered_by_id=unit_id(by),
        answered_by_name="Đảng ủy phường",
        outcome=Outcome.RESOLVED,
        target_date=None,
        answer_text="Đã xong",
        told_unit_ids=[unit_id(path) for path in between],
    )


def submitted() -> PetitionSubmitted:
    return petition(PetitionSubmitted, holder=WARD, previous=BRANCH, raised_by="member")


def escalated(to: str, by: str, actor: str) -> PetitionEscalated:
    return petition(PetitionEscalated, holder=to, previous=by, actor=actor, raised_by="member", reason="Vượt quyền")


def revealed(raised_by: str | None) -> PetitionerRevealed:
    return petition(
        PetitionerRevealed, holder=WARD, actor="assignee", raised_by=raised_by, role=Role.WAS,
        reason_code="ask_more", reason="Cần hỏi thêm",
    )  # fmt: skip


CASES: list[tuple[Told, dict[str, str]]] = [
    (petition(PetitionOpened, actor="clerk", raised_by="member"), {"secretary": "opened.holder"}),
    (petition(PetitionOpened, actor="secretary"), {}),
    (
        submitted(),
        {
            "ward": "submitted.holder",
            "secretary": "submitted.origin",
            "clerk": "submitted.origin",
            "member": "submitted.origin",
        },
    ),
    (
        petition(
            PetitionEscalated, holder=CITY, previous=WARD, actor="ward", raised_by="member", reason="Vượt thẩm quyền"
        ),
        {
            "city": "escalated.holder",
            "secretary": "escalated.origin",
            "clerk": "escalated.origin",
            "member": "escalated.origin",
        },
    ),
    (
        escalated(WARD, BRANCH, "secretary"),
        {"ward": "escalated.holder", "clerk": "escalated.origin", "member": "escalated.origin"},
    ),
    (petition(PetitionPassedOn, holder=WARD, previous="th.w002", raised_by="member"), {"ward": "passed_on.holder"}),
    (
        petition(PetitionAssigned, holder=WARD, actor="ward", raised_by="member", assignee_id=person_id("assignee")),
        {"assignee": "assigned.assignee"},
    ),
    (
        petition(PetitionReturned, holder=BRANCH, previous=WARD, actor="ward", reason="Thiếu địa chỉ"),
        {"secretary": "returned.holder", "clerk": "returned.origin"},
    ),
    (
        answered(CITY, [WARD], actor="city-leader"),
        {
            "secretary": "answered.origin",
            "clerk": "answered.origin",
            "member": "answered.origin",
            "ward": "answered.between",
        },
    ),
    (
        answered(WARD, [], actor="ward"),
        {"secretary": "answered.origin", "clerk": "answered.origin", "member": "answered.origin"},
    ),
    (answered(BRANCH, [], actor="secretary"), {"clerk": "answered.origin", "member": "answered.origin"}),
    (
        petition(
            PetitionAnswerShared,
            holder=None,
            raised_by="member",
            from_id=new_id(),
            answer_sequence=5,
            answered_by_id=unit_id(WARD),
            answered_by_name="Đảng ủy phường",
            outcome=Outcome.RESOLVED,
            target_date=None,
            answer_text="Đã xong",
            told_unit_ids=[],
        ),
        {
            "secretary": "answer_shared.origin",
            "clerk": "answer_shared.origin",
            "member": "answer_shared.origin",
        },
    ),
    (
        petition(PetitionUnmerged, holder=WARD, raised_by="member", from_id=new_id()),
        {
            "ward": "unmerged.holder",
            "secretary": "unmerged.origin",
            "clerk": "unmerged.origin",
            "member": "unmerged.origin",
        },
    ),
    (
        petition(
            PetitionReopened, holder=WARD, previous=BRANCH, actor="secretary", raised_by="member", reason="Chưa rõ"
        ),
        {"ward": "reopened.holder", "clerk": "reopened.origin", "member": "reopened.origin"},
    ),
    (
        petition(PetitionClosed, holder=None, previous=BRANCH, actor="clerk", raised_by="member", content=True),
        {"secretary": "closed.origin", "member": "closed.origin"},
    ),
    (
        petition(PetitionPaused, holder=WARD, actor="ward-leader", raised_by="member", until=DUE, reason=None),
        {"secretary": "paused.origin", "clerk": "paused.origin", "member": "paused.origin"},
    ),
    (
        petition(PetitionResumed, holder=WARD, raised_by="member", rule="petitions.pause"),
        {
            "ward": "resumed.holder",
            "secretary": "resumed.origin",
            "clerk": "resumed.origin",
            "member": "resumed.origin",
        },
    ),
    (
        petition(PetitionTransferred, holder=WARD, actor="ward", raised_by="member", **ASKED, reply_due_at=DUE),
        {"secretary": "transferred.origin", "clerk": "transferred.origin", "member": "transferred.origin"},
    ),
    (
        petition(PetitionReplied, holder=WARD, actor="ward", raised_by="member", **ASKED, text="Sẽ làm"),
        {"secretary": "replied.origin", "clerk": "replied.origin", "member": "replied.origin"},
    ),
    (clock(ClockDueSoon, holder=WARD, kind=ClockKind.ACKNOWLEDGE), {"ward": "due_soon.holder"}),
    (clock(ClockDueSoon, holder=BRANCH, kind=ClockKind.READ_OUT), {"secretary": "due_soon.holder"}),
    (
        clock(ClockOverdue, holder=WARD, kind=ClockKind.ANSWER),
        {"ward": "overdue.holder", "ward-leader": "overdue.leaders", "city": "overdue.above"},
    ),
    (
        clock(ClockOverdue, holder=CITY, kind=ClockKind.ANSWER),
        {"city": "overdue.holder", "city-leader": "overdue.leaders"},
    ),
    (
        petition(
            PetitionRedirected,
            holder=None,
            previous=WARD,
            actor="ward",
            raised_by="member",
            channel=Channel.INSPECTION_COMMITTEE,
            reason="Là tố cáo",
            text_erased=True,
        ),
        {"secretary": "redirected.origin", "clerk": "redirected.origin", "member": "redirected.origin"},
    ),
    (
        revealed(raised_by="member"),
        {"member": "revealed.raiser"},
    ),
    (
        revealed(raised_by=None),
        {"secretary": "revealed.raiser", "clerk": "revealed.raiser"},
    ),
    (
        clock(ClockOverdue, holder=BRANCH, kind=ClockKind.BRANCH_ANSWER),
        {"secretary": "overdue.holder", "ward": "overdue.above"},
    ),
]


def test_every_event_that_tells_is_among_the_cases() -> None:
    assert {type(event) for event, _ in CASES} == set(TOLD)


@pytest.mark.parametrize(("event", "expected"), CASES, ids=[type(event).__name__ for event, _ in CASES])
async def test_exactly_those_are_told(notifications: Subject, event: Told, expected: dict[str, str]) -> None:
    await notifications.tell(event, BRANCH)

    assert await told(notifications) == expected


@pytest.mark.parametrize(
    "event", [event for event, expected in CASES if expected][::2], ids=lambda one: type(one).__name__
)
async def test_told_twice_by_nats_is_told_once_to_people(notifications: Subject, event: Told) -> None:
    listener = next(one for one in notifications.service.listeners if type(event) in one.events)
    name, event_id = listener.name.removeprefix("notifications-"), new_id()

    first = await notifications.deliver(name, event, BRANCH, event_id)
    again = await notifications.deliver(name, event, BRANCH, event_id)

    assert (first, again) == (True, False)
    assert len(await told(notifications)) > 0


async def test_of_a_branch_that_ended_its_successor_is_told(notifications: Subject) -> None:
    ended = unit(BRANCH, valid_to=date(2026, 10, 31), sequence=2, successor="th.w001.b002")
    async with notifications.database.transaction() as session:
        await keep_unit(session, ended)

    await notifications.tell(submitted(), BRANCH)

    assert await told(notifications) == {
        "ward": "submitted.holder",
        "neighbour": "submitted.origin",
        "member": "submitted.origin",
    }


async def test_where_no_branch_came_after_it_the_unit_above_is_told_that_an_answer_waits_with_it(
    notifications: Subject,
) -> None:
    ended = unit(BRANCH, valid_to=date(2026, 10, 31), sequence=2)
    async with notifications.database.transaction() as session:
        await keep_unit(session, ended)
    event = answered(CITY, [], actor="city-leader")

    await notifications.tell(event.model_copy(update={"holder_id": unit_id(WARD)}), BRANCH)

    assert await told(notifications) == {"ward": "answered.holder", "member": "answered.origin"}


async def test_above_a_holder_whose_tier_above_ended_its_successor_is_told(notifications: Subject) -> None:
    ended = unit(WARD, valid_to=date(2026, 10, 31), sequence=2, successor="th.w002")
    async with notifications.database.transaction() as session:
        await keep_unit(session, ended)

    await notifications.tell(clock(ClockOverdue, holder=BRANCH, kind=ClockKind.BRANCH_ANSWER), BRANCH)

    assert await told(notifications) == {"secretary": "overdue.holder", "ward2": "overdue.above"}


async def test_an_event_of_an_unknown_unit_is_waited_for(notifications: Subject) -> None:
    from_elsewhere = petition(PetitionSubmitted, holder="th.w009", previous=BRANCH)

    with pytest.raises(NotYet):
        await notifications.tell(from_elsewhere, BRANCH)

    assert await told(notifications) == {}


async def test_a_line_says_nothing_but_codes_units_and_dates(notifications: Subject) -> None:
    await notifications.tell(answered(WARD, [], actor="ward"), BRANCH)

    async with notifications.database.transaction() as session:
        line = (await session.scalars(select(InboxItem).limit(1))).one()
    assert line.params.keys() == {"code", "branch", "holder", "previous", "due", "answered_by"}
    assert "Đã xong" not in str(line.params)


async def test_the_inbox_of_a_person_who_is_erased_is_erased(notifications: Subject) -> None:
    await notifications.tell(submitted(), BRANCH)

    await notifications.tell(MemberErased(sequence=9, member_id=person_id("member")), f"{BRANCH}.self")

    assert "member" not in await told(notifications)
    assert "secretary" in await told(notifications)


def test_what_is_not_told_has_no_listener(notifications: Subject) -> None:
    heard = {event for listener in notifications.service.listeners for event in listener.events}

    assert {event for event in heard if issubclass(event, PetitionEvent)} == {
        event for event in TOLD if issubclass(event, PetitionEvent)
    }
