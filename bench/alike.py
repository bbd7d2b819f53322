"""How long it takes to find what is like a new text among a million petitions: `python -m bench.alike`.

Not part of `make bench`, because filling takes minutes. `PETITIONS=100000 python -m bench.alike` fills fewer.
"""

import asyncio
import os
import random
import sys
import time
from typing import Any, Final
from uuid import UUID, uuid5

import asyncpg

from bench.ground import Ground, ground
from bench.load import Result
from bench.table import Row, markdown
from libs.common.text import fold
from services.petitions.rules_keys import keys_of
from services.petitions.views_alike import judged_alike
from services.petitions.views_scope import one_of

COUNT: Final = int(os.environ.get("PETITIONS", "1000000"))
WARDS: Final = 34
STREETS: Final = 50
TEXTS: Final = 50_000
ASKED: Final = 500
MOST_MS: Final = 50.0
_ROOT: Final = UUID(int=0xA11CE)

_SYLLABLES: Final = (
    "An",
    "Bình",
    "Châu",
    "Đông",
    "Giang",
    "Hà",
    "Khánh",
    "Lâm",
    "Minh",
    "Nam",
    "Phú",
    "Quang",
    "Sơn",
    "Tân",
    "Thanh",
    "Thịnh",
    "Trung",
    "Vân",
    "Xuân",
    "Yên",
)
_FAMILIES: Final = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Ngô",
    "Dương",
    "Đinh",
    "Trịnh",
    "Lương",
    "Mai",
    "Tô",
    "Đào",
    "Cao",
    "Hà",
)
_PLACES: Final = (
    "ngõ {n} {street}",
    "số nhà {n} {street}",
    "đường {street}",
    "hẻm {n} đường {street}",
    "tổ dân phố {n}",
)
_PROBLEMS: Final = (
    "cống tắc, mưa là ngập", "đèn đường hỏng, tối om", "nhiều ổ gà, xe hay ngã", "rác ứ đọng bốc mùi", "chó thả rông",
    "dây cáp chùng xuống thấp", "karaoke gây ồn đến khuya", "mất nắp cống", "lấn chiếm vỉa hè",
    "mất nước sạch",
    "xe tải chạy ẩu, bụi bẩn", "chưa có đèn chiếu sáng", "cây nghiêng sắp đổ", "trộm cắp nhiều, cần tuần tra",
    "đỗ xe chắn lối đi", "đường đất lầy lội, xin đổ bê tông",
)  # fmt: skip
_WISHES: Final = ("Đề nghị phường xem xét: {what}", "{what}", "Bà con phản ánh {what}", "{what}, đã nêu nhiều lần")

_PETITIONS: Final = """
    INSERT INTO petitions (
        id, code, sequence, recommendation_sequence, branch_id, home_id, ward_id, path, meeting_id, starts_at,
        logged_at, raised_by, state, category, competence, urgent, holder_id, holder_tier, last_holder_id,
        last_holder_tier, was_at_top, due_at, queue_at, due_kind, closed_at, moved_at, history_length, history_head)
    SELECT md5('p' || n)::uuid, 'KN-' || n, 2, 1, ward, ward, ward, 'th.w.b', ward, at, at, 'branch',
           CASE WHEN n % 4 = 0 THEN 'received' ELSE 'closed' END, 'infrastructure', 'ward', false,
           CASE WHEN n % 4 = 0 THEN ward END, CASE WHEN n % 4 = 0 THEN 'ward' END, ward, 'ward', false,
           CASE WHEN n % 4 = 0 THEN now() END, CASE WHEN n % 4 = 0 THEN now() ELSE '9999-12-31T00:00:00+00:00' END,
           CASE WHEN n % 4 = 0 THEN 'answer' END, CASE WHEN n % 4 > 0 THEN at + interval '20 days' END, at, 0, ''
    FROM (SELECT n, wards[1 + n % cardinality(wards)] AS ward, now() - n * (interval '3 years' / $2::int) AS at
          FROM generate_series(1, $2::int) AS n, (SELECT $1::uuid[] AS wards) AS given) AS numbered
"""
_WORDS: Final = """
    INSERT INTO words (petition_id, text, plain, folded, keys)
    SELECT md5('p' || n)::uuid, pool.said, pool.said, pool.folded, pool.keys
    FROM generate_series(1, $1::int) AS n JOIN pool ON pool.number = n % $2::int
"""
_SLOW: Final = "words_folded, words_keys, petitions_queue_of_holder, petitions_queue_of_ward, petitions_queue_of_home"


def _streets(chance: random.Random) -> list[str]:
    names = {f"{family} {one} {other}" for family in _FAMILIES for one in _SYLLABLES for other in _SYLLABLES}
    return chance.sample(sorted(names), WARDS * STREETS)


def _said(chance: random.Random, street: str) -> str:
    where = chance.choice(_PLACES).format(n=chance.randint(1, 120), street=street)
    problem = chance.choice(_PROBLEMS)
    what = chance.choice(("{0} {1}", "{1} ở {0}")).format(where, problem)
    said = chance.choice(_WISHES).format(what=what)
    return fold(said) if chance.random() < 0.3 else said


async def _fill(owner: "asyncpg.Connection[asyncpg.Record]", texts: list[str], wards: list[UUID]) -> None:
    """A million petitions over three years, a quarter of them open; a text comes again some twenty times."""
    await owner.execute("CREATE TABLE pool (number int, said text, folded text, keys int[])")
    pool = [(number, said, fold(said), keys_of(said)) for number, said in enumerate(texts)]
    await owner.copy_records_to_table("pool", records=pool)
    await owner.execute(f"DROP INDEX {_SLOW}")
    await owner.execute(_PETITIONS, wards, COUNT, timeout=3_600)
    await owner.execute(_WORDS, COUNT, len(texts), timeout=3_600)
    await owner.execute("CREATE INDEX words_keys ON words USING gin (keys) WITH (fastupdate = off)", timeout=3_600)
    await owner.execute("VACUUM ANALYZE petitions, words", timeout=3_600)


async def measure(on: Ground) -> list[Row]:
    """Finding and judging what is like a new text of a ward, against one look at a petition by its key."""
    chance = random.Random(20261128)
    wards = [uuid5(_ROOT, str(number)) for number in range(WARDS)]
    streets = _streets(chance)
    texts = [_said(chance, streets[(number % WARDS) * STREETS + chance.randrange(STREETS)]) for number in range(TEXTS)]
    database = await on.database("petitions")
    owner = await on.connect("petitions", owner=True)
    await _fill(owner, texts, wards)
    found, bare, seen = Result(), Result(), 0
    for number in range(ASKED + 50):
        ward = number % WARDS
        said = _said(chance, streets[ward * STREETS + chance.randrange(STREETS)])
        scope = [one_of("p.ward_id", [wards[ward]], name="ward")]
        began = time.perf_counter()
        async with database.transaction() as session:
            alike = await judged_alike(session, said, scope, home_id=wards[ward], ward_id=wards[ward])
        if number >= 50:  # the first ones open connections and read pages
            found.seconds.append(time.perf_counter() - began)
            seen += len(alike)
            bare.seconds.append(await _bare(owner))
    await owner.close()
    await database.dispose()
    print(f"{seen / ASKED:.0f} judged alike for each text")
    against = "one petition by its key"
    return [
        _row("duplicates for a new text, p50", found.percentile(0.5), bare.percentile(0.5), against),
        _row("the same, p99", found.percentile(0.99), bare.percentile(0.99), against),
    ]


async def _bare(owner: "asyncpg.Connection[asyncpg.Record]") -> float:
    began = time.perf_counter()
    await owner.fetch("SELECT * FROM petitions WHERE id = md5('p' || 7)::uuid")
    return time.perf_counter() - began


def _row(what: str, ours: float, ceiling: float, against: str) -> Row:
    return Row(f"{what}, {COUNT:,} petitions", ours, ceiling, "ms", MOST_MS, against, least=False)


async def _all() -> list[Row]:
    async with ground() as bare:
        return await measure(bare)


if __name__ == "__main__":
    rows: Any = asyncio.run(_all())
    print(markdown(rows))
    sys.exit(0 if all(row.holds for row in rows) else 1)
