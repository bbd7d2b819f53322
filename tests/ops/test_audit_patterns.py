"""Which events a listener must have handled follows from its subjects, read as NATS reads them."""

import re

import pytest

from ops.audit.listeners import as_pattern, publishers

OPENED = "petitions.petition.opened.v1.th.w001.b001"


@pytest.mark.parametrize(
    ("subjects", "heard"),
    [
        (["petitions.petition.opened.v1.>"], True),
        (["petitions.*.*.*.th.w001.>"], True),
        (["meetings.>", "petitions.>"], True),
        ([OPENED], True),
        (["petitions.petition.opened.v1"], False),
        (["petitions.*.*.*.th.w002.>"], False),
        (["petitions.petition.opened.v1.th.w001.b001.>"], False),
        (["private.petitions.>"], False),
    ],
)
def test_subjects_match_as_on_the_server(subjects: list[str], heard: bool) -> None:
    assert bool(re.match(as_pattern(subjects), OPENED)) is heard


def test_events_are_looked_for_at_those_who_publish_them() -> None:
    assert publishers(["petitions.>", "private.meetings.>", "private.petitions.>"]) == ["meetings", "petitions"]
