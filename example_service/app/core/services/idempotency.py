"""How services answer requests that come twice."""

from __future__ import annotations

import hashlib
from typing import Generic, TypeVar

from pydantic import BaseModel, TypeAdapter

from app.core.domain.idempotency import IdempotencyKey
from app.core.ports.unit_of_work import UnitOfWork

AnswerT = TypeVar("AnswerT")


def fingerprint(data: BaseModel) -> str:
    """Stands for a body, without its secrets."""
    return hashlib.sha256(data.model_dump_json().encode()).hexdigest()


class Replay(Generic[AnswerT]):
    """Keeps the first answer to a key and gives it again; without a key it does nothing."""

    def __init__(self, answer_type: type[AnswerT]) -> None:
        self._answers = TypeAdapter(answer_type)

    async def earlier(self, work: UnitOfWork, key: IdempotencyKey | None) -> AnswerT | None:
        """The answer of before, if there was one; raises ConflictError when it was to another body."""
        if key is None:
            return None
        kept = await work.idempotency.claim(key)
        if kept is None:
            return None
        kept.check_same(key.fingerprint)
        return self._answers.validate_json(kept.answer)

    async def keep(self, work: UnitOfWork, key: IdempotencyKey | None, answer: AnswerT) -> AnswerT:
        """Keep an answer for the next time."""
        if key is not None:
            await work.idempotency.keep(key, self._answers.dump_json(answer).decode())
        return answer
