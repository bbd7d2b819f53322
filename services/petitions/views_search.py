"""Search in Vietnamese: every word of the query, in any order and with or without marks; the last may be half typed.

What is found comes the likeliest first: with the very marks that were typed, then word for word without them, then with
the words apart; among equals the nearest deadline. Likeliness is compared within a window of the queue, so that a word
that half of a million petitions hold costs no more than a rare one: a rare word has one window, with all there is.

A window is filled by a walk along the queue where that soon finds enough, as it does for a frequent word, else by the
index of what was said, which holds the marks of who may look where beside the words. Which of the two is settled by
walking a little: PostgreSQL, asked to choose, takes marks and conditions for independent and chooses wrongly.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import TextClause, text

from libs.common import db
from libs.common.paging import Position, encode
from libs.common.text import fold
from services.petitions.views import ITEMS, Wanted, late_until, page_json

WINDOW: Final = 100
WALKED: Final = 2_000
"""A walk ends after so many petitions: a word of one in twenty has filled its window by then."""
HALF_TYPED: Final = 3
"""From so many letters on the last word may go on. Fewer begin a third of all words: they only say what is likelier."""
LONGEST: Final = 255
"""The index keeps so many letters of a word."""

_ITEMS: Final = ITEMS.replace("FROM page", ", p.step FROM page", 1)
_WORD: Final = re.compile(r"[^\W_]+")
Place = tuple[datetime, UUID]
_START: Final[Place] = (datetime(1900, 1, 1, tzinfo=UTC), UUID(int=0))


class Found(NamedTuple):
    """A petition found, how likely it is meant (0 the most), and after which place of the queue its window begins."""

    item: str
    queue_at: datetime
    id: UUID
    step: int
    window: Place


async def search_page(session: db.Asked, wanted: Wanted, query: str, position: Position) -> str:
    """The petitions among the wanted ones that say it: a `Page[PetitionItem]` in JSON."""
    words = _words_of(query)
    if words is None:
        return page_json([], None)
    said = " & ".join([*wanted.marks, words])
    wanted.params |= {**_patterns(query), "words": words, "said": said, "overdue_at": late_until()}
    found: list[Found] = []
    window, after = _place_in(position)
    while window is not None and len(found) <= position.limit:
        rows, following = await _in_window(session, wanted, window, after, position.limit + 1 - len(found))
        found += rows
        window, after = following, (0, *_START)
    page, more = found[: position.limit], found[position.limit :]
    return page_json([one.item for one in page], _cursor(page[-1], more[0]) if more else None)


def _cursor(last: Found, following: Found) -> str:
    is_same = last.window == following.window
    return encode([*following.window, *((last.step, last.queue_at, last.id) if is_same else (0, *_START))])


def _place_in(position: Position) -> tuple[Place | None, tuple[int, datetime, UUID]]:
    key = position.key(datetime, UUID, int, datetime, UUID) or [*_START, 0, *_START]
    return (key[0], key[1]), (key[2], key[3], key[4])


async def _in_window(
    session: db.Asked, wanted: Wanted, window: Place, after: tuple[int, datetime, UUID], limit: int
) -> tuple[list[Found], Place | None]:
    """What comes after a place in a window, and after which place the next window begins; None where there is none."""
    names = ("window_at", "window_id", "after_step", "after_at", "after_id")
    asked = {**wanted.params, **dict(zip(names, (*window, *after), strict=True))}
    rows = (await session.execute(_statement(_WALK, wanted.where, limit), asked)).all()
    if not rows[-1].is_whole:
        rows = (await session.execute(_statement(_INDEX, wanted.where, limit), asked)).all()
    *items, end = rows
    found = [Found(row.item, row.queue_at, row.id, row.step, window) for row in items]
    return found, None if end.queue_at is None else (end.queue_at, end.id)


_WALK: Final = f"""
    near AS MATERIALIZED (
        SELECT p.* FROM petitions AS p WHERE {{where}} AND (p.queue_at, p.id) > (:window_at, :window_id)
        ORDER BY p.queue_at, p.id LIMIT {WALKED}
    ), hits AS MATERIALIZED (
        SELECT near.* FROM near JOIN search AS s ON s.petition_id = near.id WHERE s.said @@ CAST(:words AS tsquery)
        ORDER BY near.queue_at, near.id LIMIT {WINDOW + 1}
    ), whole AS (
        SELECT (SELECT count(*) FROM near) < {WALKED} OR (SELECT count(*) FROM hits) > {WINDOW} AS is_whole
    )
"""
_INDEX: Final = f"""
    said AS MATERIALIZED (
        SELECT petition_id FROM search WHERE said @@ CAST(:said AS tsquery)
    ), hits AS MATERIALIZED (
        SELECT p.* FROM said JOIN petitions AS p ON p.id = said.petition_id
        WHERE {{where}} AND (p.queue_at, p.id) > (:window_at, :window_id) AND CAST(:words AS tsquery) IS NOT NULL
        ORDER BY p.queue_at, p.id LIMIT {WINDOW + 1}
    ), whole AS (
        SELECT true AS is_whole
    )
"""


@lru_cache(maxsize=512)
def _statement(hits: str, where: str, limit: int) -> TextClause:
    """The items in their order, and as a last row without one: whether the window is whole, and where it ends if there
    is more behind it."""
    return text(f"""
        WITH {hits.format(where=where)}, placed AS MATERIALIZED (
            SELECT *, row_number() OVER (ORDER BY queue_at, id) AS place FROM hits
        ), last AS (
            SELECT queue_at, id FROM placed
            WHERE place = {WINDOW} AND EXISTS (SELECT FROM placed WHERE place > {WINDOW})
        ), likely AS (
            SELECT placed.*, CASE WHEN w.plain LIKE :plain THEN 0 WHEN w.folded LIKE :folded THEN 1 ELSE 2 END AS step
            FROM placed JOIN words AS w ON w.petition_id = placed.id WHERE place <= {WINDOW}
        ), page AS MATERIALIZED (
            SELECT * FROM likely WHERE (step, queue_at, id) > (:after_step, :after_at, :after_id)
            ORDER BY step, queue_at, id LIMIT {limit:d}
        ), items AS ({_ITEMS})
        SELECT item, queue_at, id, step, NULL AS is_whole FROM items
        UNION ALL SELECT NULL, last.queue_at, last.id, NULL, is_whole FROM whole LEFT JOIN last ON true
        ORDER BY step, queue_at, id
    """)


def _words_of(query: str) -> str | None:
    """What the index is asked for; None where nothing can be found: a query of signs alone."""
    words = [word[:LONGEST] for word in _WORD.findall(fold(query))]
    if not words:
        return None
    goes_on = len(words[-1]) >= HALF_TYPED and not words[-1].isdigit()
    if len(words) > 1 and not goes_on and not words[-1].isdigit():
        words.pop()
    return " & ".join(f"'{word}'" for word in words) + (":*" if goes_on else "")


def _patterns(query: str) -> dict[str, str]:
    return {"plain": f"%{_escaped(query.lower())}%", "folded": f"%{_escaped(fold(query))}%"}


def _escaped(pattern: str) -> str:
    return pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
