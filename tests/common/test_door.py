"""The HTTP door: who is asking is settled first, and nothing that is sent makes it fall over."""

from collections.abc import AsyncIterator

import pytest

from libs.common.door import BODY_LIMIT
from libs.common.ids import new_id
from tests.common.toy_door import door_of
from tests.common.toys import Toys
from tests.support.service import Subject

ANYONE = new_id()
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def door(toys: Toys) -> Subject:
    return door_of(toys)


@pytest.mark.parametrize("body", [b"{", b'{"name": 5}', b"x" * 2_000, b""])
async def test_a_stranger_is_asked_to_sign_in_whatever_the_body_says(door: Subject, body: bytes) -> None:
    async with door.as_person(None) as stranger:
        answer = await stranger.put(f"/toys/{new_id()}", content=body, headers=JSON)

    assert answer.status_code == 401
    assert answer.json()["slug"] == "sign-in-required"
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_the_body_of_a_stranger_is_not_even_read(door: Subject) -> None:
    read = False

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        read = True
        yield b"{}"

    async with door.as_person(None) as stranger:
        answer = await stranger.put("/toys/not-a-uuid", content=body(), headers=JSON)

    assert answer.status_code == 401
    assert not read


@pytest.mark.parametrize("authorization", ["Bearer", "Bearer x", "Bearer a.b.c", "Basic eDp4", "Bearer " + "é" * 9])
async def test_what_is_not_a_token_is_no_token(door: Subject, authorization: str) -> None:
    async with door.as_person(None) as stranger:
        answer = await stranger.get("/toys", headers={b"Authorization": authorization.encode()})

    assert answer.status_code == 401


async def test_a_public_route_asks_nobody_who_they_are(door: Subject) -> None:
    async with door.as_person(None) as stranger:
        assert (await stranger.get("/hello")).status_code == 200


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        (b"{", "invalid"),
        (b"", "invalid"),
        (b"[]", "invalid"),
        (b"\xff\xfe", "invalid"),
        (b"[" * 100_000, "bad-request"),
        (b'{"name": "ba", "made_at": "2026-11-03T19:30:00"}', "invalid"),
        (b'{"name": "ba", "pieces": -1}', "invalid"),
        (b'{"name": "ba", "pieces": 1e400}', "invalid"),
        (b'{"name": "ba", "nobody": "knows"}', "invalid"),
        (b'{"name": "\\ud800"}', "invalid"),
        ('{"name": "\ufffd"}'.encode(), "invalid"),
        (f'{{"name": "{"ă" * 21}"}}'.encode(), "invalid"),
    ],
)
async def test_what_cannot_be_understood_is_refused_in_words(door: Subject, body: bytes, slug: str) -> None:
    async with door.as_person(ANYONE) as person:
        answer = await person.put(f"/toys/{new_id()}", content=body, headers=JSON)

    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["slug"] == slug
    assert answer.json()["detail"]


async def test_a_body_of_another_type_is_refused(door: Subject) -> None:
    async with door.as_person(ANYONE) as person:
        answer = await person.put(f"/toys/{new_id()}", content=b"name=ba", headers={"Content-Type": "text/plain"})

    assert answer.status_code == 422


async def test_text_without_its_control_characters_is_taken(door: Subject) -> None:
    async with door.as_person(ANYONE) as person:
        answer = await person.put(f"/toys/{new_id()}", json={"name": "b\u0000u\u0301p \u0007be\u0302"})

    assert answer.status_code == 200
    assert answer.json()["name"] == "búp bê"


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "q=%ed%a0%80", "q=" + "x" * 101, "pieces=99999999999999999999"])
async def test_no_question_makes_it_fall_over(door: Subject, query: str) -> None:
    async with door.as_person(ANYONE) as person:
        answer = await person.get(f"/toys?{query}")

    assert answer.status_code in (200, 422)


async def test_a_body_over_the_limit_is_refused_by_its_announced_length(door: Subject) -> None:
    async with door.as_person(ANYONE) as person:
        answer = await person.put(f"/toys/{new_id()}", content=b" " * (BODY_LIMIT + 1), headers=JSON)

    assert answer.status_code == 413
    assert answer.json()["slug"] == "too-large"


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k"}])
async def test_a_body_over_the_limit_is_refused_where_its_length_was_not_told(
    door: Subject, key: dict[str, str]
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10 * BODY_LIMIT:
            sent += 65_536
            yield b" " * 65_536

    async with door.as_person(ANYONE) as person:
        answer = await person.post(f"/toys/{new_id()}/play", content=endless(), headers=JSON | key)

    assert answer.status_code == 413
    assert answer.json()["slug"] == "too-large"


async def test_an_error_of_ours_is_told_calmly_and_without_its_inside(door: Subject) -> None:
    async with door.as_person(ANYONE) as person:
        answer = await person.get("/stumble")

    assert answer.status_code == 500
    assert answer.headers["x-correlation-id"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert "toy fell" not in answer.text


async def test_where_nothing_is_and_what_is_not_done_there_are_told_as_problems(door: Subject) -> None:
    async with door.as_person(ANYONE) as person:
        nowhere, undone = await person.get("/nowhere"), await person.delete("/hello")

    assert (nowhere.status_code, nowhere.json()["slug"]) == (404, "not-found")
    assert (undone.status_code, undone.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("vi", "Đồ chơi broken đã hỏng."),
        ("en-GB, vi;q=0.5", "The toy broken is broken."),
        ("", "Đồ chơi broken đã hỏng."),
    ],
)
async def test_a_refusal_speaks_the_language_of_the_caller(door: Subject, wanted: str, said: str) -> None:
    async with door.as_person(ANYONE) as person:
        headers = {"Accept-Language": wanted}
        answer = await person.post(f"/toys/{new_id()}/play", json={"name": "broken"}, headers=headers)

    assert answer.status_code == 409
    problem = answer.json()
    assert problem["detail"] == said
    assert problem["type"].endswith("toy-broken")


@pytest.mark.parametrize(("language", "said"), [("vi", "Vui lòng nhập thông tin này."), ("en", "This is required.")])
async def test_a_field_that_is_missing_is_named_in_the_language_of_the_caller(
    door: Subject, language: str, said: str
) -> None:
    async with door.as_person(ANYONE, language) as person:
        answer = await person.put(f"/toys/{new_id()}", json={})

    assert answer.json()["fields"] == [{"path": "name", "text": said}]


async def test_what_was_sent_is_never_repeated_in_a_problem(door: Subject) -> None:
    async with door.as_person(ANYONE) as person:
        answer = await person.put(f"/toys/{new_id()}", json={"name": "Nguyễn Văn A, 0912345678, số 5"})

    assert answer.status_code == 422
    assert "0912345678" not in answer.text
