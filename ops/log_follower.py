"""Shows what children write to their logs, for `lienthong up --verbose`."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

LOOK_EVERY = 0.3


async def follow(logs: Iterable[Path], say: Callable[[str], None]) -> None:
    """Every new line with the name of its log before it, for ever."""
    places = {log: log.stat().st_size if log.exists() else 0 for log in logs}
    while True:
        for log in places:
            places[log] = tell_new(log, places[log], say)
        await asyncio.sleep(LOOK_EVERY)


def tell_new(log: Path, place: int, say: Callable[[str], None]) -> int:
    """Whole lines after `place`; gives where the next reading begins."""
    if not log.exists():
        return place
    with log.open("rb") as file:
        file.seek(place)
        whole, newline, _ = file.read().rpartition(b"\n")
    for line in whole.decode("utf-8", "replace").splitlines():
        say(f"{log.stem:14}| {line}")
    return place + len(whole) + len(newline)
