"""An Ed25519 key of a service in a file of its own, made at the first start; its public half is known by an id."""

import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from libs.common.tokens import encode_public

_KEY_ID_LENGTH: Final = 16


class NotAnEd25519Key(Exception):
    """The key file holds something else."""


@dataclass(frozen=True)
class Signer:
    """The private key with its id."""

    key: Ed25519PrivateKey
    key_id: str

    @property
    def public_key(self) -> str:
        """base64url, as in a JWK."""
        return encode_public(self.key.public_key())

    def signature(self, message: bytes) -> str:
        """The signature of a message, base64url without padding."""
        return urlsafe_b64encode(self.key.sign(message)).rstrip(b"=").decode()


def id_of(key: Ed25519PublicKey) -> str:
    """The id of a public key: the beginning of its hash, so that nobody can give another key the same id."""
    return urlsafe_b64encode(sha256(key.public_bytes_raw()).digest()).decode()[:_KEY_ID_LENGTH]


def is_signed(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether the holder of the private key has signed exactly this."""
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


@cache
def load_key(path: Path) -> Signer:
    """The key in the file; a new one, readable by its owner only, where there is none."""
    if not path.exists():
        _create(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAnEd25519Key(str(path))
    return Signer(key, id_of(key.public_key()))


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
