"""One recommendation's whole way through the gateway: from the room to the city, and the answer back into the room."""

from itertools import pairwise

from tests.support.people import People
from tests.support.room import PETITIONS, Petition, Room

WAY = ["recorded", "submitted", "received", "classified", "assigned", "submitted", "received", "answered", "closed"]


def test_a_recommendation_goes_up_to_the_city_and_its_answer_is_read_out(people: People) -> None:
    first = Room(people).begin()
    petition = Petition(people, first.log(competence="city"))
    recorded = petition.reaches("recorded")
    assert recorded["holder"]["tier"] == "branch"
    assert first.end()["state"] == "ended"

    queued = people.until("ward", PETITIONS, lambda page: petition.id in ids(page), holder="me", q=recorded["code"])
    assert [one["overdue"] for one in queued["items"] if one["id"] == petition.id] == [False]
    petition.does("ward", "acknowledge")
    petition.does("ward", "classify", category="infrastructure", competence="city")
    assignee = people.me("assignee")["person_id"]
    assert petition.does("ward", "assign", assignee=assignee)["assignee"]["person_id"] == assignee
    assert petition.does("ward", "escalate", reason="Tuyến cống do thành phố quản lý.")["holder"]["tier"] == "city"
    petition.does("city", "acknowledge")
    answered = petition.does("city-leader", "answer", outcome="resolved", text="Đã nạo vét toàn tuyến ngày 20.")
    assert (answered["state"], answered["holder"]["tier"]) == ("answered", "branch")

    second = Room(people).begin()
    read = second.read_out(petition.id, content=True)
    closed = petition.reaches("closed")

    assert (read["outcome"], read["answer_text"]) == ("resolved", "Đã nạo vét toàn tuyến ngày 20.")
    assert (closed["holder"], closed["due_at"], closed["next"]) == (None, None, ["reopen"])
    assert closed["answer"]["content"] is True
    assert [line["to_state"] for line in closed["history"]] == WAY
    assert [stay["tier"] for stay in closed["holders"]] == ["branch", "ward", "city", "branch"]
    assert all(before["to_at"] == after["from_at"] for before, after in pairwise(closed["holders"]))


def test_everybody_who_waits_for_it_is_told(people: People) -> None:
    room = Room(people).begin()
    member = {"kind": "member", "member_id": people.me("member")["member_id"]}
    petition = Petition(people, room.log(urgent=True, raised_by=member))

    petition.told("ward", "submitted.holder")
    for who in ("secretary", "clerk", "member"):
        petition.told(who, "submitted.origin")
    petition.does("ward", "acknowledge")
    petition.does("ward", "assign", assignee=people.me("assignee")["person_id"])
    petition.told("assignee", "assigned.assignee")
    petition.does("ward", "escalate", reason="Vượt thẩm quyền của phường.")
    petition.told("city", "escalated.holder")
    petition.does("city", "acknowledge")
    petition.told("member", "escalated.origin")
    petition.does("city", "answer", outcome="explained", text="Tuyến cống đã có trong kế hoạch năm nay.")
    petition.told("ward", "answered.between")
    petition.told("secretary", "answered.origin")
    room.read_out(petition.id, content=False, reason="Kế hoạch chưa có thời hạn.")
    petition.told("city", "reopened.holder")

    line = petition.told("member", "reopened.origin")
    assert line["petition_code"] == petition.seen()["code"]
    assert line["title"]
    assert "Kế hoạch" not in line["title"] + line["text"]


def ids(page: dict[str, list[dict[str, str]]]) -> list[str]:
    """The ids of a list."""
    return [item["id"] for item in page["items"]]
