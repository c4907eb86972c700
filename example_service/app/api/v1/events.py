"""What changed, as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import Annotated

import structlog
from fastapi import APIRouter, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.api.responses import STREAMED
from app.core.errors import UnavailableError
from app.deps import FeedServiceDep, PatientPrincipalDep, SettingsDep
from app.schemas.events import ChangeResponse

logger = structlog.stdlib.get_logger(__name__)

router = APIRouter(prefix="/events", tags=["events"], responses=STREAMED)


@router.get("", response_class=EventSourceResponse)
async def stream_changes(
    principal: PatientPrincipalDep,
    feed: FeedServiceDep,
    settings: SettingsDep,
    last_event_id: Annotated[int, Header(ge=0, le=2**62)] = 0,
) -> AsyncIterable[ServerSentEvent]:
    """The changes of the caller's appointments after the last one the caller has; it ends after a while.

    Readers come back by themselves, with the identity of the last change. So no stream outlives a stop of the process
    by much, and a reader who was away misses nothing.
    """
    yield ServerSentEvent(comment="open", retry=round(settings.stream_interval * 1000))
    try:
        async for entry in feed.follow(principal, last_event_id, settings.stream_interval, settings.stream_seconds):
            yield ServerSentEvent(id=str(entry.position), event=entry.kind, data=ChangeResponse.model_validate(entry))
    except UnavailableError:
        logger.warning("a stream ended early; its reader will come back", exc_info=True)
