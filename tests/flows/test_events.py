"""Events come late, twice, out of order or before what they speak of is known; the outcome is the same."""

from uuid import uuid4

from libs.common.ids import new_id
from tests.support.people import People
from tests.support.room import Petition, Room
from tests.support.streams import again, handled, held_back
from tests.support.system import RunningSystem

LOGGED = "private.meetings.recommendation.logged.v1.th.w001.b001"
SUBMITTED = "petitions.petition.submitted.v1.th.w001.b001"
SINCE = "2026-01-01"


async def test_a_meeting_ends_before_its_recommendation_is_heard_of(running_system: RunningSystem, room: Room) -> None:
    late = Room(room.people).begin()
    async with held_back(running_system, "PRIVATE", "petitions-open_petition"):
        petition = Petition(room.people, late.log())
        late.end()
        assert room.people.refused("secretary", "GET", petition.path) == (404, "not-found")

    submitted = petition.reaches("submitted", "ward")

    assert [line["verb"] for line in submitted["history"]] == ["open", "go_up"]


async def test_a_rewording_comes_before_what_it_rewords(running_system: RunningSystem, room: Room) -> None:
    people = room.people
    async with held_back(running_system, "PRIVATE", "petitions-open_petition"):
        petition = Petition(people, room.log())
        path = f"/meetings/v1/recommendations/{petition.id}"
        body = {key: people.get("clerk", path)[key] for key in ("meeting_id", "category", "competence", "urgent")}
        people.put("clerk", path, **body, text="Cống ngõ 12 tắc từ hôm qua.", raised_by={"kind": "residents"})

    people.until("secretary", petition.path, lambda seen: seen["text"] == "Cống ngõ 12 tắc từ hôm qua.")


async def test_an_event_that_comes_again_changes_nothing(running_system: RunningSystem, at_ward: Petition) -> None:
    line, before = at_ward.told("ward", "submitted.holder"), at_ward.seen("ward")
    unread = at_ward.people.get("ward", "/notifications/v1/unread")

    await again(running_system, "PRIVATE", f"private.{SUBMITTED}")
    await again(running_system, "PRIVATE", LOGGED)
    await again(running_system, "PRIVATE", LOGGED, event_id=str(new_id()))
    witness = at_ward.does("ward", "return", reason="Chưa rõ ngõ nào.")
    at_ward.told("secretary", "returned.holder")

    assert witness["sequence"] == before["sequence"] + 1
    assert at_ward.told("ward", "submitted.holder") == line
    assert at_ward.people.get("ward", "/notifications/v1/unread") == unread


async def test_what_speaks_of_an_unknown_unit_waits_until_the_unit_is_known(
    running_system: RunningSystem, people: People
) -> None:
    branch, secretary = str(uuid4()), f"bi-thu-{uuid4().hex[:8]}"
    waited = handled(running_system, "petitions-open_petition", "retried")
    async with (
        held_back(running_system, "MEMBERS", "petitions-keep_unit"),
        held_back(running_system, "MEMBERS", "notifications-keep_unit"),
    ):
        found_branch(people, branch, secretary)
        petition = Petition(people, log_urgent(people, branch, secretary))
        assert people.refused(secretary, "GET", petition.path) == (404, "not-found")

    assert petition.reaches("submitted", "ward")["branch_id"] == branch
    assert petition.told("ward", "submitted.holder")
    assert handled(running_system, "petitions-open_petition", "retried") > waited


def found_branch(people: People, branch: str, secretary: str) -> None:
    """A new branch of the demo ward with one member, its secretary."""
    unit = {"name": "Chi bộ tổ dân phố mới", "tier": "branch", "parent_id": people.unit_of("ward")}
    people.put("ward", f"/members/v1/units/{branch}", **unit, code=f"b{branch[:8]}", valid_from=SINCE)
    person = str(uuid4())
    facts = {"birth_year": 1970, "admitted_on": "2010-05-19", "official_on": "2011-05-19"}
    people.put("ward", f"/members/v1/members/{person}", name="Lê Thị Mới", unit_id=branch, **facts)
    account = people.put("admin", f"/members/v1/accounts/{person}", login=secretary, name="Lê Thị Mới")
    people.activate(secretary, account["one_time_code"])
    office = {"person_id": person, "role": "BSE", "unit_id": branch, "valid_from": SINCE}
    people.put("admin", f"/members/v1/appointments/{uuid4()}", **office)


def log_urgent(people: People, branch: str, secretary: str) -> str:
    """An urgent recommendation at the first meeting of that branch."""
    meeting, recommendation = str(uuid4()), str(uuid4())
    begins = people.now().isoformat()
    plan = {"branch_id": branch, "kind": "extraordinary", "starts_at": begins, "place": "Nhà văn hóa"}
    people.put_when_known(secretary, f"/meetings/v1/meetings/{meeting}", **plan)
    spoken = {"text": "Đường vào tổ dân phố mới chưa có đèn.", "category": "infrastructure", "competence": "ward"}
    people.put(
        secretary, f"/meetings/v1/recommendations/{recommendation}",
        meeting_id=meeting, **spoken, urgent=True, raised_by={"kind": "residents"},
    )  # fmt: skip
    return recommendation
