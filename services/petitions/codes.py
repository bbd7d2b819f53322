"""The codes that people say: `KN-W001-2026-00042`, counted by ward and year."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.petitions import rules_clocks
from services.petitions.models import Petition

_COUNT_ON: Final = text("""
    INSERT INTO code_counters AS counter (ward_code, year, last)
    SELECT * FROM unnest(CAST(:ward_codes AS text[]), CAST(:years AS int[]), CAST(:wanted AS int[]))
    ON CONFLICT (ward_code, year) DO UPDATE SET last = counter.last + excluded.last
    RETURNING ward_code, year, last
""")


async def give_codes(session: AsyncSession, petitions: Sequence[tuple[Petition, str]]) -> None:
    """Gives each its code, in their order, by the code of its ward. Counters are always taken in one order, so that
    nobody waits in a circle."""
    keys = [(ward_code, rules_clocks.year_of(petition.logged_at)) for petition, ward_code in petitions]
    wanted = dict(sorted(Counter(keys).items()))
    asked = {
        "ward_codes": [ward_code for ward_code, _ in wanted],
        "years": [year for _, year in wanted],
        "wanted": list(wanted.values()),
    }
    rows = (await session.execute(_COUNT_ON, asked)).all()
    last = {(row.ward_code, row.year): row.last for row in rows}
    numbers = {key: iter(range(last[key] - count + 1, last[key] + 1)) for key, count in wanted.items()}
    for (petition, _), (ward_code, year) in zip(petitions, keys, strict=True):
        petition.code = f"KN-{ward_code.upper()}-{year}-{next(numbers[ward_code, year]):05d}"
