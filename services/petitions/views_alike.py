"""Which petitions are like another, or like a text that is being written: found by keys, judged by `rules_alike`.

What a caller may not read is never shown: of another branch only that there is one, and its state.
"""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Grants, Unit
from libs.common import clock
from libs.common.refusals import NotYet
from libs.common.rules import RuleBook, rule_book
from libs.contracts.vocabulary import FINAL_STATES, PetitionState
from services.petitions import tree
from services.petitions.case import Case
from services.petitions.permissions import Seat
from services.petitions.places import read
from services.petitions.rules import Verb
from services.petitions.rules_alike import Bounds, Level, Likeness, compare
from services.petitions.rules_keys import keys_in
from services.petitions.rules_places import Near
from services.petitions.views import PetitionItem, Wanted, page_rows
from services.petitions.views_next import next_verbs
from services.petitions.views_scope import Condition, one_of, scope_of

SHOWN: Final = 5
_LOOKED_AT: Final = 60
_WEIGHED: Final = 1_000
_TOO_COMMON: Final = 3_000
_FINAL: Final = ", ".join(f"'{state}'" for state in sorted(FINAL_STATES))


class Because(BaseModel):
    """Why two are alike: the places and the words that both say, as the first of them typed it."""

    places: list[str]
    words: list[str]


class SimilarItem(PetitionItem):
    """A petition like another. `may_merge`: the caller may merge that other one into it."""

    likeness: Level
    because: Because
    may_merge: bool


class Similar(BaseModel):
    """The likest first, five at most. `elsewhere` is the state of one in the ward that is the same, but not the
    caller's to read."""

    items: list[SimilarItem]
    elsewhere: PetitionState | None = None


class Found(NamedTuple):
    """A petition with some keys in common."""

    id: UUID
    home_id: UUID
    ward_id: UUID
    holder_id: UUID | None
    state: PetitionState
    text: str


class Judged(NamedTuple):
    """A petition that was found, and how like it is."""

    found: Found
    likeness: Likeness


async def similar_to(session: AsyncSession, case: Case, seat: Seat, grants: Grants) -> Similar:
    """What the caller may read that is like this petition."""
    petition = case.petition
    said = (await session.execute(_TEXT, {"id": petition.id})).scalar_one()
    merges = Verb.MERGE in next_verbs(case, seat, clock.now(), has_above=False)
    scope = [scope_of(grants).condition, Condition("p.id <> :itself", {"itself": petition.id})]
    judged = await judged_alike(session, said, scope, home_id=petition.home_id, ward_id=petition.ward_id)
    into = petition.holder_id if merges else None
    return Similar(items=await _items(session, judged[:SHOWN], into=into))


async def similar_here(session: AsyncSession, said: str, branch: Unit) -> Similar:
    """What the branch has raised already that is like this text, and whether another branch of the ward has."""
    ward = await _ward_of(session, branch)
    in_ward = [one_of("p.ward_id", [ward.id], name="ward")]
    judged = await judged_alike(session, said, in_ward, home_id=branch.id, ward_id=ward.id)
    own = [one for one in judged if one.found.home_id == branch.id]
    others = [one for one in judged if one.found.home_id != branch.id and one.likeness.level is Level.STRONG]
    state = others[0].found.state if others else None
    return Similar(items=await _items(session, own[:SHOWN], into=None), elsewhere=state)


async def _ward_of(session: AsyncSession, branch: Unit) -> Unit:
    """The ward; the branch itself while nothing above it is known."""
    try:
        return tree.ward_of(await tree.chain_from(session, branch.id))
    except NotYet:
        return branch


_WHOLE: Final = """
    concat_ws(' ', {of}.text, (SELECT string_agg(added.text, ' ' ORDER BY number) FROM added_texts AS added
                               WHERE added.petition_id = {of}.petition_id))
"""
"""A text with what was added to it."""
_TEXT: Final = text(f"SELECT {_WHOLE.format(of='words')} FROM words WHERE petition_id = :id")


async def judged_alike(
    session: AsyncSession, said: str, scope: list[Condition], *, home_id: UUID, ward_id: UUID
) -> list[Judged]:
    """What is found within the scope and is alike at all, the likest first."""
    book = await rule_book(session)
    bounds, new = _bounds(book), read(said)
    judged = []
    for found in await _found(session, keys_in(new), scope, _since(book)):
        near = Near(same_ward=found.ward_id == ward_id, same_branch=found.home_id == home_id)
        likeness = compare(new, read(found.text), near, bounds)
        if likeness.level is not Level.NONE:
            judged.append(Judged(found, likeness))
    return sorted(judged, key=lambda one: (one.likeness.level is not Level.STRONG, -one.likeness.score))


def _bounds(book: RuleBook) -> Bounds:
    today = clock.today()
    return Bounds(book.number("petitions.alike_strong", today), book.number("petitions.alike_likely", today))


def _since(book: RuleBook) -> datetime:
    return clock.now() - timedelta(days=book.number("petitions.alike_closed", clock.today()))


_TELLING: Final = text("""
    SELECT key FROM unnest(CAST(:keys AS integer[])) AS asked(key) WHERE key NOT IN (
        SELECT common.key FROM pg_stats, pg_class,
            unnest(most_common_elems::text::integer[], most_common_elem_freqs) AS common(key, share)
        WHERE tablename = 'words' AND attname = 'keys' AND pg_class.oid = CAST('words' AS regclass)
            AND share * reltuples > :most AND common.key IS NOT NULL)
""")
"""What too many texts have in common tells nothing; PostgreSQL knows it from its statistics."""

# It takes overlapping arrays for far more than there are, and would read the whole table.
_BY_INDEX: Final = text("SET LOCAL enable_seqscan = off")


async def _found(session: AsyncSession, keys: list[int], scope: list[Condition], since: datetime) -> list[Found]:
    """Those with the most keys in common; of very many only the newest are weighed."""
    telling = (await session.scalars(_TELLING, {"keys": keys, "most": _TOO_COMMON})).all()
    if not telling:
        return []
    params: dict[str, Any] = {"keys": list(telling), "since": since}
    for condition in scope:
        params |= condition.params
    statement = f"""
        WITH near AS MATERIALIZED (
            SELECT petition_id, text, keys FROM words WHERE keys && CAST(:keys AS integer[])
        ), found AS MATERIALIZED (
            SELECT p.id AS petition_id, p.home_id, p.ward_id, p.holder_id, p.state, near.text, near.keys
            FROM near JOIN petitions AS p ON p.id = near.petition_id
            WHERE {" AND ".join(one.sql for one in scope)}
              AND (p.state NOT IN ({_FINAL}) OR (p.state = 'closed' AND p.closed_at >= :since))
            ORDER BY p.logged_at DESC LIMIT {_WEIGHED}
        )
        SELECT petition_id AS id, home_id, ward_id, holder_id, state, {_WHOLE.format(of="found")} AS text FROM found
        ORDER BY (SELECT count(*) FROM unnest(keys) AS key WHERE key = ANY(CAST(:keys AS integer[]))) DESC,
                 petition_id DESC
        LIMIT {_LOOKED_AT}
    """
    await session.execute(_BY_INDEX)
    rows = await session.execute(text(statement), params)
    return [Found(**{**row, "state": PetitionState(row["state"])}) for row in rows.mappings()]


async def _items(session: AsyncSession, judged: list[Judged], *, into: UUID | None) -> list[SimilarItem]:
    """As a list would show them; `into` is the unit whose open petitions the caller may merge into."""
    if not judged:
        return []
    wanted = Wanted()
    wanted.add(one_of("p.id", [one.found.id for one in judged], name="alike"))
    rows = {row.id: row.item for row in await page_rows(session, wanted, len(judged))}
    return [
        SimilarItem(
            **PetitionItem.model_validate_json(rows[found.id]).model_dump(),
            likeness=likeness.level,
            because=Because(places=list(likeness.places), words=list(likeness.words)),
            may_merge=into is not None and found.holder_id == into and found.state not in FINAL_STATES,
        )
        for found, likeness in judged
    ]
