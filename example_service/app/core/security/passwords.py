"""Passwords are kept as slow hashes. Both methods take long: call them on a thread."""

from __future__ import annotations

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


class Passwords:
    """Hashes passwords with Argon2id, at a cost in rounds and in KiB of memory."""

    def __init__(self, time_cost: int, memory_kib: int) -> None:
        self._hashes = PasswordHash((Argon2Hasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1),))

    def hash_password(self, password: str) -> str:
        """A salted hash of a password."""
        return self._hashes.hash(password)

    def matches(self, password: str, hashed: str | None) -> bool:
        """Whether the hash was made of this password; never for no hash, which takes as long."""
        if hashed is None:
            self._hashes.hash(password)
            return False
        return self._hashes.verify(password, hashed)
