"""PDF: it begins and ends as one, has no password, and nothing in sight that acts by itself. What lies packed inside is
for the scanner to find. Pure.
"""

import re
from typing import Final

from services.petitions.errors_attachments import FileActs, FileDamaged, FileLocked
from services.petitions.file_bytes import Bytes

MAGIC: Final = b"%PDF-"
_TAIL: Final = 2_048
_ACTS: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)(?![A-Za-z0-9])")
_LOCKED: Final = re.compile(rb"/Encrypt(?![A-Za-z0-9])")


def require_sound(data: Bytes) -> None:
    """Raises FileDamaged, FileLocked, FileActs."""
    if b"%%EOF" not in data[-_TAIL:] or data.rfind(b"startxref") < 0:
        raise FileDamaged
    if _LOCKED.search(data):
        raise FileLocked
    if _ACTS.search(data):
        raise FileActs
