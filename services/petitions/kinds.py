"""The kinds of files that may be attached (`kinds.toml`) and what none of them may exceed."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple


class Kind(NamedTuple):
    """A kind of file, and the endings a name of it may have; the first is given to a name without one."""

    code: str
    media_type: str
    suffixes: tuple[str, ...]


class Limits(NamedTuple):
    """What keeps a file from harming whoever opens it; said in `kinds.toml`."""

    pixels: int
    pieces: int
    entries: int
    unpacked: int
    ratio: int
    depth: int
    inside: int
    directory: int


_FILE: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8"))

KINDS: Final[Mapping[str, Kind]] = {
    one["code"]: Kind(one["code"], one["media_type"], tuple(one["suffixes"])) for one in _FILE["kinds"]
}
LIMITS: Final = Limits(**_FILE["limits"])
NAMES: Final = ", ".join(kind.code.upper() for kind in KINDS.values())


def named(kind: Kind, name: str) -> str:
    """The name with an ending that says what the file is: nothing opens as what it is not."""
    base = name.replace("\\", "/").rpartition("/")[2].strip(". ") or "tep"
    return base if base.lower().endswith(kind.suffixes) else f"{base}{kind.suffixes[0]}"
