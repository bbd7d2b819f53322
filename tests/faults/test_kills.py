"""kill -9 of each part in mid-flow: nothing is lost and nothing is doubled, and each kill is shown to have hit.

Three times each; `FAULTS` in the environment (`make faults`: 50) sets another number.
"""

import logging
import os
import random
import time
from datetime import UTC, datetime

import pytest

from ops.places import Places
from tests.faults.load import Load, Recommending, Registering
from tests.faults.proof import ON_THE_ROSTER, TOLD, Way, all_arrived, nothing_twice, under_way
from tests.support.system import RunningSystem

KILLS = int(os.environ.get("FAULTS", "3"))
PER_KILL = 40
LATER = 0.08
"""Seconds within which a recommendation goes its whole way when nothing is in its way."""
PARTS = ("meetings", "petitions", "notifications", "nats", "postgresql", "gateway")

pytestmark = pytest.mark.timeout(240 + 90 * KILLS)
log = logging.getLogger(__name__)


@pytest.mark.parametrize("part", PARTS)
async def test_no_recommendation_is_lost_or_doubled(
    running_system: RunningSystem, places: Places, recommending: Recommending, part: str
) -> None:
    await kill_in_mid_flow(running_system, places, recommending, part, TOLD)
    await nothing_twice(places)
    assert "✓" in running_system.lienthong("audit").stdout


async def test_no_member_is_lost_or_doubled(
    running_system: RunningSystem, places: Places, registering: Registering
) -> None:
    await kill_in_mid_flow(running_system, places, registering, "members", ON_THE_ROSTER)

    roster = registering.people.get("ward", f"/members/v1/units/{registering.branch}/roster")["items"]
    entered = [person["member_id"] for person in roster if person["member_id"] in registering.sent]
    assert sorted(entered) == sorted(registering.sent)
    assert "✓" in running_system.lienthong("audit").stdout


async def kill_in_mid_flow(system: RunningSystem, places: Places, load: Load, part: str, way: Way) -> None:
    """Until so many kills have hit something under way; each time everything sent must come to its end."""
    hits: list[int] = []
    while sum(map(bool, hits)) < KILLS:
        assert len(hits) < 3 * KILLS, f"{part} is hardly ever hit: {hits}"
        killed_at = strike(system, load, part)
        system.wait_ready()
        hits.append(under_way(load.sent, await all_arrived(places, way, load.sent), killed_at))
    facts = (part, len(hits), hits, load.interrupted, len(load.sent))
    log.info("%s: %d kills, under way then %s, %d requests repeated, %d sent", *facts)


def strike(system: RunningSystem, load: Load, part: str) -> datetime:
    """One kill somewhere between sending and arriving; when it was."""
    load.most, victim = len(load.sent) + PER_KILL, system.child(part)
    with load:
        load.flows(PER_KILL // 2)
        time.sleep(random.uniform(0, LATER))
        victim.kill()
        return datetime.now(UTC)
