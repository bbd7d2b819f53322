"""Runs the reader of workbooks beside the service and hears how it went."""

import asyncio
import json
import zlib
from dataclasses import dataclass
from typing import Any, Final

from services.members.beside import run_beside
from services.members.rules_file import ReadFile
from services.members.rules_rows import Standards

SECONDS: Final = 180


@dataclass(frozen=True)
class Problem:
    """Why the file as a whole cannot be taken over."""

    slug: str
    params: dict[str, Any]


async def read_workbook(body: bytes, standards: Standards) -> ReadFile | Problem:
    """What the workbook holds. The event loop stays free; a reader that takes too long is ended."""
    told = standards.model_dump_json()
    try:
        code, output = await run_beside("services.members.workbook", told, given=body, seconds=SECONDS)
    except TimeoutError:
        return Problem("file-too-slow", {})
    if code:
        return Problem("file-too-large", {})
    return await asyncio.to_thread(_parsed, output)


def packed(file: ReadFile) -> bytes:
    """The rows as they are kept until they are taken over."""
    return zlib.compress(file.model_dump_json().encode(), level=1)


def unpacked(rows: bytes) -> ReadFile:
    """The inverse of `packed`."""
    return ReadFile.model_validate_json(zlib.decompress(rows))


def _parsed(output: bytes) -> ReadFile | Problem:
    result = json.loads(output)
    if "problem" in result:
        return Problem(result["problem"], result["params"])
    return ReadFile.model_validate(result["file"])
