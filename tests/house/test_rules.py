"""The rules of the house that no linter knows, each with its reason."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT, calls, ours, parsed

DOORS = ("api", "subscribers", "timers")
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now", "time.time"}


def test_services_neither_commit_nor_publish() -> None:
    """One transaction per request or message, committed by `libs/common`; events leave only through the outbox."""
    found = [
        place
        for place, name in calls("services", "libs/access", "libs/contracts")
        if name.rpartition(".")[2] in ("commit", "publish", "rollback")
    ]

    assert found == []


def test_only_the_clock_knows_the_time() -> None:
    """Tests and `lienthong simulate` move the clock; whoever asks the machine would stay behind."""
    found = [place for place, name in calls("services", "libs") if name in CLOCKS]

    assert [place for place in found if not place.startswith("libs/common/clock.py")] == []


def test_nothing_prints() -> None:
    """Services log facts; the command line speaks through typer."""
    assert [place for place, name in calls("services", "libs", "ops") if name == "print"] == []


def test_services_catch_only_what_they_can_answer_for() -> None:
    """A caught `Exception` hides the failure that a retry would have healed."""
    found = [
        f"{file}:{node.lineno}"
        for file, tree in parsed("services")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception")
    ]

    assert found == []


def test_doors_hold_no_sql_and_stage_no_events() -> None:
    """HTTP, messages and timers call the same verbs; what a door did itself, the others would not do."""
    found = [
        f"{file}: {name}"
        for file, tree in parsed("services")
        if file.stem.split("_")[0] in DOORS
        for name in imported(tree)
        if name.startswith("libs.common.outbox.")
        or (name.startswith(("sqlalchemy.", "sqlmodel.")) and name.rpartition(".")[2] != "AsyncSession")
    ]

    assert found == []


def test_layers_hold() -> None:
    """Services know nothing of each other, libraries nothing of services, contracts are plain data."""
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_whoever_silences_a_checker_says_why() -> None:
    """`# noqa: X  # reason`: without it nobody dares to take it away."""
    silenced = re.compile(r"#\s*(noqa|type:\s*ignore)(?!.*\]?\s+#\s*\w)")
    lines = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in ours()
        if file.suffix == ".py" and file != Path(__file__)
        for line in file.read_text("utf-8").splitlines()
        if silenced.search(line)
    ]

    assert lines == []


def test_the_repository_names_no_registry() -> None:
    """Where packages come from is the machine's business: a mirror, a proxy, a folder."""
    registry = re.compile(r"(pypi|pythonhosted)\.org|registry\.(npmjs|yarnpkg)|--(extra-)?index-url\s|\"resolved\":")
    texts = (file for file in ours() if file.suffix in (".txt", ".toml", ".json", ".cfg", ".yml", ".yaml", ".npmrc"))

    assert [str(file.relative_to(ROOT)) for file in texts if registry.search(file.read_text("utf-8"))] == []


def test_every_dependency_is_pinned_with_a_hash() -> None:
    """`pip install --require-hashes` then installs what was tested, or nothing."""
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        blocks = re.split(r"\n(?=\S)", file.read_text().strip())
        assert [block.split("\n")[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


def test_every_module_says_what_it_is_for() -> None:
    """One to six lines; more belongs into docs."""
    for file, tree in parsed("services", "libs", "ops"):
        if file.parts[-2] in ("migrations", "versions") and file.name == "__init__.py":
            continue
        words = ast.get_docstring(tree) or ""
        assert words, f"{file} has no docstring"


def imported(tree: ast.Module) -> list[str]:
    """Dotted names that a module imports with `from … import …`."""
    return [
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
