"""One act can be followed: its correlation id goes through HTTP, outbox, NATS, listener, outbox again and the logs."""

import json
import logging

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import log
from libs.common.ids import new_id
from libs.common.listening import Listeners, Meta
from libs.common.outbox import stage
from tests.common.toy_door import door_of
from tests.common.toys import ToyBroke, ToyHappened, Toys, until


async def test_a_correlation_id_goes_all_the_way(toys: Toys) -> None:
    listeners = Listeners("toys")

    @listeners.on(ToyHappened)
    async def answer(session: AsyncSession, event: ToyHappened, meta: Meta) -> None:
        await stage(session, ToyBroke(sequence=2, toy_id=event.toy_id), unit_path=meta.unit_path)

    await toys.start(listeners)
    async with door_of(toys).as_person(new_id()) as person:
        headers = {"X-Correlation-Id": "a-phone-0123", "traceparent": "00-abc-def-01"}
        answered = await person.put(f"/toys/{new_id()}", json={"name": "ba"}, headers=headers)
    await until(lambda: _sent(toys, 2))

    first, second = [json.loads(row["body"]) for row in await toys.rows("SELECT body FROM outbox ORDER BY id")]
    received = json.loads((await toys.js.get_msg("TOYS", 2)).data or b"")
    assert answered.headers["x-correlation-id"] == "a-phone-0123"
    assert first["correlationid"] == second["correlationid"] == "a-phone-0123"
    assert first["traceparent"] == "00-abc-def-01"
    assert "causationid" not in first
    assert second["causationid"] == first["id"]
    assert received == second


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "spaces in it", "đường-dẫn-01", "a\u0000b1234567"])
async def test_a_correlation_id_that_is_none_is_replaced(toys: Toys, given: str) -> None:
    async with door_of(toys).as_person(None) as person:
        answered = await person.get("/hello", headers={b"X-Correlation-Id": given.encode()})

    assert answered.status_code == 200
    assert answered.headers["x-correlation-id"] != given
    assert len(answered.headers["x-correlation-id"]) == 36


async def test_a_log_line_names_the_act_and_nothing_of_the_person(toys: Toys, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with door_of(toys).as_person(new_id()) as person:
        headers = {"X-Correlation-Id": "a-phone-4567"}
        await person.get("/toys?q=0912345678", headers=headers)
        await person.get("/stumble", headers=headers)

    said = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    requests = [fact for fact in said if fact["event"] == "request"]
    assert [(fact["route"], fact["status"]) for fact in requests] == [
        ("/api/toys/v1/toys", 200),
        ("/api/toys/v1/stumble", 500),
    ]
    assert {fact["correlation_id"] for fact in requests} == {"a-phone-4567"}
    assert "0912345678" not in caplog.text


def test_an_error_is_logged_with_its_places_and_without_what_it_says_of_data() -> None:
    try:
        try:
            raise ValueError("Nguyễn Văn A, 0912345678")
        except ValueError as inner:
            raise KeyError("0912345678") from inner
    except KeyError as error:
        said = log.describe_exception((type(error), error, error.__traceback__))

    assert "0912345678" not in said
    assert "KeyError" in said
    assert "ValueError" in said
    assert "test_correlation.py" in said


async def _sent(toys: Toys, count: int) -> bool:
    return bool(await toys.value("SELECT count(published_at) FROM outbox") == count)
