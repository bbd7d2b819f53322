"""Answers on the agenda of the next meeting: content, not content, a second time, and opened again later."""

from tests.support.people import People
from tests.support.room import Petition, Room, answers

ANSWER = {"outcome": "explained", "text": "Phường đã ghi nhận và sẽ xem xét."}
NOT_CONTENT = {"content": False, "reason": "Chưa nói khi nào xong."}


def answered(petition: Petition) -> Petition:
    """The ward has answered."""
    petition.does("ward", "acknowledge")
    petition.does("ward", "answer", **ANSWER)
    return petition


def test_not_content_sends_it_back_once_and_the_second_time_closes_it(room: Room, at_ward: Petition) -> None:
    petition = answered(at_ward)

    room.read_out(petition.id, **NOT_CONTENT)
    reopened = petition.reaches("reopened")
    petition.does("ward", "answer", outcome="resolved", text="Đã thông cống sáng nay.")
    second = Room(room.people).begin()
    second.read_out(petition.id, **NOT_CONTENT)
    closed = petition.reaches("closed")

    assert reopened["holder"]["tier"] == "ward"
    assert closed["answer"]["content"] is False
    assert petition.refused("secretary", "reopen", reason="Vẫn ngập.") == (409, "reopened-before")


def test_without_a_reason_nobody_is_not_content(room: Room, at_ward: Petition) -> None:
    petition = answered(at_ward)
    room.people.until("clerk", f"{room.path}/agenda", lambda agenda: petition.id in answers(agenda))

    path = f"{room.path}/read-outs/{petition.id}"

    assert room.people.refused("clerk", "PUT", path, content=False) == (422, "reason-needed")


def test_what_is_closed_is_opened_again_by_the_secretary_alone(room: Room, at_ward: Petition) -> None:
    petition = answered(at_ward)
    room.read_out(petition.id, content=True)
    petition.reaches("closed")

    assert petition.refused("clerk", "reopen", reason="Lại ngập.") == (403, "not-allowed")
    reopened = petition.does("secretary", "reopen", reason="Mưa hôm qua lại ngập.")

    assert (reopened["state"], reopened["holder"]["tier"]) == ("reopened", "ward")
    assert petition.told("ward", "reopened.holder")


def test_an_answer_stands_on_the_agenda_until_it_has_been_read_out(people: People, at_ward: Petition) -> None:
    petition = answered(at_ward)
    first, second = Room(people).begin(), Room(people).begin()
    for meeting in (first, second):
        people.until("clerk", f"{meeting.path}/agenda", lambda agenda: petition.id in answers(agenda))

    first.read_out(petition.id, content=True)
    petition.reaches("closed")

    people.until("clerk", f"{second.path}/agenda", lambda agenda: petition.id not in answers(agenda))
