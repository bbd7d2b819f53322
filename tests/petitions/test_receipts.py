"""A receipt is checked by a program of its own, which finds every field that is not as it was given out."""

import asyncio
import copy
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from libs.common import clock
from libs.common.keys import load_key
from services.petitions.receipts import Receipt, short
from tests.petitions.conftest import Desk
from tests.petitions.tampering import seal_anew, tamper
from tests.petitions.test_seals import DAY, seal, stand_at

VERIFIER = Path(__file__).parents[2] / "docs" / "integrations" / "verify_receipt.py"


@dataclass
class Branch:
    """A branch with a petition, a folder for receipts and the key noted down."""

    desk: Desk
    folder: Path
    petition_id: UUID
    key: str
    today: date

    async def receipt(self, who: str = "secretary") -> dict[str, Any]:
        """A receipt taken now."""
        response = await self.desk.ask(who, f"/petitions/{self.petition_id}/receipt")
        assert response.status_code == 200, response.text
        given: dict[str, Any] = response.json()
        return given

    def kept(self, content: Any, name: str = "receipt.json") -> str:
        """In a file of its own."""
        file = self.folder / name
        file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return str(file)

    async def check(self, receipt: Any, *, key: str = "", **more: Any) -> tuple[int, str]:
        """What the program says of it, run as a branch would run it."""
        given = ["-I", str(VERIFIER), self.kept(receipt), "--key", key or self.key]
        for name, content in more.items():
            given += [f"--{name}", self.kept(content, f"{name}.json")]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *given, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, said.decode()


@pytest.fixture
async def branch(desk: Desk, tmp_path: Path) -> Branch:
    today = clock.today()
    stand_at(today, time(12))
    petition_id = await desk.received()
    await desk.received()
    key = load_key(desk.subject.service.settings.seal_key_file)  # type: ignore[attr-defined]  # of petitions
    return Branch(desk, tmp_path, petition_id, key.public_key, today)


@pytest.fixture
async def sealed(branch: Branch) -> Branch:
    """The day is over and sealed."""
    stand_at(branch.today + DAY)
    await seal(branch.desk)
    return branch


async def test_before_the_day_is_sealed_it_is_provisional_and_signed(branch: Branch) -> None:
    given = await branch.receipt()
    code, said = await branch.check(given)

    assert (given["provisional"], given["sealed"]) == (True, None)
    assert (code, "tạm" in said, "provisional" in said) == (0, True, True)


async def test_sealed_it_proves_its_lines_into_the_day(sealed: Branch) -> None:
    given = await sealed.receipt()
    code, said = await sealed.check(given)

    assert given["provisional"] is False
    assert code == 0, said
    assert "3 dòng nằm trong ngày này" in said
    assert given["sealed"]["head"]["day"] == str(sealed.today)


async def test_a_key_that_begins_with_a_dash_is_read_as_a_key(branch: Branch) -> None:
    code, said = await branch.check(await branch.receipt(), key=f"-{branch.key[1:]}")

    assert code in (1, 2)
    assert "usage" not in said


async def test_it_holds_neither_words_nor_names(sealed: Branch) -> None:
    given = json.dumps(await sealed.receipt(), ensure_ascii=False)

    for words in ("Cống", "ngõ", "Đồng chí", "Thành Viên", "nạo vét"):
        assert words not in given


def leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every single value in it, and the way there."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        yield way, value
        return
    for name, inner in items:
        yield from leaves(inner, (*way, name))


def flipped(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    first = next((at for at, sign in enumerate(value) if sign.isalnum()), 0)
    other = "1" if value[first : first + 1] != "1" else "2"
    return value[:first] + other + value[first + 1 :]


async def test_every_field_that_is_flipped_is_found(sealed: Branch) -> None:
    given = await sealed.receipt()
    ways = list(leaves(given))
    assert len(ways) > 25

    for way, value in ways:
        forged = copy.deepcopy(given)
        place = forged
        for name in way[:-1]:
            place = place[name]
        place[way[-1]] = flipped(value)
        code, said = await sealed.check(forged)
        assert code in (1, 2), (way, said)


async def test_what_is_left_out_or_put_in_is_found(sealed: Branch) -> None:
    given = await sealed.receipt()
    forgeries = [
        {**given, "lines": given["lines"][:-1]},
        {**given, "lines": [*given["lines"], "00" * 32]},
        {**given, "lines": given["lines"][::-1]},
        {**given, "lines": ["", *given["lines"]]},
        {**given, "sealed": None},
        {**given, "sealed": {**given["sealed"], "proof": []}},
        {**given, "note": "x"},
        {name: value for name, value in given.items() if name != "signature"},
    ]

    assert [(await sealed.check(forged))[0] in (1, 2) for forged in forgeries] == [True] * len(forgeries)


async def test_another_key_is_not_believed(sealed: Branch) -> None:
    given = await sealed.receipt()
    other = load_key(sealed.folder / "other.pem")

    assert (await sealed.check(given, key=other.public_key))[0] == 1
    assert (await sealed.check(given, key=given["statement"]["key_id"]))[0] == 0


async def test_a_later_receipt_extends_an_earlier_one(sealed: Branch) -> None:
    earlier = await sealed.receipt()
    await sealed.desk.does("ward-leader", sealed.petition_id, "answer", outcome="resolved", text="Đã nạo vét")
    later = await sealed.receipt()
    code, said = await sealed.check(earlier, later=later)

    assert code == 0, said
    assert (later["provisional"], later["sealed"]["length"], len(later["lines"])) == (True, 3, 4)
    assert (await sealed.check(later, later=earlier))[0] == 1
    other = await sealed.desk.received()
    strange = (await sealed.desk.ask("secretary", f"/petitions/{other}/receipt")).json()
    assert (await sealed.check(earlier, later=strange))[0] == 1


async def test_a_history_that_was_rewritten_does_not_extend_what_the_branch_holds(sealed: Branch) -> None:
    earlier = await sealed.receipt()
    code = earlier["statement"]["code"]
    await tamper(sealed.desk, "UPDATE history SET actor_id = gen_random_uuid() WHERE seq = 3")
    await seal_anew(sealed.desk, code)
    exit_code, said = await sealed.check(earlier, later=await sealed.receipt())

    assert exit_code == 1
    assert "✗ Lịch sử sau nối tiếp lịch sử trước" in said


async def test_sealed_days_kept_elsewhere_bear_it_out(sealed: Branch) -> None:
    given = await sealed.receipt()
    stand_at(sealed.today + 3 * DAY)
    await seal(sealed.desk)
    async with sealed.desk.subject.as_person(None) as anybody:
        heads = (await anybody.get("/seals")).json()
    in_lines = "\n".join(json.dumps(head) for head in heads["items"])
    torn = {"items": [{**heads["items"][1], "previous": "00" * 32}, *heads["items"][:1]]}

    assert (await sealed.check(given, heads=heads))[0] == 0
    assert (await sealed.check(given, heads=in_lines))[0] == 0
    assert (await sealed.check(given, heads=torn))[0] == 1
    assert (await sealed.check(given, heads={"items": heads["items"][1:]}))[0] == 1


async def test_the_qr_code_is_a_receipt_of_its_own(sealed: Branch) -> None:
    line = short(Receipt.model_validate(await sealed.receipt()))
    drawn = await sealed.desk.ask("secretary", f"/petitions/{sealed.petition_id}/receipt/qr")

    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert drawn.text.startswith("<svg")
    assert len(line) < 300
    assert (await sealed.check(line))[0] == 0
    await sealed.desk.does("ward-leader", sealed.petition_id, "answer", outcome="resolved", text="Đã nạo vét")
    assert (await sealed.check(line, later=await sealed.receipt()))[0] == 0
    for part in range(1, 10):
        parts = line.split("|")
        parts[part] = flipped(parts[part])
        assert (await sealed.check("|".join(parts)))[0] in (1, 2), part


async def test_whoever_may_not_read_the_petition_gets_no_receipt(branch: Branch) -> None:
    for path in ("receipt", "receipt/qr"):
        assert (await branch.desk.ask("secretary2", f"/petitions/{branch.petition_id}/{path}")).status_code == 404
