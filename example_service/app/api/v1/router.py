"""All routes of version 1."""

from __future__ import annotations

from fastapi import APIRouter

from app.api.v1 import appointments, auth, chat, events, notes, patients, registration

router = APIRouter(prefix="/api/v1")
router.include_router(auth.router)
router.include_router(registration.router)
router.include_router(patients.router)
router.include_router(appointments.router)
router.include_router(notes.router)
router.include_router(events.router)
router.include_router(chat.router)
