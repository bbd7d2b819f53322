"""Many petitions at once, for tests of queues: spread over wards and deadlines, most of them open."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.petitions.builders import BRANCH, CITY, WARD
from tests.support.access import unit_id

_PETITIONS = text("""
    INSERT INTO petitions (
        id, code, sequence, recommendation_sequence, branch_id, home_id, ward_id, path, meeting_id, starts_at,
        logged_at, raised_by, state, category, competence, urgent, holder_id, holder_tier, last_holder_id,
        last_holder_tier, was_at_top, due_at, queue_at, due_kind, moved_at, history_length, history_head)
    SELECT gen_random_uuid(), 'KN-' || n, 2, 1, :branch, :branch,
           CASE WHEN n % 34 = 0 THEN CAST(:ward AS uuid) ELSE md5((n % 34)::text)::uuid END,
           'th.w001.b001', :branch, now(), now(), 'branch',
           'received', (ARRAY['land', 'traffic', 'health', 'environment'])[1 + n % 4], 'ward', false, holder, tier,
           holder, tier, n % 10 = 0, due_at, due_at, 'answer', now(), 0, ''
    FROM (SELECT n, now() + (n * 37 % :count) * interval '1 minute' - interval '1 day' AS due_at,
                 CASE WHEN n % 10 = 0 THEN 'city' ELSE 'ward' END AS tier,
                 CASE WHEN n % 10 = 0 THEN CAST(:city AS uuid) WHEN n % 34 = 0 THEN CAST(:ward AS uuid)
                      ELSE md5((n % 34)::text)::uuid END AS holder
          FROM generate_series(1, :count) AS n) AS numbered
""")

_WORDS = text("""
    INSERT INTO words (petition_id, text, plain, folded)
    SELECT id, said, lower(said), unaccent(lower(said))
    FROM (SELECT id, (ARRAY['Cống ngõ ', 'Đèn đường số ', 'Rác đầu phố ', 'Ổ gà đường '])[1 + abs(hashtext(code)) % 4]
                     || code || CASE WHEN abs(hashtext(code)) % 5000 = 0 THEN ' gần trường mầm non' ELSE '' END AS said
          FROM petitions) AS speech
""")


async def many(session: AsyncSession, count: int) -> None:
    """Fills an empty database; the demo ward holds 1 of 34, the city 1 of 10."""
    units = {"branch": unit_id(BRANCH), "ward": unit_id(WARD), "city": unit_id(CITY)}
    await session.execute(_PETITIONS, {**units, "count": count})
    await session.execute(_WORDS)
