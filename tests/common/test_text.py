"""Text as people type it."""

import unicodedata

import pytest

from libs.common.text import clean, fold, name_sort_key, one_line


def test_decomposed_text_is_stored_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "Nguyễn Thị Ưởng")) == "Nguyễn Thị Ưởng"


def test_control_characters_go_and_line_breaks_stay() -> None:
    assert clean("Cống\x00 ngõ 12\x1b[31m\r\ntắc\u200b \u202e") == "Cống ngõ 12[31m\ntắc"


@pytest.mark.parametrize("text", ["a\ufffdb", "\ue000"])
def test_what_cannot_be_shown_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="unreadable"):
        clean(text)


def test_white_space_in_a_line_collapses() -> None:
    assert one_line("  Nguyễn   Văn\n A ") == "Nguyễn Văn A"


def test_folding_finds_a_name_without_marks_in_either_tone_style() -> None:
    assert fold("Đặng Thị  Hoà") == fold("dang thi hòa") == "dang thi hoa"


def test_names_sort_by_given_name_then_family_name_then_the_middle() -> None:
    wanted = [
        "Lê An", "Nguyễn Văn An", "Đỗ Minh Anh", "Nguyễn Thị Ánh", "Hoàng Văn Ân", "Trần Thị Bình", "Phạm Thị Dung",
        "Trần Dũng", "Trần Đào", "Lê Văn Đức",
    ]  # fmt: skip

    assert sorted(wanted, key=lambda name: name_sort_key(name).encode()) == wanted


def test_tones_only_decide_where_letters_are_the_same() -> None:
    names = ["a ma", "a mà", "a mả", "a mã", "a má", "a mạ", "a man", "a măn"]

    assert sorted(names, key=name_sort_key) == names
