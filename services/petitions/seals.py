"""What is sealed and signed, as bytes: the leaf of a petition, the head of a day, the state of one petition. Pure.

Every signed statement is JSON with sorted keys, without spaces, in ASCII, below a line that says what it is: what was
signed as one thing can never be shown as another.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from services.petitions import merkle

DAY: Final = "lienthong.record.day.v1"
PETITION: Final = "lienthong.record.petition.v1"
HEAD: Final = ("day", "number", "unit_path", "leaves", "root", "previous", "sealed_at", "key_id")
"""What the head of a day says; all of it is signed."""


def leaf(petition_id: UUID, code: str, length: int, head: str) -> bytes:
    """A petition in the tree of a day: so many lines, the last with this hash."""
    return merkle.leaf_hash(f"{petition_id}|{code}|{length}|{head}".encode())


def message(kind: str, says: Mapping[str, Any]) -> bytes:
    """A statement as it is signed."""
    return f"{kind}\n{json.dumps(says, sort_keys=True, separators=(',', ':'))}".encode()


def head_message(seal: Any) -> bytes:
    """The head of a day as it is signed; `seal` is whatever has its fields."""
    return message(DAY, {name: plain(getattr(seal, name)) for name in HEAD})


def head_hash(seal: Any) -> str:
    """What the next day's head names as `previous`."""
    return sha256(head_message(seal)).hexdigest()


def lines_digest(hashes: Sequence[str]) -> str:
    """One hash for the hashes of all lines of a petition, in their order."""
    return sha256("".join(hashes).encode()).hexdigest()


def plain(value: Any) -> Any:
    """As it stands in a statement: moments in UTC to the second, days by their date."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return value if isinstance(value, int) else str(value)
