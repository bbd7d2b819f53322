"""A POST with an Idempotency-Key is done once, however often it is sent."""

import asyncio

import pytest
from sqlalchemy import text

from libs.common.ids import new_id
from libs.common.service import forget_old
from tests.common.toy_door import door_of
from tests.common.toys import Toys
from tests.support.service import Subject

PERSON, OTHER = new_id(), new_id()


@pytest.fixture
def door(toys: Toys) -> Subject:
    return door_of(toys)


async def test_the_same_key_twice_is_done_once_and_answered_alike(door: Subject, toys: Toys) -> None:
    toy_id, key = new_id(), {"Idempotency-Key": "k-1"}

    async with door.as_person(PERSON) as person:
        first = await person.post(f"/toys/{toy_id}/play", json={"name": "ba"}, headers=key)
        second = await person.post(f"/toys/{toy_id}/play", json={"name": "ba"}, headers=key)

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert second.headers["idempotent-replay"] == "true"
    assert await toys.played() == 1


async def test_the_same_key_from_eight_at_once_is_done_once(door: Subject, toys: Toys) -> None:
    toy_id, key = new_id(), {"Idempotency-Key": "k-2"}

    async with door.as_person(PERSON) as person:
        sent = [person.post(f"/toys/{toy_id}/play", json={"name": "ba"}, headers=key) for _ in range(8)]
        answers = await asyncio.gather(*sent)

    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["played"] for answer in answers} == {1}
    assert await toys.played() == 1


async def test_without_a_key_it_is_done_as_often_as_it_is_sent(door: Subject, toys: Toys) -> None:
    async with door.as_person(PERSON) as person:
        for _ in range(2):
            await person.post(f"/toys/{new_id()}/play", json={"name": "ba"})

    assert await toys.played() == 2


async def test_a_key_that_stands_for_another_request_is_refused(door: Subject, toys: Toys) -> None:
    toy_id, key = new_id(), {"Idempotency-Key": "k-3"}

    async with door.as_person(PERSON) as person:
        await person.post(f"/toys/{toy_id}/play", json={"name": "ba"}, headers=key)
        other_body = await person.post(f"/toys/{toy_id}/play", json={"name": "bốn"}, headers=key)
        other_toy = await person.post(f"/toys/{new_id()}/play", json={"name": "ba"}, headers=key)

    assert {(answer.status_code, answer.json()["slug"]) for answer in (other_body, other_toy)} == {
        (422, "idempotency-key-reused")
    }
    assert await toys.played() == 1


async def test_the_keys_of_two_people_have_nothing_to_do_with_each_other(door: Subject, toys: Toys) -> None:
    key = {"Idempotency-Key": "k-4"}

    for who in (PERSON, OTHER):
        async with door.as_person(who) as person:
            await person.post(f"/toys/{new_id()}/play", json={"name": "ba"}, headers=key)

    assert await toys.played() == 2


async def test_a_refusal_is_not_remembered_so_the_same_key_can_succeed_later(door: Subject, toys: Toys) -> None:
    toy_id, key = new_id(), {"Idempotency-Key": "k-5"}

    async with door.as_person(PERSON) as person:
        refused = await person.post(f"/toys/{toy_id}/play", json={"name": "broken"}, headers=key)
        done = await person.post(f"/toys/{toy_id}/play", json={"name": "mended"}, headers=key)

    assert (refused.status_code, done.status_code) == (409, 200)
    assert await toys.played() == 1


async def test_the_answer_is_forgotten_after_a_day_for_it_holds_names(door: Subject, toys: Toys) -> None:
    async with door.as_person(PERSON) as person:
        for number in range(2):
            key = {"Idempotency-Key": f"kept-{number}"}
            await person.post(f"/toys/{new_id()}/play", json={"name": "ba"}, headers=key)
    async with toys.database.transaction() as session:
        old = "UPDATE idempotency_keys SET at = now() - interval '25 hours' WHERE key = 'kept-0'"
        await session.execute(text(old))
        await forget_old(session)

    assert [row["key"] for row in await toys.rows("SELECT key FROM idempotency_keys")] == ["kept-1"]


@pytest.mark.parametrize("key", ["k" * 201, "a\tb"])
async def test_a_key_that_is_none_is_refused(door: Subject, toys: Toys, key: str) -> None:
    async with door.as_person(PERSON) as person:
        answer = await person.post(
            f"/toys/{new_id()}/play", json={"name": "ba"}, headers={b"Idempotency-Key": key.encode()}
        )

    assert answer.status_code == 422
    assert await toys.played() == 0
