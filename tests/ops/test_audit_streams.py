"""Only what a stream no longer keeps because of its age may be missing there."""

from datetime import timedelta
from typing import Any

import pytest

from ops.audit.streams import StreamCopy, missing_messages

PUBLIC = StreamCopy("PETITIONS", ids={8: "here"}, first=8, read_to=8)
PRIVATE = StreamCopy("PRIVATE", ids={8: "here"}, first=8, read_to=8, kept=timedelta(days=35))


def sent(event_id: str, sequence: int | None, days: float) -> dict[str, Any]:
    return {"event_id": event_id, "stream_sequence": sequence, "age": timedelta(days=days)}


@pytest.mark.parametrize(
    ("copy", "row", "found"),
    [
        (PUBLIC, sent("here", 8, days=1), False),
        (PUBLIC, sent("other", 8, days=1), True),
        (PUBLIC, sent("lost", 9, days=1), True),
        (PUBLIC, sent("unnumbered", None, days=1), True),
        (PUBLIC, sent("purged", 7, days=60), True),
        (PRIVATE, sent("purged", 7, days=3), True),
        (PRIVATE, sent("expired", 7, days=36), False),
        (PRIVATE, sent("never sent again", 0, days=40), False),
    ],
)
def test_a_sent_event_is_missing_unless_it_stands_or_has_expired(
    copy: StreamCopy, row: dict[str, Any], found: bool
) -> None:
    assert bool(missing_messages("petitions", copy, [row])) is found
