"""A file as the judges of kinds read it: as bytes that lie on a disk, not in memory. Pure."""

import mmap

from services.petitions.errors_attachments import FileUnpacksTooLarge
from services.petitions.kinds import LIMITS

Bytes = mmap.mmap | bytes


def require_pixels(width: int, height: int) -> None:
    """Whoever opens an image gives every pixel its memory, however small the file is. Raises FileUnpacksTooLarge."""
    if width * height > LIMITS.pixels:
        raise FileUnpacksTooLarge
