"""Whether two texts are about one thing at one place: what is forgiven, what is not, and how well it holds."""

from importlib import import_module
from unicodedata import normalize

import pytest

from bench.duplicates import measure, texts
from libs.common.text import fold
from services.petitions.places import read
from services.petitions.rules_alike import Bounds, Level, Likeness, compare
from services.petitions.rules_keys import keys_of
from services.petitions.rules_places import Near

_RULES = {key: value for key, value, *_ in import_module("services.petitions.migrations.0006_alike").RULES}
BOUNDS = Bounds(_RULES["petitions.alike_strong"], _RULES["petitions.alike_likely"])
DRAIN = "Cống ngõ 12 Nguyễn Mộng Tuân tắc, cứ mưa là nước tràn vào nhà"


def alike(one: str, other: str, *, same_ward: bool = True, same_branch: bool = False) -> Likeness:
    return compare(read(one), read(other), Near(same_ward, same_branch), BOUNDS)


@pytest.mark.parametrize(
    "other",
    [
        "de nghi nao vet cong thoat nuoc ngo 12 duong Nguyen Mong Tuan, mua la ngap",
        "Đ/n thông tắc cống ng. 12 đ. Nguyễn Mộng Tuân, mưa ko thoát được nước",
        "Ngập ở ngõ số 12 phố Nguyễn Mộng Tuân vì cống tắc",
        "NGÕ 12 NGUYỄN MỘNG TUÂN NGẬP KHI MƯA, CỐNG TẮC",
        "Cống tắc, mưa là nước tràn vào nhà dân ở ngõ 12 Nguyễn Mộng Tuấm",
        "Mưa là ngập ngõ 12 NMT, đề nghị thông tắc cống",
    ],
)
def test_other_words_marks_abbreviations_and_typing_errors_are_forgiven(other: str) -> None:
    assert alike(DRAIN, other).level is Level.STRONG
    assert alike(other, DRAIN).level is Level.STRONG


@pytest.mark.parametrize(
    "other",
    [
        "Cống ngõ 21 Nguyễn Mộng Tuân tắc, cứ mưa là nước tràn vào nhà",
        "Cống ngõ 12 Nguyễn Thiệp tắc, cứ mưa là nước tràn vào nhà",
        "Cống ngách 3/12 Nguyễn Mộng Tuân tắc, cứ mưa là nước tràn vào nhà",
        "cong ngo 121 nguyen mong tuan tac, cu mua la nuoc tran vao nha",
        "Cống hẻm 2 Nguyễn Mộng Tuân tắc, cứ mưa là nước tràn vào nhà",
    ],
)
def test_another_place_is_another_case_whatever_the_words(other: str) -> None:
    found = alike(DRAIN, other)

    assert found.level is Level.NONE
    assert found.differ


def test_another_problem_at_the_very_place_is_another_case() -> None:
    assert alike(DRAIN, "Ngõ 12 Nguyễn Mộng Tuân chưa có đèn chiếu sáng, tối đi lại khó").level is not Level.STRONG


def test_the_other_end_of_a_street_is_another_place() -> None:
    assert alike("Rác ứ đọng đầu phố Hàng Nan", "Rác ứ đọng cuối phố Hàng Nan").level is Level.NONE


def test_a_house_that_only_one_names_makes_it_no_more_than_likely() -> None:
    assert alike("Ổ gà trước số nhà 45 Đội Cung", "Ổ gà trên đường Đội Cung").level is Level.LIKELY


def test_one_number_in_two_wards_is_two_places() -> None:
    one, other = "Tổ dân phố 3 nhiều chó thả rông", "tdp 3 cho tha rong nhieu"
    assert alike(one, other).level is Level.STRONG
    assert alike(one, other, same_ward=False).level is not Level.STRONG


def test_it_says_why_in_the_words_that_were_typed() -> None:
    found = alike(DRAIN, "ngap o ngo 12 nguyen mong tuan, cong tac")

    assert set(found.places) >= {"ngõ 12", "Nguyễn Mộng Tuân"}
    assert "Cống" in found.words


def test_composed_and_decomposed_letters_are_the_same() -> None:
    decomposed = normalize("NFD", DRAIN)

    assert alike(DRAIN, decomposed) == alike(DRAIN, DRAIN)
    assert keys_of(decomposed) == keys_of(DRAIN)


def test_marks_do_not_change_what_it_is_found_by() -> None:
    assert set(keys_of(DRAIN)) & set(keys_of(fold(DRAIN)))


@pytest.mark.parametrize(
    "said", ["", "   ", "!?…", "12", "/", "\u0301\u0301", "😀", "a" * 5_000, "ngõ " * 1_250, "1/" * 2_500]
)
def test_nonsense_is_read_and_is_like_nothing(said: str) -> None:
    assert alike(said, DRAIN).level is not Level.STRONG
    assert alike(DRAIN, said).level is not Level.STRONG
    assert len(keys_of(said)) <= 60


def test_five_thousand_characters_are_read() -> None:
    assert alike(DRAIN, DRAIN + ", đã nêu nhiều lần" * 270).level is not Level.NONE


def test_the_set_has_what_it_says() -> None:
    every = texts()

    assert len(every) >= 400
    families: dict[str, set[str]] = {}
    for one in every:
        families.setdefault(one.group.split("/")[0], set()).add(one.part)
    assert all(len(parts) == 1 for parts in families.values())


def test_it_holds_on_what_was_held_out() -> None:
    figures = measure("held_out", BOUNDS)

    assert figures.in_first_five >= 0.95, figures
    assert figures.precision >= 0.95, figures
    assert figures.recall >= 0.60, figures
