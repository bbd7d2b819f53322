"""Who may do what, over HTTP: whoever may not is told so before anything is said about body or state."""

from uuid import UUID, uuid4

from libs.common.ids import new_id
from libs.contracts.meetings import RecommendationLogged
from libs.contracts.vocabulary import Competence
from ops.docs.services import built
from services.petitions.permissions import ROUTES
from services.petitions.rules import ASKED
from tests.petitions.builders import NEXT_DOOR, OFFICES, read_out, recommendation
from tests.petitions.conftest import Desk
from tests.support.access import person_id

EVERYONE = (*(name for name, _, _ in OFFICES), "member", "stranger")
WALKING = ("secretary", "clerk", "liaison", "ward", "ward-leader", "assignee", "city", "city-leader", "admin", "ward2")
VERBS = ("acknowledge", "answer", "escalate", "extend", "redirect", "withdraw", "reopen", "close")
WALKED = ("branch recorded", "ward assigned", "city submitted", "branch answered", "branch closed")
GOOD = {
    "reason": "Lý do",
    "category": "land",
    "competence": "ward",
    "assignee": str(uuid4()),
    "outcome": "resolved",
    "text": "Đã xong",
    "channel": "other",
    "into": str(uuid4()),
    "reason_code": "other",
    "body": "Công ty Điện lực",
}
WRONG = {"reason": 5, "body": 5, "category": 5, "assignee": 5, "outcome": 5, "into": 5, "channel": 5}
WARD_OFFICERS, CITY_OFFICERS, BRANCH = {"ward", "ward-leader"}, {"city", "city-leader"}, {"secretary"}
WARD_LEADER, CITY_LEADER = {"ward-leader"}, {"city-leader"}
READ_OUT = {"secretary", "committee", "clerk"}
OFFICERS_DO = ("acknowledge", "classify", "assign", "return", "merge", "redirect", "resume", "transfer", "reply")
BY_HOLDER = {
    "ward": {
        **dict.fromkeys((*OFFICERS_DO, "escalate"), WARD_OFFICERS),
        "answer": WARD_OFFICERS,
        **dict.fromkeys(("extend", "pause"), WARD_LEADER),
    },
    "city": {
        **dict.fromkeys(OFFICERS_DO, CITY_OFFICERS),
        "answer": CITY_OFFICERS,
        **dict.fromkeys(("extend", "pause"), CITY_LEADER),
    },
    "branch": dict.fromkeys(("redirect", "escalate", "answer"), BRANCH),
}
BY_HOME = {"withdraw": {"secretary", "member"}, "reopen": {"secretary"}, "close": READ_OUT}
READERS = {"secretary", "clerk", "committee", "liaison", "ward", "ward-leader", "ward-board", "member"}


async def in_every_state(desk: Desk) -> dict[str, UUID]:
    """A petition in each state; the key begins with who holds it, or held it last."""
    made = {"branch recorded": await desk.logged(competence=Competence.BRANCH)}
    made["ward submitted"] = await desk.at_ward()
    made["ward received"] = await desk.received()
    made["ward classified"] = await desk.received()
    await desk.does("ward", made["ward classified"], "classify", category="land", competence="ward")
    made["ward assigned"] = await desk.received()
    await desk.does("ward", made["ward assigned"], "assign", assignee=str(person_id("assignee")))
    made["branch returned"] = await desk.at_ward()
    await desk.does("ward", made["branch returned"], "return", reason="Thiếu địa chỉ")
    made["branch answered"] = await desk.answered()
    made["ward reopened"] = await desk.answered()
    answered = await desk.get("ward", made["ward reopened"])
    await desk.tell(read_out(answered, content=False, reason="Vẫn ngập"))
    made["city submitted"] = await desk.at_city()
    made["branch closed"] = await desk.closed()
    made["ward redirected"] = await desk.at_ward()
    await desk.does("ward", made["ward redirected"], "redirect", channel="other", reason="Đơn khiếu nại")
    made["ward withdrawn"] = await desk.at_ward()
    await desk.does("member", made["ward withdrawn"], "withdraw", reason="Đã tự giải quyết")
    return made


def readers(where: str) -> set[str]:
    more = {"assignee"} if where == "ward assigned" else set()
    return READERS | more | (CITY_OFFICERS if where.startswith("city") else set())


def allowed(where: str, verb: str) -> set[str]:
    if verb in BY_HOME:
        return BY_HOME[verb]
    return BY_HOLDER[where.split()[0]].get(verb, set()) | (
        {"assignee"} if (where, verb) == ("ward assigned", "answer") else set()
    )


async def test_role_and_unit_are_settled_before_body_and_state_in_every_kind_of_state(desk: Desk) -> None:
    made = await in_every_state(desk)
    for where, petition_id in ((where, made[where]) for where in WALKED):
        for who in WALKING:
            got = {
                str(verb): (await desk.post(who, petition_id, verb, **WRONG)).status_code
                for verb in ASKED
                if wrong(where, verb)
            }
            for verb, status in got.items():
                expected = [404] if who not in readers(where) else [409, 422] if who in allowed(where, verb) else [403]
                assert status in expected, (where, who, verb, status)


def wrong(where: str, verb: str) -> bool:
    """Whether a wrong body is refused: acknowledging takes none."""
    return not (verb == "acknowledge" and where.endswith("submitted"))


async def test_even_what_is_not_json_is_judged_after_role_and_unit(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    for who, expected in (("ward2", 404), ("clerk", 403), ("ward", 422)):
        response = await (await desk.client(who)).post(
            f"/petitions/{petition_id}/escalate", content=b"{", headers={"Content-Type": "application/json"}
        )
        assert response.status_code == expected, response.text
    broken = await (await desk.client("ward")).post(
        "/petitions/x/escalate", content=b"{", headers={"Content-Type": "application/json"}
    )
    assert broken.status_code == 422


async def test_who_may_not_read_it_is_told_that_there_is_nothing(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    for who in EVERYONE:
        status = (await desk.ask(who, f"/petitions/{petition_id}")).status_code
        assert status == (200 if who in READERS else 404), who
    assert (await desk.ask("ward", f"/petitions/{uuid4()}")).status_code == 404


async def test_what_next_does_not_offer_is_refused_and_what_it_offers_only_wants_its_words(desk: Desk) -> None:
    made = await in_every_state(desk)
    for petition_id in (made[where] for where in (*WALKED, "branch returned", "ward reopened")):
        for who in ("secretary", "ward-leader", "city"):
            seen = await desk.ask(who, f"/petitions/{petition_id}")
            for verb in ASKED if seen.status_code == 200 else ():
                offered = verb in seen.json()["next"]
                if offered and verb == "acknowledge":
                    continue
                response = await desk.post(who, petition_id, verb, **(WRONG if offered else GOOD))
                assert response.status_code in ((422,) if offered else (403, 409)), (who, verb, response.text)


async def test_refusals_say_in_both_languages_what_to_do(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    closing = await desk.post("secretary", petition_id, "close")
    assert (closing.status_code, closing.json()["slug"]) == (409, "read-out-first")
    assert "đọc tại chi bộ" in closing.json()["detail"]
    async with desk.subject.as_person(person_id("secretary"), language="en") as english:
        response = await english.post(f"/petitions/{petition_id}/close", json={})
    assert "read out" in response.json()["detail"]


async def test_a_body_is_judged_field_by_field(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    await desk.does("ward", petition_id, "acknowledge")
    empty = await desk.post("ward", petition_id, "escalate", reason="  ")
    assert (empty.status_code, empty.json()["fields"][0]["path"]) == (422, "reason")
    unreadable = await desk.post("ward", petition_id, "escalate", reason="thi\ufffdu")
    assert unreadable.status_code == 422
    long = await desk.post("ward", petition_id, "answer", outcome="resolved", text="x" * 5001)
    assert long.status_code == 422
    planned = await desk.post("ward-leader", petition_id, "answer", outcome="accepted_planned", text="Sẽ làm")
    assert (planned.status_code, planned.json()["slug"]) == (422, "target-date-needed")
    past = {"outcome": "accepted_planned", "text": "Sẽ làm", "target_date": "2020-01-01"}
    assert (await desk.post("ward-leader", petition_id, "answer", **past)).status_code == 422
    stranger = await desk.post("ward", petition_id, "assign", assignee=str(person_id("secretary")))
    assert (stranger.status_code, stranger.json()["slug"]) == (422, "not-an-assignee")


async def test_a_neighbour_sees_nothing_and_another_ward_neither(desk: Desk) -> None:
    await desk.tell(recommendation(RecommendationLogged, branch=NEXT_DOOR, recommendation_id=new_id()), NEXT_DOOR)
    await desk.at_ward()
    for who, count in (("secretary", 1), ("neighbour", 1), ("ward", 2), ("ward2", 0), ("city", 0), ("admin", 0)):
        assert len((await desk.ask(who, "/petitions")).json()["items"]) == count, who


def test_every_route_has_its_verb() -> None:
    routes = {
        (method, getattr(route, "path", "").removeprefix("/api/petitions/v1"))
        for router in built("petitions").routers
        for route in router.routes
        for method in getattr(route, "methods", ())
    }
    assert routes == set(ROUTES)
