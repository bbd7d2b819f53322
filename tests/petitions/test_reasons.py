"""Reasons: chosen from the list of today, said in words, or both; what was chosen can be counted and read later."""

from datetime import date

import pytest
from sqlalchemy import text

from libs.common import clock
from libs.contracts.petitions import PetitionEscalated, PetitionReturned, PetitionWithdrawn
from services.petitions import errors
from services.petitions.models_words import Reason
from services.petitions.rules_reasons import Why, choose, holding
from tests.petitions.conftest import Desk

EXPIRE = text("UPDATE reasons SET valid_to = :day WHERE verb = 'escalate' AND code = 'beyond_means'")
REWORD = text("""
    INSERT INTO reasons (verb, code, vi, en, needs_text, position, valid_from, source)
    SELECT verb, code, 'Câu mới', 'New words', needs_text, position, :day, source
    FROM reasons WHERE verb = 'return' AND code = 'place_missing'
""")


def reason(
    code: str, *, since: date, until: date | None = None, vi: str = "Lý do", needs_text: bool = False, position: int = 1
) -> Reason:
    return Reason(
        verb="return", code=code, vi=vi, en="Why", needs_text=needs_text, position=position, valid_from=since,
        valid_to=until, source="",
    )  # fmt: skip


def test_of_several_rows_of_a_code_the_latest_that_holds_counts() -> None:
    rows = [
        reason("b", since=date(2026, 1, 1), vi="Cũ", position=2),
        reason("b", since=date(2026, 6, 1), vi="Mới", position=2),
        reason("a", since=date(2026, 1, 1)),
        reason("gone", since=date(2026, 1, 1), until=date(2026, 5, 31)),
    ]
    assert [(one.code, one.vi) for one in holding(rows, date(2026, 5, 31))] == [
        ("a", "Lý do"), ("gone", "Lý do"), ("b", "Cũ"),
    ]  # fmt: skip
    assert [(one.code, one.vi) for one in holding(rows, date(2026, 6, 1))] == [("a", "Lý do"), ("b", "Mới")]


def test_a_code_is_one_of_its_verb_and_says_enough_by_itself_or_with_words() -> None:
    rows, day = [reason("a", since=date(2026, 1, 1)), reason("b", since=date(2026, 1, 1), needs_text=True)], date.max
    assert choose((), "return", None, "Vì thế", day) == Why("Vì thế")
    assert choose(rows, "return", "a", None, day) == Why(None, "a", "Lý do")
    assert choose(rows, "return", "b", "Vì thế", day).told == "Vì thế"
    with pytest.raises(errors.ReasonTextNeeded):
        choose(rows, "return", "b", None, day)
    for verb, code in (("extend", "a"), ("return", "c")):
        with pytest.raises(errors.UnknownReason):
            choose(rows, verb, code, "Vì thế", day)


async def test_the_lists_of_today_are_given_in_both_languages(desk: Desk) -> None:
    items = (await desk.ask("member", "/reasons")).json()["items"]
    assert {"escalate", "return", "redirect", "extend", "reopen", "withdraw"} <= {one["verb"] for one in items}
    assert all(one["vi"] and one["en"] for one in items)
    for verb in {one["verb"] for one in items}:
        of_verb = [one for one in items if one["verb"] == verb]
        assert len(of_verb) <= 7
        assert (of_verb[-1]["code"], of_verb[-1]["needs_text"]) == ("other", True)


async def test_a_code_alone_is_enough_and_stands_in_event_and_history(desk: Desk) -> None:
    petition_id = await desk.received()
    after = await desk.does("ward", petition_id, "escalate", reason_code="beyond_competence")
    event, line = await desk.last(), after["history"][-1]
    assert isinstance(event, PetitionEscalated)
    assert (event.reason_code, event.reason) == ("beyond_competence", "Vượt thẩm quyền của đơn vị")
    assert (line["details"], line["note"]) == ({"reason_code": "beyond_competence"}, None)
    assert line["reason"]["vi"] == "Vượt thẩm quyền của đơn vị"
    public = (await desk.subject.public_bodies())[-1]["data"]
    assert (public["reason_code"], "reason" in public) == ("beyond_competence", False)


async def test_words_stand_beside_the_code_and_suffice_without_one(desk: Desk) -> None:
    first, second = await desk.at_ward(), await desk.at_ward()
    both = await desk.does("ward", first, "return", reason_code="unclear", reason="Ngõ nào?")
    event = await desk.last()
    assert isinstance(event, PetitionReturned)
    assert (event.reason_code, event.reason, both["history"][-1]["note"]) == ("unclear", "Ngõ nào?", "Ngõ nào?")
    words = await desk.does("secretary", second, "withdraw", reason="Đã xong")
    event = await desk.last()
    assert isinstance(event, PetitionWithdrawn)
    assert (event.reason_code, event.reason) == (None, "Đã xong")
    assert (words["history"][-1]["reason"], words["history"][-1]["details"]) == (None, {})


async def test_what_is_not_in_the_list_or_says_too_little_is_refused_in_words(desk: Desk) -> None:
    petition_id = await desk.received()
    for body, slug in (
        ({"reason_code": "no_such"}, "unknown-reason"),
        ({"reason_code": "place_missing", "reason": "Của động từ khác"}, "unknown-reason"),
        ({"reason_code": "other"}, "reason-text-needed"),
        ({}, "invalid"),
        ({"reason": None}, "invalid"),
        ({"reason_code": None, "reason": " "}, "invalid"),
    ):
        refused = await desk.post("ward", petition_id, "escalate", **body)
        assert (refused.status_code, refused.json()["slug"]) == (422, slug), body
        assert slug != "invalid" or refused.json()["fields"][0]["path"] == "reason"


async def test_an_expired_code_is_refused_and_what_was_chosen_before_keeps_its_words(desk: Desk) -> None:
    petition_id, other = await desk.received(), await desk.at_ward()
    await desk.does("ward", petition_id, "escalate", reason_code="beyond_means")
    await desk.does("ward", other, "return", reason_code="place_missing")
    tomorrow = clock.today().fromordinal(clock.today().toordinal() + 1)
    async with desk.subject.database.transaction() as session:
        await session.execute(EXPIRE, {"day": clock.today()})
        await session.execute(REWORD, {"day": tomorrow})
    clock.shift(86_400)
    items = (await desk.ask("ward", "/reasons")).json()["items"]
    assert ("escalate", "beyond_means") not in {(one["verb"], one["code"]) for one in items}
    third = await desk.received()
    refused = await desk.post("ward", third, "escalate", reason_code="beyond_means")
    assert (refused.status_code, refused.json()["slug"]) == (422, "unknown-reason")
    assert (await desk.get("ward", petition_id))["history"][-1]["reason"]["en"] == "Beyond the means of this unit"
    assert (await desk.get("ward", other))["history"][-1]["reason"]["vi"] == "Thiếu địa điểm cụ thể"
    again = await desk.does("ward", third, "return", reason_code="place_missing")
    assert again["history"][-1]["reason"]["en"] == "New words"
