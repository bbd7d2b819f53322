"""The key of this installation: signs access tokens, and secrets for cookies and the first link are derived from it."""

import hmac
import os
from base64 import b32encode, urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from libs.common.tokens import encode_public, sign

_KEY_ID_LENGTH: Final = 16


class NotAnEd25519Key(Exception):
    """The signing key file holds something else."""


@dataclass(frozen=True)
class Signer:
    """The private key with its id."""

    key: Ed25519PrivateKey
    key_id: str

    @property
    def public_key(self) -> str:
        """base64url, as in a JWK."""
        return encode_public(self.key.public_key())

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
    """The key in the file; a new one, readable by its owner only, where there is none."""
    if not path.exists():
        _create(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAnEd25519Key(str(path))
    digest = sha256(key.public_key().public_bytes_raw()).digest()
    return Signer(key, urlsafe_b64encode(digest).decode()[:_KEY_ID_LENGTH])


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        os.fsync(descriptor)
    try:
        os.link(beside, path)
    except FileExistsError:
        return  # another replica was quicker; its key is the one
    finally:
        beside.unlink()
