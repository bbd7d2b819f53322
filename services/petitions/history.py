"""How a line of history is sealed: its hash covers the line, the salted hash of its note, and the line before. Pure."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from services.petitions.models_words import HistoryLine

SEALED: Final = (
    "petition_id",
    "seq",
    "verb",
    "by_itself",
    "from_state",
    "to_state",
    "at",
    "actor_id",
    "role",
    "unit_id",
    "to_unit_id",
    "details",
    "note_hash",
    "previous_hash",
)
_in_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def note_hash(salt: str, text: str) -> str:
    """The salted hash of a note."""
    return hmac.digest(salt.encode(), text.encode(), "sha256").hex()


def seal(line: HistoryLine) -> str:
    """The hash of a line, over everything in it but the hash itself."""
    return hash_of(*(getattr(line, name) for name in SEALED))


def hash_of(
    petition_id: UUID,
    seq: int,
    verb: str,
    by_itself: bool,
    from_state: str | None,
    to_state: str,
    at: datetime,
    actor_id: UUID | None,
    role: str | None,
    unit_id: UUID | None,
    to_unit_id: UUID | None,
    details: Mapping[str, Any],
    note_hash: str | None,
    previous_hash: str,
) -> str:
    """The same from the values of `SEALED`, in that order. It is JSON with sorted keys and without spaces, written by
    hand: the audit does this a million times, and an encoder takes three times as long."""
    plain = (
        f'{{"actor_id":{_word(actor_id)},"at":"{at.astimezone(UTC).isoformat(timespec="microseconds")}",'
        f'"by_itself":{"true" if by_itself else "false"},"details":{_in_json(details) if details else "{}"},'
        f'"from_state":{_word(from_state)},"note_hash":{_word(note_hash)},"petition_id":"{petition_id}",'
        f'"previous_hash":"{previous_hash}","role":{_word(role)},"seq":{seq},"to_state":"{to_state}",'
        f'"to_unit_id":{_word(to_unit_id)},"unit_id":{_word(unit_id)},"verb":"{verb}"}}'
    )
    return hashlib.sha256(plain.encode()).hexdigest()


def _word(value: object) -> str:
    return "null" if value is None else f'"{value}"'
