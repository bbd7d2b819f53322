"""A city with months of petitions, written straight into the tables of petitions: 34 wards of 80 branches, 500
petitions a ward and month, each with its history, holders and clocks."""

from typing import Final

import asyncpg

WARDS: Final = 34
BRANCHES: Final = 80
A_MONTH: Final = 500
MONTHS: Final = 7

_CITY, _WARD, _BRANCH = "md5('th')::uuid", "md5(ward)::uuid", "md5(branch)::uuid"
_UNITS: Final = """
INSERT INTO access_units (id, code, name, label, tier, parent_id, path, valid_from, sequence)
SELECT md5('th')::uuid, 'th', 'Thành phố', '', 'city', NULL, 'th', DATE '2025-07-01', 1
UNION ALL
SELECT md5('w' || w)::uuid, 'w' || w, 'Phường ' || w, '', 'ward', md5('th')::uuid, 'th.w' || w, DATE '2025-07-01', 1
FROM generate_series(1, {wards}) AS w
UNION ALL
SELECT md5('w' || w || '.b' || b)::uuid, 'b' || b, 'Chi bộ ' || b, '', 'branch', md5('w' || w)::uuid,
       'th.w' || w || '.b' || b, DATE '2025-07-01', 1
FROM generate_series(1, {wards}) AS w, generate_series(1, {branches}) AS b
"""
_RAISED: Final = """
CREATE TEMP TABLE raised AS
SELECT gen_random_uuid() AS id, n, 'w' || w AS ward, 'w' || w || '.b' || (1 + n % {branches}) AS branch,
       n % 20 AS kind, date_trunc('month', now()) - m * interval '1 month' + (n % 72) * interval '1 hour' AS at
FROM generate_series(1, {wards}) AS w, generate_series(0, {months} - 1) AS m, generate_series(1, {a_month}) AS n
WHERE date_trunc('month', now()) - m * interval '1 month' + (n % 72) * interval '1 hour' < now() - interval '1 hour'
"""
# Of 20 petitions two go to the city, one each is merged, redirected, withdrawn or left open; the others are answered.
_LINES: Final = """
CREATE TEMP TABLE lines AS
SELECT id, ward, branch, row_number() OVER (PARTITION BY id ORDER BY step) AS seq, verb, to_state, at + after AS at, who
FROM raised CROSS JOIN LATERAL (VALUES
    (1, 'open', 'recorded', interval '0', NULL, true),
    (2, 'go_up', 'submitted', interval '2 hours', 'ward', true),
    (3, 'acknowledge', 'received', interval '1 day', 'ward', true),
    (4, 'merge', 'merged', interval '3 days', 'ward', kind = 1),
    (4, 'redirect', 'redirected', interval '3 days', 'ward', kind = 2),
    (4, 'withdraw', 'withdrawn', interval '3 days', 'branch', kind = 3),
    (4, 'classify', 'classified', interval '2 days', 'ward', kind > 3 OR kind = 0),
    (5, 'escalate', 'submitted', interval '4 days', 'ward', kind IN (4, 5)),
    (6, 'answer', 'answered', interval '24 days', 'city', kind IN (4, 5)),
    (6, 'answer', 'answered', (3 + n % 12) * interval '1 day', 'ward', kind > 6 OR kind = 0),
    (7, 'read_out', 'closed', interval '31 days', 'branch', kind > 3 AND kind <> 6 OR kind = 0)
) AS way(step, verb, to_state, after, who, holds)
WHERE holds AND at + after < now()
"""
_HISTORY: Final = f"""
INSERT INTO history (
    petition_id, seq, verb, by_itself, from_state, to_state, at, unit_id, details, previous_hash, hash)
SELECT id, seq, verb, who IS NULL, NULL, to_state, at,
       CASE who WHEN 'city' THEN {_CITY} WHEN 'ward' THEN {_WARD} WHEN 'branch' THEN {_BRANCH} END, '{{}}', '',
       md5(id::text || seq)
FROM lines ORDER BY at
"""
_HELD: Final = """
CREATE TEMP TABLE held AS
SELECT *, CASE WHEN verb IN ('open', 'answer') THEN 'branch' WHEN verb = 'escalate' THEN 'city' ELSE 'ward' END AS tier,
       lead(at) OVER (PARTITION BY id ORDER BY seq) AS to_at,
       verb IN ('merge', 'redirect', 'withdraw', 'read_out') AS is_end
FROM lines WHERE verb NOT IN ('acknowledge', 'classify')
"""
_LAST: Final = f"""
CREATE TEMP TABLE last AS
SELECT raised.*, line.seq, line.to_state AS state, line.at AS moved_at, held.is_end, held.tier,
       CASE held.tier WHEN 'city' THEN {_CITY} WHEN 'ward' THEN {_WARD.replace("ward", "raised.ward")}
            ELSE {_BRANCH.replace("branch", "raised.branch")} END AS holder
FROM raised
JOIN (SELECT DISTINCT ON (id) * FROM lines ORDER BY id, seq DESC) AS line ON line.id = raised.id
JOIN (SELECT DISTINCT ON (id) * FROM held ORDER BY id, seq DESC) AS held ON held.id = raised.id
"""
_PETITIONS: Final = f"""
INSERT INTO petitions (
    id, code, sequence, recommendation_sequence, branch_id, home_id, ward_id, path, meeting_id, starts_at, logged_at,
    raised_by, state, category, competence, urgent, holder_id, holder_tier, last_holder_id, last_holder_tier,
    was_at_top, due_at, queue_at, due_kind, answer_sequence, moved_at, history_length, history_head, merged_into_id)
SELECT id, 'KN-' || ward || '-' || n || '-' || to_char(at, 'YYYYMM'), seq, 1, {_BRANCH}, {_BRANCH}, {_WARD},
       'th.' || branch, {_BRANCH}, at, at, 'branch', state,
       (ARRAY['land', 'traffic', 'health', 'environment', 'infrastructure', 'security', 'culture'])[1 + n % 7], 'ward',
       false, CASE WHEN NOT is_end THEN holder END, CASE WHEN NOT is_end THEN tier END, holder, tier, kind IN (4, 5),
       CASE WHEN NOT is_end THEN moved_at + interval '12 days' END,
       CASE WHEN is_end THEN '9999-12-31T00:00:00Z' ELSE moved_at + interval '12 days' END, 'answer',
       CASE WHEN state = 'answered' THEN seq END, moved_at, seq, '', CASE WHEN state = 'merged' THEN id END
FROM last ORDER BY at
"""
_WORDS: Final = """
INSERT INTO words (petition_id, text, plain, folded)
SELECT id, 'Cống ngõ ' || n || ' tắc, mưa là ngập vào nhà dân', 'cống ngõ ' || n, 'cong ngo ' || n FROM last ORDER BY at
"""
_HOLDINGS: Final = f"""
INSERT INTO holdings (petition_id, spell, unit_id, tier, from_at, to_at)
SELECT id, 1, CASE tier WHEN 'city' THEN {_CITY} WHEN 'ward' THEN {_WARD} ELSE {_BRANCH} END, tier, at, to_at
FROM held WHERE NOT is_end ORDER BY at
"""
_CLOCKS: Final = """
INSERT INTO clocks (
    petition_id, kind, unit_id, tier, opened_at, due_at, soon_at, length, extra, unit, met_at, closed_at)
SELECT petition_id, CASE WHEN tier = 'branch' AND from_at > logged_at THEN 'read_out' WHEN tier = 'branch' THEN 'go_up'
       ELSE 'answer' END, unit_id, tier, from_at, from_at + interval '10 days', from_at + interval '8 days', 10, 0,
       'working_days', to_at, to_at
FROM holdings JOIN petitions ON petitions.id = petition_id ORDER BY holdings.id
"""


async def fill(owner: "asyncpg.Connection[asyncpg.Record]", *, months: int = MONTHS, a_month: int = A_MONTH) -> int:
    """Fills an empty database; gives how many petitions it holds then."""
    await owner.execute("SET synchronous_commit = off")
    for statement in (_UNITS, _RAISED):
        await owner.execute(statement.format(wards=WARDS, branches=BRANCHES, months=months, a_month=a_month))
    for statement in (_LINES, _HISTORY, _HELD, _LAST, _PETITIONS, _WORDS, _HOLDINGS, _CLOCKS):
        await owner.execute(statement)
    await owner.execute("ANALYZE")
    return int(await owner.fetchval("SELECT count(*) FROM petitions"))
