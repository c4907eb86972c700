"""Use cases of the front desk's chat."""

from __future__ import annotations

from app.core.domain.account import Account
from app.core.services.appointments import AppointmentService

_HELP = "ask for your `next` appointment; anything else is noted for the front desk"


class ChatService:
    """Answers what a patient asks."""

    def __init__(self, appointments: AppointmentService) -> None:
        self._appointments = appointments

    async def answer(self, principal: Account, text: str) -> str:
        """What the front desk says to a question."""
        match text.strip().lower():
            case "next":
                return await self._next(principal)
            case "help":
                return _HELP
            case _:
                return "thank you; the front desk will call you"

    async def _next(self, principal: Account) -> str:
        if principal.patient_id is None:
            return "the staff has no appointments here"
        appointment = await self._appointments.next_of_patient(principal.patient_id)
        if appointment is None:
            return "you have no appointment"
        return f"{appointment.starts_at:%Y-%m-%d %H:%M} UTC with {appointment.clinician}"
