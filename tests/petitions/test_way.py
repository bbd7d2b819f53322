"""One recommendation's whole way: up to the ward and the city, and the answer back down to the room."""

from libs.common import clock
from libs.contracts.meetings import MeetingEnded, RecommendationLogged
from libs.contracts.petitions import (
    PetitionAnswered,
    PetitionClosed,
    PetitionEscalated,
    PetitionEvent,
    PetitionOpened,
    PetitionReceived,
    PetitionSubmitted,
)
from libs.contracts.vocabulary import MeetingState
from tests.petitions.builders import BRANCH, meeting, read_out, recommendation
from tests.petitions.conftest import Desk
from tests.support.access import unit_id


async def test_a_recommendation_goes_up_is_answered_by_the_city_and_closes_in_the_room(desk: Desk) -> None:
    logged = recommendation(RecommendationLogged)
    petition_id = logged.recommendation_id
    await desk.tell(logged)
    opened = await desk.get("secretary", petition_id)
    assert (opened["state"], opened["holder"]["tier"]) == ("recorded", "branch")
    assert opened["next"] == ["answer", "escalate", "redirect", "withdraw"]

    now = clock.now()
    ended = meeting(MeetingEnded, meeting_id=logged.meeting_id, state=MeetingState.ENDED, ended_at=now, sequence=3)
    await desk.tell(ended)
    submitted = await desk.get("ward", petition_id)
    assert (submitted["state"], submitted["holder"]["tier"]) == ("submitted", "ward")
    assert "acknowledge" in submitted["next"]

    await desk.does("ward", petition_id, "acknowledge")
    await desk.does("ward", petition_id, "escalate", reason="Tuyến cống chính do thành phố quản lý")
    await desk.does("city", petition_id, "acknowledge")
    answer = {"outcome": "accepted_planned", "text": "Sẽ thay cống trong quý tới", "target_date": "2099-03-31"}
    answered = await desk.does("city-leader", petition_id, "answer", **answer)
    assert (answered["state"], answered["holder"]["unit_id"]) == ("answered", str(unit_id(BRANCH)))

    await desk.tell(read_out(answered, content=True))
    closed = await desk.get("ward", petition_id)
    assert (closed["state"], closed["holder"], closed["due_at"], closed["answer"]["content"]) == (
        "closed",
        None,
        None,
        True,
    )

    staged = [type(event) for event, path in await desk.subject.staged() if isinstance(event, PetitionEvent)]
    assert staged == [
        PetitionOpened,
        PetitionSubmitted,
        PetitionReceived,
        PetitionEscalated,
        PetitionReceived,
        PetitionAnswered,
        PetitionClosed,
    ]
    assert {path for _, path in await desk.subject.staged()} == {BRANCH}
