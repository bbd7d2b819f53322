"""Each verb as the desks use it, through the gateway: what it does, once, and what it says the second time."""

from typing import Any

from tests.support.people import People
from tests.support.room import Petition, Room

MISSING = "Chưa rõ đoạn cống nào bị tắc."


def kinds(petition: dict[str, Any]) -> set[str]:
    """The clocks that run."""
    return {clock["kind"] for clock in petition["clocks"] if clock["closed_at"] is None and clock["met_at"] is None}


def test_the_ward_returns_once_and_the_branch_completes_it(at_ward: Petition) -> None:
    returned = at_ward.does("ward", "return", reason=MISSING)
    assert (returned["state"], returned["holder"]["tier"], kinds(returned)) == ("returned", "branch", {"complete"})
    assert at_ward.told("secretary", "returned.holder")

    completed = at_ward.does("secretary", "escalate", reason="Đoạn từ số 12 đến số 20.")
    assert (completed["state"], completed["holder"]["tier"]) == ("submitted", "ward")

    assert at_ward.refused("ward", "return", reason=MISSING) == (409, "returned-before")


def test_the_leader_extends_once(at_ward: Petition) -> None:
    due_at = next(clock["due_at"] for clock in at_ward.seen("ward")["clocks"] if clock["kind"] == "answer")
    at_ward.does("ward", "acknowledge")
    at_ward.does("ward", "classify", category="infrastructure", competence="ward")

    assert at_ward.refused("ward", "extend", reason="Chờ vật tư.") == (403, "not-allowed")
    assert at_ward.does("ward-leader", "extend", reason="Chờ vật tư.")["due_at"] > due_at
    assert at_ward.refused("ward-leader", "extend", reason="Vẫn chờ vật tư.") == (409, "extended-before")


def test_an_assignee_drafts_and_the_leader_answers(at_ward: Petition) -> None:
    at_ward.does("ward", "acknowledge")
    at_ward.does("ward", "assign", assignee=at_ward.people.me("assignee")["person_id"])
    draft = {"outcome": "accepted_planned", "text": "Sẽ thay đoạn cống trong quý tới.", "target_date": "2099-03-31"}

    drafted = at_ward.does("assignee", "answer", **draft)
    shown = at_ward.seen("ward-leader")
    answered = at_ward.does("ward-leader", "answer", **draft)

    assert (drafted["state"], drafted["raised_by"]) == ("assigned", None)
    assert shown["draft"]["text"] == draft["text"]
    assert (answered["state"], answered["answer"]["target_date"]) == ("answered", "2099-03-31")


def test_a_plan_needs_a_date_and_a_petition_closes_only_by_being_read_out(at_ward: Petition) -> None:
    plan = {"outcome": "accepted_planned", "text": "Sẽ thay đoạn cống trong quý tới."}

    at_ward.does("ward", "acknowledge")
    assert at_ward.refused("ward", "answer", **plan) == (422, "target-date-needed")
    at_ward.does("ward", "answer", outcome="resolved", text="Đã thông cống.")
    assert at_ward.refused("secretary", "close") == (409, "read-out-first")


def test_the_branch_takes_back_what_the_ward_holds(at_ward: Petition) -> None:
    assert at_ward.refused("ward", "withdraw", reason="Không cần nữa.") == (403, "not-allowed")

    withdrawn = at_ward.does("secretary", "withdraw", reason="Bà con đã tự thông cống.")

    assert (withdrawn["state"], withdrawn["holder"], withdrawn["due_at"], withdrawn["next"]) == (
        "withdrawn", None, None, [],
    )  # fmt: skip
    assert at_ward.refused("ward", "acknowledge") == (409, "wrong-state")


def test_what_belongs_elsewhere_is_redirected_for_good(at_ward: Petition) -> None:
    redirected = at_ward.does("ward", "redirect", channel="citizen_reception", reason="Đơn của công dân.")

    assert (redirected["state"], redirected["holder"]) == ("redirected", None)
    assert at_ward.refused("ward", "answer", outcome="resolved", text="Đã xong.") == (409, "wrong-state")


def test_a_merged_petition_gets_the_answer_of_the_other(people: People, room: Room, at_ward: Petition) -> None:
    other = Petition(people, room.log(urgent=True))
    other.reaches("submitted", "ward")

    assert at_ward.does("ward", "merge", into=other.id)["state"] == "merged"
    other.does("ward", "acknowledge")
    other.does("ward", "answer", outcome="resolved", text="Đã thông cống cả hai ngõ.")

    assert at_ward.seen()["answer"]["text"] == "Đã thông cống cả hai ngõ."


def test_the_branch_answers_what_it_can_solve_itself(people: People, room: Room) -> None:
    petition = Petition(people, room.log(competence="branch", urgent=True))
    assert petition.reaches("recorded")["holder"]["tier"] == "branch"

    answered = petition.does("secretary", "answer", outcome="resolved", text="Chi bộ đã đổi giờ họp.")
    room.read_out(petition.id, content=True)

    assert answered["answer"]["unit_name"] == petition.reaches("closed")["answer"]["unit_name"]


def test_a_new_wording_that_is_urgent_goes_up_and_later_words_are_added(people: People, room: Room) -> None:
    petition = Petition(people, room.log())
    petition.reaches("recorded")
    path = f"/meetings/v1/recommendations/{petition.id}"
    body = {
        "meeting_id": room.id, "category": "environment", "competence": "ward", "urgent": True,
        "raised_by": {"kind": "residents"},
    }  # fmt: skip

    people.put("clerk", path, **body, text="Cống thoát nước ngõ 12 đang tràn vào nhà dân.")
    submitted = petition.reaches("submitted", "ward")
    people.put("clerk", path, **body, text="Nước đã ngập tới ngõ 14, đề nghị xử lý ngay.")
    added = people.until("ward", petition.path, lambda seen: len(seen["texts"]) == 2)

    assert (submitted["text"], submitted["category"]) == (
        "Cống thoát nước ngõ 12 đang tràn vào nhà dân.",
        "environment",
    )
    assert (added["text"], added["code"]) == (submitted["text"], submitted["code"])
    assert added["texts"][1]["text"] == "Nước đã ngập tới ngõ 14, đề nghị xử lý ngay."


def test_the_same_request_a_hundred_times_does_once(people: People, room: Room) -> None:
    petition = Petition(people, room.log(urgent=True))
    before = petition.reaches("submitted", "ward")
    path = f"/meetings/v1/recommendations/{petition.id}"
    known = people.get("clerk", path)
    body = {key: known[key] for key in ("meeting_id", "text", "category", "competence", "urgent")}

    for _ in range(100):
        people.put("clerk", path, **body, raised_by={"kind": "residents"})
    petition.does("ward", "acknowledge")

    assert petition.seen("ward")["sequence"] == before["sequence"] + 1
