"""Lists by keyset: `limit` and an opaque `cursor` in, `items` and `next_cursor` out. No offsets, no counts."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Final, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import AwareDatetime, BaseModel, Field, Strict, StringConstraints, TypeAdapter, ValidationError

from libs.common.refusals import Refusal

ItemT = TypeVar("ItemT")
RowT = TypeVar("RowT")

DEFAULT: Final = 50
MOST: Final = 200

_EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(9999, 12, 31, tzinfo=UTC)
_KINDS: Final[dict[type, TypeAdapter[Any]]] = {
    str: TypeAdapter(Annotated[str, Strict(), StringConstraints(pattern=r"^[^\x00]*$")]),
    int: TypeAdapter(Annotated[int, Strict(), Field(ge=0, lt=2**31)]),
    UUID: TypeAdapter(UUID),
    datetime: TypeAdapter(Annotated[AwareDatetime, Field(ge=_EARLIEST, le=_LATEST)]),
}


class BadCursor(Refusal):
    """A cursor that no list gave out."""

    slug: ClassVar[str] = "bad-cursor"
    status: ClassVar[int] = 422
    vi: ClassVar[str] = "Không đọc được vị trí trang. Đề nghị mở lại danh sách từ đầu."
    en: ClassVar[str] = "This cursor cannot be read. Open the list from its start."


class Page(BaseModel, Generic[ItemT]):
    """One page of a list; `next_cursor` null means that was the last."""

    items: list[ItemT]
    next_cursor: str | None = None


@dataclass(frozen=True)
class Position:
    """How many rows to give, and after which key."""

    limit: int
    after: list[Any] | None

    def key(self, *kinds: type) -> list[Any] | None:
        """The key after which the page begins, each part read as its kind; None at the start. Raises BadCursor."""
        if self.after is None:
            return None
        if len(self.after) != len(kinds):
            raise BadCursor
        return [_part(kind, value) for kind, value in zip(kinds, self.after, strict=True)]

    def cut(self, rows: Sequence[RowT], key: Callable[[RowT], Sequence[Any]]) -> tuple[list[RowT], str | None]:
        """From up to `limit + 1` rows: the page, and the cursor of the next one if there is more."""
        page = list(rows[: self.limit])
        return page, encode(key(page[-1])) if len(rows) > self.limit else None


def encode(key: Sequence[Any]) -> str:
    """A cursor for the row with this key; dates and ids as text."""
    return urlsafe_b64encode(json.dumps([_plain(part) for part in key]).encode()).rstrip(b"=").decode()


def decode(cursor: str) -> list[Any]:
    """The key a cursor stands for. Raises BadCursor."""
    try:
        key = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise BadCursor from error
    if not isinstance(key, list) or not all(isinstance(part, str | int | None) for part in key):
        raise BadCursor
    return key


def _part(kind: type, value: Any) -> Any:
    try:
        return _KINDS[kind].validate_python(value)
    except ValidationError as error:
        raise BadCursor from error


def _plain(part: Any) -> str | int | None:
    return part if isinstance(part, int | None) else part.isoformat() if hasattr(part, "isoformat") else str(part)


async def _position(
    limit: Annotated[int, Query(ge=1, le=MOST)] = DEFAULT, cursor: Annotated[str | None, Query(max_length=500)] = None
) -> Position:
    return Position(limit, decode(cursor) if cursor else None)


Paging = Annotated[Position, Depends(_position)]
"""`limit` and `cursor` of a list."""
