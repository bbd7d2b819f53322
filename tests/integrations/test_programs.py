"""The two programs of docs/integrations, run as an integrator would run them."""

import asyncio
from pathlib import Path

import pytest

from tests.integrations.conftest import ANOTHERS, OURS, PROGRAMS, Ground, running

BOTH = pytest.mark.parametrize("program", ["follow_nats.py", "follow_faststream.py"])


@BOTH
async def test_it_follows_its_ward_and_resumes_where_it_was(ground: Ground, program: str) -> None:
    grant = await ground.granted("th.w001", "integrator")
    first = await ground.submitted(OURS)
    await ground.submitted(ANOTHERS)

    async with running(program, grant) as following:
        heard = [await following.event()]
        second = await ground.submitted(OURS)
        heard.append(await following.event())
        await asyncio.sleep(0.3)
    meanwhile = await ground.submitted(OURS)
    async with running(program, grant) as following:
        heard.append(await following.event())
        assert await following.says_nothing_for(1)

    assert heard == [(first, OURS), (second, OURS), (meanwhile, OURS)]


@BOTH
@pytest.mark.parametrize(("durable", "stream"), [("anotherward", "PETITIONS"), ("integrator", "PRIVATE")])
async def test_it_says_in_words_what_is_refused(ground: Ground, program: str, durable: str, stream: str) -> None:
    await ground.granted("th.w002", "anotherward")
    grant = ground.file(durable, {stream: f"{stream.lower()}.>"})
    await ground.submitted(ANOTHERS)

    async with running(program, grant) as following:
        refused = await following.complains("permissions violation")
        silent = await following.says_nothing_for(0.5)

    assert refused, following.errors
    assert silent


@BOTH
def test_it_is_about_thirty_lines(program: str) -> None:
    lines = [line for line in Path(PROGRAMS / program).read_text().splitlines() if line.strip()]

    assert len(lines) <= 38
