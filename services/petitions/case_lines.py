"""The history of one petition, line by line, and what a unit may do only once. No I/O."""

from datetime import datetime
from secrets import token_hex
from typing import Any
from uuid import UUID

from libs.contracts.vocabulary import PetitionState
from services.petitions import history
from services.petitions.case import Actor, Case
from services.petitions.models import UnitMark
from services.petitions.models_words import HistoryLine, HistoryNote
from services.petitions.rules import Verb


def write_line(
    case: Case,
    verb: str,
    *,
    at: datetime,
    by: Actor | None,
    from_state: PetitionState | None,
    to_unit_id: UUID | None = None,
    note: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Adds a line to the history, sealed onto the one before."""
    petition = case.petition
    petition.history_length += 1
    salt = token_hex(16)
    line = HistoryLine(
        petition_id=petition.id,
        seq=petition.history_length,
        verb=verb,
        by_itself=by is None,
        from_state=from_state,
        to_state=petition.state,
        at=at,
        **_of(by),
        to_unit_id=to_unit_id,
        details=details or {},
        note_hash=history.note_hash(salt, note) if note is not None else None,
        previous_hash=petition.history_head,
        hash="",
    )
    petition.history_head = line.hash = history.seal(line)
    case.added.append(line)
    if note is not None:
        case.added.append(HistoryNote(petition_id=petition.id, seq=line.seq, salt=salt, text=note))


def _of(by: Actor | None) -> dict[str, Any]:
    return {"actor_id": by.person_id, "role": by.role, "unit_id": by.unit_id} if by else {}


def mark_once(case: Case, verb: Verb, unit_id: UUID) -> None:
    """Remembers that a unit has done what it may do only once."""
    case.marks.add((unit_id, verb.value))
    case.added.append(UnitMark(petition_id=case.petition.id, unit_id=unit_id, verb=verb.value))
