"""Every listener: delivered twice, done once; in whatever order events come."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from libs.common.ids import new_id
from libs.contracts.envelope import Event
from libs.contracts.members import MemberCorrected, MemberErased, MemberRestated
from libs.contracts.petitions import PetitionClosed, PetitionReopened, PetitionSubmitted
from libs.contracts.vocabulary import Participation, PetitionState
from services.meetings.models import Recommendation
from services.meetings.models_copies import Answer, RosterMember
from tests.meetings.builders import BRANCH, Room, answer, marks, member, period, recommendation_body
from tests.support.access import person_id
from tests.support.petitions import petition
from tests.support.service import Subject

PETITION = uuid4()


def erased(name: str, sequence: int = 9) -> MemberErased:
    return MemberErased(sequence=sequence, member_id=person_id(name))


def closed() -> PetitionClosed:
    return petition(PetitionClosed, petition_id=PETITION, holder=None, state=PetitionState.CLOSED, content=True)


@pytest.mark.parametrize(
    ("listener", "event"),
    [
        ("keep_member", member("new-one")),
        ("erase_member", erased("an")),
        ("keep_answer", answer(PETITION)),
        ("keep_answer_state", closed()),
        ("note_taken", petition(PetitionSubmitted, petition_id=PETITION, state=PetitionState.SUBMITTED)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_delivered_twice_done_once(meetings: Subject, listener: str, event: Event) -> None:
    event_id = new_id()

    first = await meetings.deliver(listener, event, BRANCH, event_id)
    after_first = await everything(meetings)
    second = await meetings.deliver(listener, event, BRANCH, event_id)

    assert (first, second) == (True, False)
    assert await everything(meetings) == after_first


async def everything(meetings: Subject) -> list[Any]:
    async with meetings.database.transaction() as session:
        roster = (await session.scalars(select(RosterMember).order_by(col(RosterMember.member_id)))).all()
        answers = (await session.scalars(select(Answer))).all()
        return [repr(row) for row in [*roster, *answers]]


async def roster_member(meetings: Subject, name: str) -> RosterMember:
    async with meetings.database.transaction() as session:
        return await session.get_one(RosterMember, person_id(name))


async def test_only_a_newer_event_changes_the_roster(meetings: Subject) -> None:
    newer = member("an", periods=[period(Participation.EXEMPT)], sequence=5)
    older = member("an", sequence=4)

    await meetings.tell(MemberCorrected(**newer.model_dump()), BRANCH)
    await meetings.tell(MemberCorrected(**older.model_dump()), BRANCH)
    await meetings.tell(MemberRestated(**{**older.model_dump(), "sequence": 5}), BRANCH)

    kept = await roster_member(meetings, "an")
    assert (kept.sequence, [one["participation"] for one in kept.periods]) == (5, ["exempt"])


async def test_whoever_is_erased_leaves_no_name_and_no_reason_behind(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.begins("binh", "cuong", "dung")
    path = f"/meetings/{meeting_id}/roll-calls/start"
    await room.does("PUT", path, marks("excused", "an", reason="Nằm viện"))
    recommendation = recommendation_body(meeting_id, raised_by={"kind": "member", "member_id": str(person_id("an"))})
    await room.does("PUT", f"/recommendations/{PETITION}", recommendation)

    await meetings.tell(erased("an"), BRANCH)
    await meetings.tell(member("an", sequence=3), BRANCH)
    await meetings.tell(member("an", sequence=12), BRANCH)

    kept = await roster_member(meetings, "an")
    assert (kept.name, kept.spells, kept.birth_year, kept.post, kept.erased) == ("", [], None, None, True)
    lines = (await room.does("GET", f"/meetings/{meeting_id}/roster"))["items"]
    assert str(person_id("an")) not in {line["member_id"] for line in lines}
    raised = await room.does("GET", f"/recommendations/{PETITION}")
    assert raised["raised_by"]["name"] is None
    assert "Nằm viện" not in str(await room.does("GET", path))
    assert (await room.does("PUT", f"/recommendations/{PETITION}", recommendation)) == raised


async def test_an_erasure_that_comes_first_keeps_the_person_out(meetings: Subject) -> None:
    await meetings.tell(erased("late", sequence=2), BRANCH)
    await meetings.tell(member("late", sequence=1), BRANCH)

    assert (await roster_member(meetings, "late")).name == ""


async def test_a_closing_that_comes_before_its_answer_keeps_it_off_the_agenda(meetings: Subject) -> None:
    reopened = petition(PetitionReopened, petition_id=PETITION, state=PetitionState.REOPENED, reason="Còn ngập")
    await meetings.tell(reopened.model_copy(update={"sequence": 6}), BRANCH)
    await meetings.tell(answer(PETITION, sequence=5), BRANCH)
    room = Room(meetings)
    meeting_id = await room.schedules()

    before = (await room.does("GET", f"/meetings/{meeting_id}/agenda"))["items"]
    await meetings.tell(answer(PETITION, sequence=8), BRANCH)
    after = (await room.does("GET", f"/meetings/{meeting_id}/agenda"))["items"]

    assert (before, [item["petition_id"] for item in after]) == ([], [str(PETITION)])


async def test_the_earliest_taking_up_counts_in_whatever_order_they_come(meetings: Subject) -> None:
    room = Room(meetings)
    await room.does("PUT", f"/recommendations/{PETITION}", recommendation_body(await room.schedules()))
    submitted = petition(PetitionSubmitted, petition_id=PETITION, state=PetitionState.SUBMITTED)
    answered = answer(PETITION)

    await meetings.tell(answered, BRANCH)
    await meetings.tell(submitted, BRANCH)
    await meetings.tell(answered, BRANCH)

    async with meetings.database.transaction() as session:
        assert (await session.get_one(Recommendation, PETITION)).taken_at == submitted.occurred_at
