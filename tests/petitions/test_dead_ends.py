"""Random lives of several petitions at once, merged and parted while units end: none is ever without a way out."""

from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from libs.access import keep_appointments
from libs.contracts.vocabulary import FINAL_STATES, Competence, Role
from tests.petitions.builders import BRANCH, NEXT_DOOR, WARD, WARD2, read_out
from tests.petitions.conftest import Desk
from tests.petitions.test_audited import complaints
from tests.petitions.test_units import ended
from tests.support.access import appointment, person_id

ACTING = ("secretary", "neighbour", "ward-leader", "ward2-leader", "city-leader")
STEPS = 150
RARE = {"withdraw", "redirect"}
ENDS = ((BRANCH, None), (BRANCH, NEXT_DOOR), (WARD, WARD2))
WAITING_FOR_NOTHING = text("""
    SELECT p.code FROM petitions AS p JOIN petitions AS other ON other.id = p.merged_into_id
    WHERE p.content IS DISTINCT FROM true AND other.state IN ('withdrawn', 'redirected')
""")


def body_of(verb: str, others: list[str], chance: Random) -> dict[str, Any]:
    return {
        "answer": {"outcome": "resolved", "text": "Đã xong"},
        "classify": {"category": "land", "competence": "ward"},
        "assign": {"assignee": str(person_id("assignee"))},
        "pause": {"reason_code": "awaiting_opinion"},
        "transfer": {"body": "Công ty Điện lực"},
        "reply": {"text": "Sẽ làm"},
        "redirect": {"channel": "other", "reason": "Kênh khác"},
        "merge": {"into": chance.choice(others) if others else str(person_id("none"))},
    }.get(verb, {"reason": "Lý do"})


async def step(desk: Desk, chance: Random, petitions: list[str]) -> None:
    petition_id, who = chance.choice(petitions), chance.choice(ACTING)
    asked = await desk.ask(who, f"/petitions/{petition_id}")
    if asked.status_code == 404:
        return
    seen = asked.json()
    if seen["answer"] and seen["answer"]["read_out_at"] is None and chance.random() < 0.5:
        await desk.tell(read_out(seen, content=chance.random() < 0.5, reason="Vẫn vướng"))
    elif seen["next"]:
        verb = chance.choice(seen["next"])
        if verb in RARE and chance.random() < 0.9:
            return
        others = [one for one in petitions if one != petition_id]
        response = await desk.post(who, petition_id, verb, **body_of(verb, others, chance))
        assert response.status_code in (200, 409, 422), response.text


async def ways_out(desk: Desk, petition_id: str) -> list[str]:
    """What somebody can do with it now; a branch can always read an answer out."""
    found: list[str] = []
    for who in (*ACTING, "member"):
        asked = await desk.ask(who, f"/petitions/{petition_id}")
        if asked.status_code == 200:
            seen = asked.json()
            if seen["state"] in FINAL_STATES:
                return ["final"]
            if seen["state"] == "answered" and seen["holder"]["tier"] == "branch":
                return ["read_out"]
            found += seen["next"]
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_done_no_petition_is_stranded(desk: Desk, seed: int) -> None:
    chance, ending = Random(seed), ENDS[seed % len(ENDS)]
    async with desk.subject.database.transaction() as session:
        await keep_appointments(session, [appointment("ward2-leader", Role.WLE, WARD2)])
    competences = (Competence.BRANCH, Competence.WARD, Competence.CITY)
    raised: list[UUID] = [
        await desk.logged(branch=branch, urgent=True, competence=competence)
        for branch in (BRANCH, NEXT_DOOR)
        for competence in competences
    ]
    petitions, when = [str(one) for one in raised], chance.randrange(STEPS)
    for number in range(STEPS):
        if number == when:
            await desk.tell(ended(ending[0], successor=ending[1]), f"{ending[0]}.self")
        await step(desk, chance, petitions)
    async with desk.subject.database.transaction() as session:
        assert (await session.execute(WAITING_FOR_NOTHING)).all() == []
    assert await complaints(desk) == []
    for petition_id in petitions:
        assert await ways_out(desk, petition_id), petition_id
