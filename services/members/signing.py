"""The key of this installation: signs access tokens, and secrets for cookies and the first link are derived from it."""

import hmac
from base64 import b32encode
from functools import cache
from pathlib import Path
from uuid import UUID

from libs.common import keys
from libs.common.tokens import sign


class Signer(keys.Signer):
    """The private key with what members makes of it."""

    def access_token(self, person_id: UUID, session_id: UUID) -> str:
        """A token that says who, for 15 minutes."""
        return sign(person_id=person_id, session_id=str(session_id), key=self.key, key_id=self.key_id)

    def derived(self, purpose: str, message: bytes = b"") -> bytes:
        """32 bytes that only the holder of the key can make."""
        secret = hmac.digest(self.key.private_bytes_raw(), purpose.encode(), "sha256")
        return hmac.digest(secret, message, "sha256")

    def first_admin_code(self) -> str:
        """The code of the link for the first administrator: the same at every start and on every replica."""
        return b32encode(self.derived("first-admin")[:15]).decode()


@cache
def load_signer(path: Path) -> Signer:
    """The key in the file; a new one where there is none."""
    found = keys.load_key(path)
    return Signer(found.key, found.key_id)
