"""Lists go on where a cursor says, and a cursor that no list gave out is refused, whatever is in it."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from libs.common.paging import BadCursor, Position, decode, encode

KEY = [datetime(2026, 11, 3, 12, 30, tzinfo=UTC), uuid4(), "th.w001", 7]
KINDS = [type(part) for part in KEY]


def cursor(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode()


def test_a_cursor_gives_back_the_key_it_was_made_of() -> None:
    assert Position(50, decode(encode(KEY))).key(*KINDS) == KEY


def test_a_list_begins_at_its_start_without_a_cursor() -> None:
    assert Position(50, None).key(*KINDS) is None


def test_only_a_full_page_says_where_the_next_one_begins() -> None:
    assert Position(2, None).cut(["a", "b"], str) == (["a", "b"], None)
    assert Position(2, None).cut(["a", "b", "c"], list) == (["a", "b"], encode(["b"]))


@pytest.mark.parametrize("text", ["", "x", "{", "====", cursor({}), cursor("key"), cursor([[]]), cursor([1.5])])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        decode(text)


@pytest.mark.parametrize(
    "key",
    [
        [],
        ["th.w001"],
        ["2026-11-03", "not an id", "th", 7],
        ["2026-11-03T12:30:00", str(uuid4()), "th", 7],
        ["0001-01-01T00:00:00+14:00", str(uuid4()), "th", 7],
        ["2026-11-03T12:30:00+00:00", str(uuid4()), "a\u0000b", 7],
        ["2026-11-03T12:30:00+00:00", str(uuid4()), 5, 7],
        ["2026-11-03T12:30:00+00:00", str(uuid4()), "th", 2**63],
        ["2026-11-03T12:30:00+00:00", str(uuid4()), None, None],
    ],
)
def test_a_cursor_of_another_list_is_refused(key: list[Any]) -> None:
    with pytest.raises(BadCursor):
        Position(50, decode(cursor(key))).key(*KINDS)
