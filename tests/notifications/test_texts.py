"""The words: both languages for everyone who is told, filled from what a line stores, dated as the language does."""

import string
from itertools import product

import pytest

from libs.contracts.vocabulary import ClockKind
from services.notifications import texts
from services.notifications.rules import TOLD

KINDS = [f"{event.type.split('.')[2]}.{audience}" for event, audiences in TOLD.items() for audience in audiences]
PARAMS = {
    "code": "KN-b001-2026-0007",
    "branch": "Chi bộ 1",
    "holder": "Đảng ủy phường Hạc Thành",
    "previous": "Chi bộ 1",
    "answered_by": "Đảng ủy phường Hạc Thành",
    "due": "2026-11-05T16:59:59+00:00",
    "clock": "acknowledge",
}


@pytest.mark.parametrize(("kind", "language"), list(product(KINDS, ("vi", "en"))))
def test_every_kind_has_words_in_both_languages(kind: str, language: str) -> None:
    assert texts.title(kind, PARAMS, language)
    assert PARAMS["code"] in texts.text(kind, PARAMS, language)


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_say_the_same_things(kind: str) -> None:
    fact, audience = kind.split(".")
    words = texts.texts()[fact][audience]

    for part in ("title", "text"):
        fields = {language: {name for _, name, _, _ in string.Formatter().parse(words[part][language]) if name}
                  for language in ("vi", "en")}  # fmt: skip
        assert fields["vi"] == fields["en"]


@pytest.mark.parametrize("clock", list(ClockKind))
def test_every_clock_has_a_word(clock: ClockKind) -> None:
    assert texts.text("due_soon.holder", {**PARAMS, "clock": clock}, "vi")


def test_what_a_line_does_not_know_is_a_dash() -> None:
    assert "Hạn tiếp nhận: —." in texts.text("submitted.origin", {"code": "KN-1", "branch": "A", "holder": "B"}, "vi")


def test_dates_are_those_of_viet_nam_in_the_readers_language() -> None:
    late = PARAMS | {"due": "2026-11-05T17:00:00+00:00"}

    assert "05/11/2026" in texts.text("submitted.holder", PARAMS, "vi")
    assert "5 Nov 2026" in texts.text("submitted.holder", PARAMS, "en")
    assert "06/11/2026" in texts.text("submitted.holder", late, "vi")


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_addressed_as_ban(kind: str) -> None:
    assert "bạn" not in (texts.title(kind, PARAMS, "vi") + texts.text(kind, PARAMS, "vi")).lower().split()
