"""Passcodes are kept as slow hashes. Both functions take long: call them on a thread."""

from __future__ import annotations

import hashlib
import secrets

_COST, _BLOCK, _LANES = 2**14, 8, 1


def hash_passcode(passcode: str) -> str:
    """A salted hash of a passcode: salt and digest in hexadecimal, with a colon between."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}:{_digest(passcode, salt)}"


def matches(passcode: str, hashed: str) -> bool:
    """Whether the hash was made of this passcode."""
    salt, _, digest = hashed.partition(":")
    return secrets.compare_digest(_digest(passcode, bytes.fromhex(salt)), digest)


def _digest(passcode: str, salt: bytes) -> str:
    return hashlib.scrypt(passcode.encode(), salt=salt, n=_COST, r=_BLOCK, p=_LANES).hex()
