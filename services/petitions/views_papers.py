"""What documents say of petitions, beside their numbers: content, where it is, why it is beyond competence, the answer.

Of a signed report as it was signed. Reasons and answers are read from the history, whose words never change and go only
when they are erased; a reason that was only chosen says what its list said on that day.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Grants, Unit, parent_of, unit_by_id
from libs.common.clock import LOCAL_ZONE
from libs.contracts.vocabulary import Category, Outcome, PetitionState, Tier
from services.petitions import errors
from services.petitions.case import Case
from services.petitions.models_words import Words
from services.petitions.paper_words import NOT_KEPT
from services.petitions.permissions_reports import reads_words
from services.petitions.rules_report import ANSWERED, Came, Cell, Fate, Period, cells_of
from services.petitions.views_report_out import Figures
from services.petitions.views_reports import Paper, fates_in_paper, figures_of, period_of_paper
from services.petitions.views_scope import Condition, scope_of

NOT_SHOWN: Final = "(không thuộc phạm vi được xem)"


@dataclass(frozen=True)
class Entry:
    """A petition in a document. Its words are left out where the reader of the document may not read it."""

    code: str
    text: str
    branch: str
    category: Category
    state: PetitionState
    came: Came | None
    holder: str
    due_at: datetime | None
    logged_at: datetime
    reason: str | None
    answer: str | None
    answered_by: str | None
    cells: frozenset[Cell]


@dataclass(frozen=True)
class ReportPaper:
    """Everything that a report says on paper."""

    paper: Paper
    period: Period
    figures: Figures
    entries: list[Entry]
    above: str | None


@dataclass(frozen=True)
class Letter:
    """An answer as it is written to the branch."""

    code: str
    text: str
    branch: str
    raised_at: datetime
    answered_by: Unit
    above: str | None
    answered_at: datetime
    outcome: Outcome
    answer: str
    target: str | None


_ENTRIES: Final = """
    SELECT fates.code, CASE WHEN {mine} THEN {words} END, coalesce(branch.name, ''), fates.category, fates.state, came,
           coalesce(holder.name, ''), fates.due_at, fates.logged_at, CASE WHEN {mine} THEN reason.text END,
           CASE WHEN {mine} THEN answer.text END, answer.unit_name, beyond, overdue, on_time, read_out
    FROM ({fates}) AS fates
    JOIN petitions AS p ON p.id = fates.petition_id
    JOIN words ON words.petition_id = fates.petition_id
    LEFT JOIN access_units AS branch ON branch.id = fates.branch_id
    LEFT JOIN access_units AS holder ON holder.id = fates.holder_id
    LEFT JOIN LATERAL (
        SELECT coalesce(note.text, (
            SELECT listed.vi FROM reasons AS listed
            WHERE listed.verb = h.verb AND listed.code = h.details ->> 'reason_code'
              AND CAST(h.at AT TIME ZONE :zone AS date) BETWEEN valid_from AND coalesce(valid_to, 'infinity')
            ORDER BY valid_from DESC LIMIT 1)) AS text
        FROM history AS h
        LEFT JOIN history_notes AS note ON note.petition_id = h.petition_id AND note.seq = h.seq
        WHERE h.petition_id = fates.petition_id AND h.verb = 'escalate' AND h.at < :end
        ORDER BY h.seq DESC LIMIT 1) AS reason ON beyond
    LEFT JOIN LATERAL (
        SELECT note.text, unit.name AS unit_name FROM history AS h
        LEFT JOIN history_notes AS note ON note.petition_id = h.petition_id AND note.seq = h.seq
        LEFT JOIN access_units AS unit ON unit.id = h.unit_id
        WHERE h.petition_id = fates.petition_id AND h.verb = 'answer' AND h.at < :end
        ORDER BY h.seq DESC LIMIT 1) AS answer ON fates.state IN ('answered', 'closed')
    WHERE came IS NOT NULL {more} ORDER BY fates.logged_at, fates.petition_id
"""


async def report_paper(session: AsyncSession, paper: Paper, grants: Grants) -> ReportPaper:
    """A report with the petitions that its document lists: all of a ward's, of a city's those beyond its wards."""
    period = await period_of_paper(session, paper)
    shown = await figures_of(session, paper, period)
    above = await parent_of(session, paper.unit)
    named = paper.signed.above_name if paper.signed else above.name if above else None
    return ReportPaper(paper, period, shown, await _entries(session, paper, period, grants), named)


async def _entries(session: AsyncSession, paper: Paper, period: Period, grants: Grants) -> list[Entry]:
    fates = fates_in_paper(paper, period)
    mine = Condition("true") if reads_words(grants, paper.unit, paper.standing) else scope_of(grants).condition
    statement = _ENTRIES.format(
        fates=fates.sql,
        mine=mine.sql,
        words="fates.text" if paper.signed else "words.text",
        more="AND beyond" if paper.unit.tier is Tier.CITY else "",
    )
    params = {**fates.params, **mine.params, "end": period.to_at, "zone": LOCAL_ZONE.key}
    rows = await session.execute(text(statement), params)
    return [_entry(*row) for row in rows]


def _entry(
    code: str,
    said: str | None,
    branch: str,
    category: str,
    state: str,
    came: str | None,
    holder: str,
    due_at: datetime | None,
    logged_at: datetime,
    reason: str | None,
    answer: str | None,
    answered_by: str | None,
    *flags: bool,
) -> Entry:
    where, how = PetitionState(state), Came(came) if came else None
    cells = cells_of(Fate(how, where, *flags))
    return Entry(
        code,
        NOT_SHOWN if said is None else said or NOT_KEPT,
        branch,
        Category(category),
        where,
        how,
        holder,
        due_at,
        logged_at,
        reason,
        answer,
        answered_by,
        cells,
    )


async def letter(session: AsyncSession, case: Case) -> Letter:
    """The answer that stands, for the branch that asked. Raises NothingToAnswer."""
    petition = case.petition
    words = await session.get_one(Words, petition.id, populate_existing=True)
    by = await _unit(session, petition.answered_by_id)
    if petition.state not in ANSWERED or by is None or petition.answered_at is None or petition.outcome is None:
        raise errors.NothingToAnswer
    branch, above = await _unit(session, petition.branch_id), await parent_of(session, by)
    return Letter(
        code=petition.code,
        text=words.text,
        branch=branch.name if branch else "",
        raised_at=petition.starts_at,
        answered_by=by,
        above=above.name if above else None,
        answered_at=petition.answered_at,
        outcome=petition.outcome,
        answer=words.answer_text or "",
        target=f"{petition.target_date:%d/%m/%Y}" if petition.target_date else None,
    )


async def _unit(session: AsyncSession, unit_id: UUID | None) -> Unit | None:
    return await unit_by_id(session, unit_id) if unit_id else None
