"""Whatever an owner of the database does to the sealed record, the audit finds it and names it in words."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from libs.common import clock
from libs.common.keys import load_key
from libs.contracts.petitions import RecordSealed
from ops.audit.findings import Finding
from ops.audit.history import SUSPECTS
from services.petitions import seals
from tests.petitions.conftest import Desk
from tests.petitions.tampering import audited, owner, seal_anew, tamper
from tests.petitions.test_seals import DAY, rows, seal, stand_at


@dataclass
class Sealed:
    """A desk with two petitions that were worked on over two sealed days."""

    desk: Desk
    first_day: date
    code: str
    other: str

    async def found(self, trusted: tuple[str, ...] = (), first: str = "") -> list[Finding]:
        """What the audit says now, or would say were this done first."""
        return await audited(self.desk, over=self.first_day + DAY, trusted=trusted, first=first)


@pytest.fixture
async def record(desk: Desk) -> Sealed:
    today = clock.today()
    stand_at(today, time(12))
    one, other = await desk.received(), await desk.received()
    stand_at(today + DAY, time(12))
    await seal(desk)
    await desk.does("ward", one, "classify", category="environment", competence="ward")
    await desk.does("ward-leader", one, "answer", outcome="resolved", text="Đã nạo vét xong cống")
    stand_at(today + 2 * DAY)
    await seal(desk)
    codes = [(await desk.get("ward", petition))["code"] for petition in (one, other)]
    return Sealed(desk, today, *codes)


def said(findings: list[Finding], *words: str) -> bool:
    """Whether one of them says all of this, in both languages where it is a code or a date."""
    return any(all(word in finding.vi for word in words) for finding in findings)


OF = "petition_id = (SELECT id FROM petitions WHERE code = $1)"
COLUMNS = {
    "verb": "'reword'",
    "by_itself": "NOT by_itself",
    "from_state": "'assigned'",
    "to_state": "'closed'",
    "at": "at - interval '1 second'",
    "actor_id": "gen_random_uuid()",
    "role": "'CLE'",
    "unit_id": "gen_random_uuid()",
    "to_unit_id": "gen_random_uuid()",
    "details": """'{"a": 1}'""",
    "note_hash": "'00'",
    "previous_hash": "'00'",
    "hash": "'00'",
}


async def test_an_untouched_record_is_clean(record: Sealed) -> None:
    key_id = (await rows(record.desk, "SELECT id FROM seal_keys"))[0].id
    assert await record.found() == []
    assert await record.found(trusted=(key_id,)) == []


async def test_postgresql_clears_every_line_that_the_form_holds(record: Sealed) -> None:
    await record.desk.closed()

    assert await rows(record.desk, SUSPECTS) == []


@pytest.mark.parametrize("details", ['{"b": "Đường", "a": 1}', '{"a": {"c": [1, null], "b": "x"}}', r'{"a": "\"\t"}'])
async def test_details_that_postgresql_writes_otherwise_are_judged_by_the_form(record: Sealed, details: str) -> None:
    await tamper(record.desk, f"UPDATE history SET details = '{details}' WHERE {OF} AND seq = 3", record.code)
    assert said(await record.found(), "dòng lịch sử đã bị sửa", f"{record.code}/3")
    await seal_anew(record.desk, record.code)

    assert not said(await record.found(), "dòng lịch sử đã bị sửa")


async def test_every_flipped_column_is_found(record: Sealed) -> None:
    of_it = f"petition_id = (SELECT id FROM petitions WHERE code = '{record.code}') AND seq = 3"
    for column, other in COLUMNS.items():
        findings = await record.found(first=f"UPDATE history SET {column} = {other} WHERE {of_it}")
        assert said(findings, "dòng lịch sử đã bị sửa", f"{record.code}/3"), column


async def test_a_deleted_line_is_found_the_last_one_too(record: Sealed) -> None:
    of_it = f"petition_id = (SELECT id FROM petitions WHERE code = '{record.code}')"
    for seq in (1, 3, 5):
        findings = await record.found(first=f"DELETE FROM history WHERE {of_it} AND seq = {seq}")
        assert said(findings, "thiếu dòng", record.code), seq


async def test_a_tail_cut_off_without_a_trace_is_found_by_its_seal(record: Sealed) -> None:
    await tamper(record.desk, f"DELETE FROM history WHERE {OF} AND seq > 3", record.code)
    await tamper(
        record.desk,
        f"""UPDATE petitions SET history_length = 3, sealed_length = 3,
        history_head = (SELECT hash FROM history WHERE {OF} AND seq = 3) WHERE code = $1""",
        record.code,
    )
    findings = await record.found()

    assert said(findings, "thiếu dòng lịch sử đã niêm phong", record.code)
    assert not said(findings, "không khớp mã kiểm cuối")


async def test_two_lines_that_changed_places_are_found(record: Sealed) -> None:
    for change in ("seq = -seq", "seq = CASE seq WHEN -2 THEN 3 ELSE 2 END"):
        await tamper(record.desk, "ALTER TABLE history DROP CONSTRAINT IF EXISTS history_seq_check")
        await tamper(record.desk, f"UPDATE history SET {change} WHERE {OF} AND abs(seq) IN (2, 3)", record.code)

    assert said(await record.found(), "dòng lịch sử đã bị sửa", f"{record.code}/2", f"{record.code}/3")


async def test_a_petition_taken_out_whole_is_named_by_its_code(record: Sealed) -> None:
    for table in ("history", "history_notes", "holdings", "clocks", "unit_marks", "words", "search", "drafts"):
        await tamper(record.desk, f"DELETE FROM {table} WHERE {OF}", record.other)
    await tamper(record.desk, "DELETE FROM petitions WHERE code = $1", record.other)
    findings = await record.found()

    assert said(findings, "nay mất", record.other)
    assert said(findings, "thiếu dòng lịch sử đã niêm phong", record.other)


async def test_its_leaves_taken_out_too_the_day_is_named(record: Sealed) -> None:
    await test_a_petition_taken_out_whole_is_named_by_its_code(record)
    await tamper(record.desk, "DELETE FROM sealed_petitions WHERE code = $1", record.other)

    assert said(await record.found(), "không cho ra gốc đã ký", str(record.first_day))


async def test_a_chain_computed_anew_is_found_by_its_seal_alone(record: Sealed) -> None:
    await tamper(record.desk, f"UPDATE history SET actor_id = gen_random_uuid() WHERE {OF} AND seq = 3", record.code)
    await seal_anew(record.desk, record.code)
    findings = await record.found()

    assert said(findings, "khác với lúc niêm phong", record.code)
    assert not said(findings, "dòng lịch sử đã bị sửa")
    assert not said(findings, "không khớp mã kiểm cuối")


async def test_a_line_of_today_computed_anew_is_held_by_its_chain_only(record: Sealed) -> None:
    """What no seal can do: it is said in the decision."""
    await record.desk.does("ward", await one_of(record, record.other), "classify", category="land", competence="ward")
    await tamper(record.desk, f"UPDATE history SET at = at + interval '1 s' WHERE {OF} AND seq = 4", record.other)
    assert said(await record.found(), "dòng lịch sử đã bị sửa", f"{record.other}/4")
    await seal_anew_from_today(record)

    assert await record.found() == []


async def one_of(record: Sealed, code: str) -> str:
    return str((await rows(record.desk, f"SELECT id FROM petitions WHERE code = '{code}'"))[0].id)


async def seal_anew_from_today(record: Sealed) -> None:
    """Lines before are as they were, so recomputing them gives what they had."""
    await seal_anew(record.desk, record.other)


HEADS = {
    "day": "day - 400",
    "number": "number + 5",
    "unit_path": "'th2'",
    "leaves": "leaves + 1",
    "root": "repeat('0', 64)",
    "previous": "repeat('0', 64)",
    "sealed_at": "sealed_at - interval '1 second'",
    "hash": "repeat('0', 64)",
}
LEAVES = {
    "day": "day + 100",
    "position": "position + 9",
    "petition_id": "gen_random_uuid()",
    "code": "'KN-X'",
    "length": "length + 1",
    "head": "repeat('0', 64)",
}


async def test_every_flipped_column_of_a_head_is_found(record: Sealed) -> None:
    day = str(record.first_day + DAY)
    for column, other in HEADS.items():
        findings = await record.found(first=f"UPDATE day_seals SET {column} = {other} WHERE number = 2")
        assert said(findings, "ngày niêm phong đã bị sửa"), column
    tiles = await record.found(first=r"UPDATE day_seals SET tiles = '\x00' WHERE number = 2")
    assert said(tiles, "không cho ra gốc đã ký", day)
    signature = await record.found(first="UPDATE day_seals SET signature = reverse(signature) WHERE number = 2")
    assert said(signature, "chữ ký sai", day)


async def test_every_flipped_column_of_a_leaf_is_found(record: Sealed) -> None:
    for column, other in LEAVES.items():
        change = f"UPDATE sealed_petitions SET {column} = {other} WHERE code = '{record.other}'"
        findings = await record.found(first=change)
        assert said(findings, "không cho ra gốc đã ký", str(record.first_day)), column


async def test_a_last_day_taken_away_is_missed_and_was_published(record: Sealed) -> None:
    await tamper(record.desk, "DELETE FROM sealed_petitions WHERE day = (SELECT max(day) FROM day_seals)")
    await tamper(record.desk, "DELETE FROM day_seals WHERE number = 2")
    findings = await record.found()

    assert said(findings, "chưa niêm phong", str(record.first_day + DAY))
    assert said(findings, "khác với điều đã công bố", str(record.first_day + DAY))
    assert said(findings, "ghi là đã niêm phong") is False  # the marks are set a day later


async def test_a_day_in_the_midst_taken_away_tears_the_row(record: Sealed) -> None:
    stand_at(record.first_day + 3 * DAY)
    await seal(record.desk)
    await tamper(record.desk, "DELETE FROM day_seals WHERE number = 2")

    assert said(await record.found(), "không nối tiếp ngày trước")


async def test_a_mark_without_a_seal_is_found(record: Sealed) -> None:
    await tamper(record.desk, "UPDATE petitions SET sealed_length = 9 WHERE code = $1", record.code)

    assert said(await record.found(), "ghi là đã niêm phong mà không có", record.code)


@pytest.mark.parametrize("key", ["another", "another in the name of the right one"])
async def test_a_head_signed_with_another_key_is_found(record: Sealed, tmp_path: Path, key: str) -> None:
    """The owner makes the last day anew, whole, with a key of their own."""
    right = (await rows(record.desk, "SELECT id FROM seal_keys"))[0].id
    wrong = load_key(tmp_path / "seal-key.pem")
    [(event, _)] = [one for one in await record.desk.subject.staged(RecordSealed) if one[0].sequence == 2]
    named = wrong.key_id if key == "another" else right
    forged = event.model_copy(update={"leaves": 1, "key_id": named})
    async with owner(record.desk) as database:
        await database.execute("ALTER TABLE day_seals DROP CONSTRAINT day_seals_key_id_fkey")
        if named == right:
            await database.execute("UPDATE seal_keys SET public_key = $1", wrong.public_key)
        else:
            await database.execute("INSERT INTO seal_keys VALUES ($1, $2, now())", named, wrong.public_key)
        await database.execute(
            "UPDATE day_seals SET key_id = $1, signature = $2, hash = $3 WHERE number = 2",
            named,
            wrong.signature(seals.head_message(forged)),
            seals.head_hash(forged),
        )
    findings = await record.found(trusted=(right,))

    assert said(findings, "chữ ký sai" if named == right else "khóa lạ", str(record.first_day + DAY))
    if named != right:
        assert said(findings, "khác với điều đã công bố", str(record.first_day + DAY))


async def test_a_day_that_nobody_seals_is_missed(record: Sealed) -> None:
    findings = await audited(record.desk, over=record.first_day + timedelta(days=4))

    assert said(findings, "3 ngày chưa niêm phong", str(record.first_day + 2 * DAY))
