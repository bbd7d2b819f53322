"""pg_dump and pg_restore of the wheel. The password goes by environment, never by an argument that `ps` shows."""

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from ops.servers.errors import CannotStart
from ops.servers.postgres import binary


def dump(url: str, database: str, snapshot: str, file: Path) -> None:
    """One database, as of an exported snapshot, into one file."""
    _run("pg_dump", url, database, "-Fc", f"--snapshot={snapshot}", f"--file={file}")


def load(url: str, database: str, file: Path) -> None:
    """One database from its dump, whole or not at all."""
    _run("pg_restore", url, database, f"--dbname={database}", "--exit-on-error", "--single-transaction", str(file))


def _run(program: str, url: str, database: str, *arguments: str) -> None:
    where = urlsplit(url)
    environment = {
        **os.environ,
        "PGHOST": str(where.hostname),
        "PGPORT": str(where.port),
        "PGUSER": str(where.username),
        "PGPASSWORD": str(where.password),
        "PGDATABASE": database,
    }
    argv = [str(binary(program)), *arguments]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotStart(f"{program} {database}: {done.stderr.strip()}", f"{program} failed for {database}.")
