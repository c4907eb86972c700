"""What can be told of a file while others are still being read."""

from __future__ import annotations

from contextlib import suppress

from archlint import facts
from archlint.project.flow.flow import Flow
from archlint.project.flow.walking import flow


class Ahead:
    """Bodies, decoded and walked before their files are linked."""

    def __init__(self) -> None:
        self.bodies: dict[facts.Function, facts.Block] = {}
        self.flows: dict[facts.Function | facts.Module, Flow] = {}

    def read(self, module: facts.Module) -> None:
        """Decode and walk all bodies of a file."""
        with suppress(
            Exception
        ):  # archlint: ignore[swallowed-exception] reason="whichever check meets it again will tell"
            self.flows[module] = flow(module.top, module.imports)
            for function in module.functions:
                body = self.bodies[function] = facts.block(function)
                self.flows[function] = flow(body, module.imports, function.parameters)
