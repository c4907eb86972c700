"""What the entities of the service are called, which fields they have, and whom they know."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

ENTITIES = 8
"""Of a domain."""
_NOUNS = (
    "account", "address", "agreement", "alarm", "article", "asset", "badge", "batch", "branch", "budget", "campaign",
    "carrier", "case", "channel", "cohort", "contract", "course", "credit", "device", "discount", "driver",
    "facility", "form", "grade", "holiday", "incident", "invoice", "journal", "ledger", "license",
    "locker", "lot", "machine", "member", "meter", "mission", "note", "offer", "order", "parcel",
    "payment", "permit", "plan", "policy", "pool", "profile", "project", "quota", "quote", "rate", "receipt",
    "refund", "region", "report", "reserve", "route", "sample", "schedule", "sensor", "shift",
    "shipment", "site", "skill", "slot", "stock", "store", "survey", "tariff", "task", "tenant", "ticket", "token",
    "track", "transfer", "trip", "unit", "vehicle", "venue", "visit", "voucher", "wallet", "warrant", "zone",
)  # fmt: skip
_FIELDS = (
    ("title", "str"), ("summary", "str"), ("amount", "Decimal"), ("price", "Decimal"), ("quantity", "int"),
    ("priority", "int"), ("starts_on", "date"), ("ends_on", "date"), ("seen_at", "datetime"), ("sent_at", "datetime"),
    ("is_public", "bool"), ("is_urgent", "bool"), ("country", "str"), ("currency", "str"), ("weight", "Decimal"),
    ("attempts", "int"), ("language", "str"), ("external_key", "str"), ("parent_key", "uuid.UUID"), ("score", "int"),
)  # fmt: skip
_EXAMPLES = {
    "str": '"text"', "Decimal": '"12.50"', "int": "3", "date": '"2026-05-04"', "datetime": '"2026-05-04T10:00:00Z"',
    "bool": "True", "uuid.UUID": "str(uuid.uuid4())",
}  # fmt: skip


@dataclass(frozen=True)
class Entity:
    """One thing that a domain is about; `words` fill its templates."""

    name: str
    title: str
    domain: str
    others: tuple[str, ...]
    """The entities of the same domain whose services its own one uses."""
    words: dict[str, str]


def name_of(number: int) -> str:
    """What the entity of a number is called, everywhere another name."""
    turn, place = divmod(number, len(_NOUNS))
    return (
        _NOUNS[place]
        + (f"_{_NOUNS[(place * 7 + turn) % len(_NOUNS)]}" if turn else "")
        + (f"_{turn}" if turn >= len(_NOUNS) else "")
    )


def entity(number: int, domain: str) -> Entity:
    """The entity of a number; the same one every time."""
    random = Random(number)
    name = name_of(number)
    fields = random.sample(_FIELDS, random.randint(11, 15))
    place = number % ENTITIES
    others = tuple(name_of(number - each) for each in range(1, place + 1) if random.random() < 0.3)[:3]
    title = _title(name)
    words = {
        "entity": name,
        "Entity": title,
        "words": name.replace("_", " "),
        "Words": name.replace("_", " ").capitalize(),
        "path": name.replace("_", "-") + "s",
        "domain": domain,
        "Domain": _title(domain),
        **_columns(fields),
        **_methods(name, title, domain, fields[: random.randint(7, 11)]),
        **_knows(name, domain, others),
        **_faults(random, title),
    }
    return Entity(name, title, domain, others, words)


def _title(name: str) -> str:
    return name.replace("_", " ").title().replace(" ", "")


def _columns(fields: list[tuple[str, str]]) -> dict[str, str]:
    """What models, schemas and tests say about each field."""
    column = {"str": "String(200), ", "Decimal": "Numeric(12, 2), "}
    return {
        "columns": "\n".join(
            f"    {name}: Mapped[{kind} | None] = mapped_column({column.get(kind, '')}default=None)"
            for name, kind in fields
        ),
        "copies": "\n".join(f"            {name}=self.{name}," for name, _ in fields),
        "fields": "\n".join(
            f'    {name}: {kind} | None = Field(default=None, description="The {name.replace("_", " ")}")'
            for name, kind in fields
        ),
        "optional_fields": "\n".join(f"    {name}: {kind} | None = None" for name, kind in fields),
        "values": "\n".join(f'        "{name}": {_EXAMPLES[kind]},' for name, kind in fields),
        "cells": ", ".join(f"str(row.{name})" for name, _ in fields[:3]),
    }


def _methods(name: str, title: str, domain: str, fields: list[tuple[str, str]]) -> dict[str, str]:
    """What each layer does with a field of its own."""
    words = name.replace("_", " ")
    finders, filters, changers, patches, endpoints, patch_names = [], [], [], [], [], []
    for field, kind in fields:
        said, patch = field.replace("_", " "), f"{title}{_title(field)}"
        finders.append(f'''
    async def find_by_{field}(self, {field}: {kind}, limit: int = 100) -> Sequence[{title}]:
        """The {words}s with this {said}, youngest first."""
        query = select({title}).where({title}.{field} == {field}, {title}.state != "closed")
        found = await self.session.execute(query.order_by({title}.created_at.desc()).limit(limit))
        return found.scalars().all()

    async def replace_{field}(self, old: {kind}, new: {kind}) -> int:
        """Give all {words}s with one {said} another; how many those were."""
        done = await self.session.execute(update({title}).where({title}.{field} == old).values({field}=new))
        return int(done.rowcount)
''')
        filters.append(f"        if wanted.{field} is not None:")
        filters.append(f"            query = query.where({title}.{field} == wanted.{field})")
        changers.append(f'''
    async def change_{field}(self, key: uuid.UUID, {field}: {kind} | None) -> {title}Read:
        """Set the {said}, and tell who listens; raises {_title(domain)}NotFoundError, {_title(domain)}RuleError."""
        {name} = await self._existing(key)
        if not {name}.is_open:
            raise {_title(domain)}RuleError(f"the {said} of {{{name}.label}} cannot change")
        before, {name}.{field} = {name}.{field}, {field}
        if before != {field}:
            {name}.version += 1
            await self.repository.flush()
            logger.debug("%s: {field} was %r", {name}.label, before)
            await self.events.publish(Event("{name}.{field}", {{"id": str(key), "before": str(before)}}))
        return {title}Read.model_validate({name})

    async def with_{field}(self, {field}: {kind}) -> list[{title}Read]:
        """The {words}s with this {said}."""
        found = await self.repository.find_by_{field}({field})
        return [{title}Read.model_validate(each) for each in found]
''')
        patches.append(f'''

class {patch}(BaseModel):
    """Another {said} of a {words}."""

    {field}: {kind} | None = Field(default=None, description="The new {said}; null for none")
    reason: str | None = Field(default=None, max_length=200)''')
        endpoints.append(f'''

@router.put("/{{key}}/{field.replace("_", "-")}", summary="Change the {said}")
async def change_{name}_{field}(key: uuid.UUID, data: {patch}, service: Service, caller: Caller) -> {title}Read:
    """Set the {said} alone."""
    caller.may_write((await service.get(key)).owner_id)
    return await service.change_{field}(key, data.{field})
''')
        patch_names.append(f"from app.{domain}.schemas.{name} import {patch}")
    return {
        "finders": "".join(finders),
        "filters": "\n".join(filters),
        "changers": "".join(changers),
        "patches": "\n".join(patches),
        "endpoints": "".join(endpoints),
        "patch_imports": "\n".join(patch_names),
    }


def _knows(name: str, domain: str, others: tuple[str, ...]) -> dict[str, str]:
    """How a service uses those of other entities."""
    imports = "".join(f"from app.{domain}.services.{each} import {_title(each)}Service\n" for each in others)
    usages = "".join(
        f'''
    async def close_with_{each}(self, key: uuid.UUID, {each}_key: uuid.UUID) -> bool:
        """Close a {name.replace("_", " ")} together with what it was made for; whether both went."""
        {each} = await self.{each}s.get({each}_key)
        if {each}.state == "closed":
            return False
        await self.{each}s.close({each}_key, "together")
        await self.close(key, fingerprint({each}.reference)[:8])
        return True
'''
        for each in others
    )
    return {
        "imports": imports,
        "usages": usages,
        "parameters": "".join(f"        {each}s: {_title(each)}Service,\n" for each in others),
        "assignments": "".join(f"        self.{each}s = {each}s\n" for each in others),
    }


def _faults(random: Random, title: str) -> dict[str, str]:
    """What a tool may find: now and then the service is not as it should be."""
    is_vague = random.random() < 0.04
    return {
        "any_import": "from typing import Any\n" if is_vague else "",
        "any_field": "    extra: dict[str, Any] | None = None\n" if is_vague else "",
        "page_model": f"response_model={title}Page, " if random.random() < 0.3 else "",
        "rendering": "render_politely(lines)" if random.random() < 0.03 else "await asyncio.to_thread(render, lines)",
        "checks": "        asyncio.create_task(self.close_stale())\n" if random.random() < 0.03 else "",
    }
