"""What the house rules look at: our Python files, parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def parsed(*rooms: str) -> tuple[tuple[Path, ast.Module], ...]:
    """Every module below the rooms (`services`, `libs/common`, …), relative to the root, with its tree."""
    files = sorted(file for room in rooms for file in (ROOT / room).rglob("*.py"))
    return tuple((file.relative_to(ROOT), ast.parse(file.read_text("utf-8"))) for file in files)


def calls(*rooms: str) -> Iterator[tuple[str, str]]:
    """`(place, name)` of every call; the name is dotted as written, `session.commit`."""
    for file, tree in parsed(*rooms):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield f"{file}:{node.lineno}", ast.unparse(node.func)


def ours() -> Iterator[Path]:
    """Every file that belongs to the repository, new ones too."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    for name in listed.stdout.decode().splitlines():
        if (ROOT / name).is_file():
            yield ROOT / name
