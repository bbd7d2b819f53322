"""How far a start has come: one line on the terminal, one file that the gateway shows to whoever calls meanwhile."""

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

import typer


def say(line: str) -> None:
    """A line on the terminal. One that has been closed must not keep the end from coming in order."""
    with contextlib.suppress(OSError):
        typer.echo(line)


@dataclass
class Progress:
    """The file exists from the first step until `ready`; the gateway answers API calls from it."""

    file: Path
    percent: int = 0

    def step(self, percent: int, vi: str, en: str) -> None:
        """Say what begins now."""
        self.note(percent, vi, en)
        say(f"  {percent:3d} %  {vi} · {en}")

    def note(self, percent: int, vi: str, en: str) -> None:
        """Tell only those who look at the page."""
        self.percent = percent
        problem = {
            "type": "/problems/starting",
            "slug": "starting",
            "status": 503,
            "title": "Hệ thống đang khởi động. The system is starting.",
            "detail": f"{vi}. {en}.",
            "step": en,
            "percent": percent,
            "text": {"vi": vi, "en": en},
        }
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(problem, ensure_ascii=False), "utf-8")
        fresh.replace(self.file)

    def ready(self) -> None:
        """From now on the services answer."""
        self.file.unlink(missing_ok=True)
