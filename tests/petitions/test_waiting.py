"""What a petition waited with each holder adds up to its age, to the second, spell by spell."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libs.common import clock
from services.petitions.rules import STEPS
from services.petitions.views_waiting import spells
from tests.petitions.builders import read_out
from tests.petitions.conftest import Desk
from tests.petitions.memory import act, chain_of, day, holdings, opened, refused

PAUSES = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40))


@settings(max_examples=150, deadline=None)
@given(depth=st.integers(2, 5), deeds=st.lists(st.tuples(PAUSES, st.integers(min_value=0)), max_size=25), rest=PAUSES)
def test_in_any_life_the_holders_add_up_to_the_age(
    depth: int, deeds: list[tuple[timedelta, int]], rest: timedelta
) -> None:
    chain, now = chain_of(depth), day(11, 3, 19, 30) + timedelta(microseconds=700_000)
    case = opened(now, chain)
    for pause, choice in deeds:
        now += pause
        possible = [verb for verb in STEPS[case.petition.state] if refused(case, verb, now, chain) is None]
        if possible:
            act(case, possible[choice % len(possible)], now, chain)
    now += rest

    for spell in spells(holdings(case), {}, now):
        until = spell.to_at or now
        assert spell.seconds == (until - spell.from_at) // timedelta(seconds=1)
        assert sum(one.seconds for one in spell.waited) == spell.seconds
        assert all(one.seconds >= 0 for one in spell.waited)
        assert sum(one.now for one in spell.waited) == (spell.to_at is None)
        assert len({one.unit_id for one in spell.waited}) == len(spell.waited)


async def test_a_reader_sees_it_spell_by_spell(desk: Desk) -> None:
    petition_id = await desk.at_city()
    clock.shift(3 * 86_400 + 0.4)
    await desk.does("city", petition_id, "return", reason="Thiếu địa chỉ")
    clock.shift(4 * 86_400 + 0.9)
    answered = await desk.does("ward-leader", petition_id, "answer", outcome="resolved", text="Đã nạo vét")
    clock.shift(6 * 86_400)
    await desk.tell(read_out(answered, content=True))
    await desk.does("secretary", petition_id, "reopen", reason="Lại tắc")
    clock.shift(9 * 86_400)

    first, second = (await desk.get("secretary", petition_id))["spells"]
    for spell in (first, second):
        assert sum(one["seconds"] for one in spell["waited"]) == spell["seconds"]
    length = datetime.fromisoformat(first["to_at"]) - datetime.fromisoformat(first["from_at"])
    assert first["seconds"] == length // timedelta(seconds=1)
    assert [one["tier"] for one in first["waited"]] == ["branch", "ward", "city"]
    assert [one["now"] for one in first["waited"]] == [False] * 3
    ward, city = first["waited"][1:]
    assert city["seconds"] == pytest.approx(3 * 86_400, abs=30)
    assert ward["seconds"] == pytest.approx(86_400, abs=30)
    assert (second["to_at"], [one["now"] for one in second["waited"]]) == (None, [True])
    assert second["seconds"] == pytest.approx(3 * 86_400, abs=30)
