"""Every recommendation has its petition, and every petition is in exactly one hand with a deadline, without a gap.

These questions go to the tables as they stand, not through the services, so that a fault of theirs shows.
"""

from typing import Any, NamedTuple

from ops.audit.findings import Finding, about, some
from ops.places import Places

FINAL_STATES = "('closed', 'merged', 'redirected', 'withdrawn')"
FINAL = f"state IN {FINAL_STATES}"


class Question(NamedTuple):
    """A query for the petitions that break a rule, and how to say it."""

    sql: str
    vi: str
    en: str


QUESTIONS = (
    Question(
        f"""SELECT code FROM petitions p WHERE NOT ({FINAL}) AND 1 <> (
            SELECT count(*) FROM holdings h
            WHERE h.petition_id = p.id AND h.to_at IS NULL AND h.unit_id = p.holder_id)""",
        "kiến nghị chưa kết thúc mà không có đúng một nơi đang giữ",
        "unfinished petitions without exactly one open holder interval",
    ),
    Question(
        f"""SELECT code FROM petitions p WHERE NOT ({FINAL}) AND NOT EXISTS (
            SELECT FROM clocks c WHERE c.petition_id = p.id AND c.closed_at IS NULL)""",
        "kiến nghị chưa kết thúc mà không có thời hạn nào đang chạy",
        "unfinished petitions without a running clock",
    ),
    Question(
        f"""SELECT code FROM petitions p WHERE {FINAL} AND (
            EXISTS (SELECT FROM holdings h WHERE h.petition_id = p.id AND h.to_at IS NULL)
            OR EXISTS (SELECT FROM clocks c WHERE c.petition_id = p.id AND c.closed_at IS NULL))""",
        "kiến nghị đã kết thúc mà vẫn có nơi giữ hoặc thời hạn đang chạy",
        "final petitions with an open holder interval or a running clock",
    ),
    Question(
        """SELECT DISTINCT p.code FROM petitions p JOIN (
            SELECT petition_id, from_at, lag(to_at) OVER (PARTITION BY petition_id, spell ORDER BY id) AS before,
                   lag(id) OVER (PARTITION BY petition_id, spell ORDER BY id) AS earlier FROM holdings
        ) h ON h.petition_id = p.id WHERE h.earlier IS NOT NULL AND h.before IS DISTINCT FROM h.from_at""",
        "kiến nghị có khoảng trống hoặc chồng lấn giữa các nơi giữ",
        "petitions with a gap or an overlap between holders",
    ),
    Question(
        """SELECT code FROM petitions p WHERE logged_at IS DISTINCT FROM (
            SELECT min(from_at) FROM holdings h WHERE h.petition_id = p.id AND h.spell = 1)""",
        "kiến nghị có thời gian giữ không cộng đủ từ lúc ghi nhận",
        "petitions whose holder intervals do not add up from the moment of logging",
    ),
    Question(
        f"""SELECT DISTINCT p.code FROM petitions p JOIN (
            SELECT petition_id, spell, min(from_at) AS began,
                   CASE WHEN every(to_at IS NOT NULL) THEN max(to_at) END AS ended
            FROM holdings GROUP BY petition_id, spell
        ) s ON s.petition_id = p.id WHERE (s.spell > 1 AND NOT EXISTS (
                SELECT FROM history h WHERE h.petition_id = p.id AND h.at = s.began AND h.from_state IN {FINAL_STATES}
                AND (h.verb = 'unmerge' OR s.began = p.reopened_at)))
            OR (s.ended IS NOT NULL AND NOT EXISTS (
                SELECT FROM history h
                WHERE h.petition_id = p.id AND h.at = s.ended AND h.to_state IN {FINAL_STATES}))""",
        "kiến nghị có đợt không khớp lúc mở lại, lúc tách ra hoặc lúc kết thúc",
        "petitions with a spell that does not begin when it came back or end in a final state",
    ),
    Question(
        """SELECT code FROM petitions p
        LEFT JOIN LATERAL (SELECT count(*) AS lines, max(seq) AS last FROM history WHERE petition_id = p.id) h ON true
        LEFT JOIN history head ON head.petition_id = p.id AND head.seq = h.last
        WHERE h.lines <> p.history_length OR h.last <> p.history_length OR head.hash IS DISTINCT FROM p.history_head""",
        "kiến nghị có lịch sử thiếu dòng hoặc không khớp mã kiểm cuối",
        "petitions whose history lacks lines or does not end in its own hash",
    ),
    Question(
        """SELECT DISTINCT p.code FROM petitions p JOIN (
            SELECT petition_id, previous_hash,
                   coalesce(lag(hash) OVER (PARTITION BY petition_id ORDER BY seq), '') AS before
            FROM history) h ON h.petition_id = p.id WHERE h.previous_hash <> h.before""",
        "kiến nghị có chuỗi lịch sử bị đứt",
        "petitions with a broken chain of history",
    ),
    Question(
        """SELECT DISTINCT p.code FROM (
            SELECT * FROM (
                SELECT DISTINCT ON (petition_id, details->>'attachment_id') petition_id, seq, verb,
                       details->>'attachment_id' AS id, details->>'sha256' AS sha256, details->>'size' AS size
                FROM history WHERE verb IN ('attach', 'detach')
                ORDER BY petition_id, details->>'attachment_id', seq DESC
            ) last WHERE verb = 'attach'
        ) said FULL JOIN attachments a ON a.petition_id = said.petition_id AND a.id::text = said.id
        JOIN petitions p ON p.id = coalesce(said.petition_id, a.petition_id)
        WHERE (a.seq, a.sha256, a.size::text) IS DISTINCT FROM (said.seq, said.sha256, said.size)""",
        "kiến nghị có tệp đính kèm không khớp lịch sử",
        "petitions whose attachments are not those of their history",
    ),
)


async def petitions_in_hand(places: Places) -> list[Finding]:
    """The questions above, and recommendations against petitions."""
    async with places.database("petitions") as database:
        petitions = {row["id"] for row in await database.fetch("SELECT id FROM petitions")}
        findings = [finding for question in QUESTIONS for finding in await ask(database, question)]
    async with places.database("meetings") as database:
        recommendations = {row["id"] for row in await database.fetch("SELECT id FROM recommendations")}
    return findings + unmatched(recommendations, petitions)


async def ask(database: Any, question: Question) -> list[Finding]:
    """The finding of one question, if any petition breaks its rule."""
    return about([row["code"] for row in await database.fetch(question.sql)], question.vi, question.en)


def unmatched(recommendations: set[Any], petitions: set[Any]) -> list[Finding]:
    """A petition has the id of the recommendation it came from; neither is without the other."""
    findings = []
    if lost := recommendations - petitions:
        findings.append(
            Finding(
                f"{len(lost)} ý kiến đã ghi mà không có kiến nghị ({some(lost)})",
                f"{len(lost)} recommendations without a petition ({some(lost)})",
            )
        )
    if strange := petitions - recommendations:
        findings.append(
            Finding(
                f"{len(strange)} kiến nghị không từ ý kiến nào ({some(strange)})",
                f"{len(strange)} petitions without a recommendation ({some(strange)})",
            )
        )
    return findings
