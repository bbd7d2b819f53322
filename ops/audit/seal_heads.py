"""The heads of the sealed days: each follows the one before, is signed by the right key, and is what was published."""

from base64 import urlsafe_b64decode
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from libs.common.keys import id_of, is_signed
from libs.common.tokens import decode_public
from libs.contracts.petitions import RecordSealed
from ops.audit.findings import Finding, about
from services.petitions import seals


@dataclass
class Head:
    """A head as it lies in the database."""

    row: Any

    def __getattr__(self, name: str) -> Any:
        return self.row[name]

    @property
    def is_whole(self) -> bool:
        """Whether its hash is that of what it says."""
        return bool(seals.head_hash(self) == self.hash)

    @property
    def is_signed(self) -> bool:
        """Whether the key that it names, which bears its own id, has signed it."""
        try:
            key, signature = decode_public(self.public_key or ""), urlsafe_b64decode(self.signature + "==")
        except ValueError:
            return False
        return id_of(key) == self.key_id and is_signed(key, signature, seals.head_message(self))


def of_chain(heads: list[Head]) -> list[Finding]:
    """Each day names the day before, from the first on, and none is left out."""
    altered = [head.day for head in heads if not head.is_whole]
    torn = [
        later.day
        for earlier, later in pairwise(heads)
        if later.previous != earlier.hash
        or later.number != earlier.number + 1
        or later.day != earlier.day + timedelta(days=1)
    ]
    torn += [head.day for head in heads[:1] if (head.number, head.previous) != (1, "")]
    return [
        *about(altered, "ngày niêm phong đã bị sửa", "sealed days were altered"),
        *about(torn, "ngày niêm phong không nối tiếp ngày trước", "sealed days do not follow the day before"),
    ]


def of_signatures(heads: list[Head], trusted: Collection[str]) -> list[Finding]:
    """Each head is signed, by a key that is trusted."""
    unsigned = [head.day for head in heads if not head.is_signed]
    strange = [head.day for head in heads if trusted and head.key_id not in trusted]
    return [
        *about(unsigned, "ngày niêm phong có chữ ký sai", "sealed days have a wrong signature"),
        *about(strange, "ngày niêm phong được ký bằng khóa lạ", "sealed days are signed with a strange key"),
    ]


def of_published(heads: list[Head], published: Iterable[RecordSealed]) -> list[Finding]:
    """What was told of a day, where it still stands in the stream, is what the table says."""
    known = {head.number: (seals.head_message(head), head.signature) for head in heads}
    other = [one.day for one in published if known.get(one.number) != (seals.head_message(one), one.signature)]
    return about(other, "ngày niêm phong khác với điều đã công bố", "sealed days are not what was published of them")


def late(heads: list[Head], over: date) -> list[Finding]:
    """A day that was not sealed in time: nobody closed it, or its head was taken away."""
    missing = (over - heads[-1].day).days if heads else 0
    if missing <= 0:
        return []
    since = heads[-1].day + timedelta(days=1)
    return [Finding(f"{missing} ngày chưa niêm phong, từ {since}", f"{missing} days are not sealed, from {since} on")]
