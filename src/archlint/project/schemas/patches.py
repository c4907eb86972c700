"""What is wrong with how the bodies of PATCH are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.modules import Class, Function
from archlint.project.flow.bindings import Assigned
from archlint.project.memory import remembered
from archlint.project.schemas.dumps import Dump
from archlint.project.schemas.fields import SchemaField
from archlint.project.schemas.writes import Write
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project


class Overwriting(Record, frozen=True, eq=False):
    """A dump that holds what the client left out, and the first place where it is written."""

    dump: Dump
    write: Write
    optional: tuple[SchemaField, ...]
    """The fields that a client may leave out."""


class Patches:
    """The writes of PATCH routes, by the functions in which something is to be said of them."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def overwriting(self, function: Function) -> Iterator[Overwriting]:
        """The dumps in a function that put defaults in the place of what was not sent."""
        yield from self._overwriting.get(function, {}).values()

    def rebuilding(self, function: Function) -> Iterator[Write]:
        """The calls in a function that make a new row of what was sent."""
        yield from self._rebuilding.get(function, {}).values()

    @remembered
    def _writes(self) -> tuple[Write, ...]:
        return tuple(each for each in self._project.schemas.writes.all if each.body.route.methods == ("PATCH",))

    @remembered
    def _overwriting(self) -> dict[Function, dict[facts.Expr, Overwriting]]:
        found: dict[Function, dict[facts.Expr, Overwriting]] = {}
        for write in self._writes:
            dump = write.dump
            if dump is None or not dump.keeps_unset or write.how == "rebuilds":
                continue
            optional = self._optional(write.body.cls)
            if optional and not self._is_rebuilt(dump):
                found.setdefault(dump.within, {}).setdefault(dump.expr, Overwriting(dump, write, optional))
        return found

    def _optional(self, cls: Class) -> tuple[SchemaField, ...]:
        fields = self._project.schemas.shapes.of(cls).values()
        return tuple(each for each in fields if each.has_default and not each.takes_missing)

    def _is_rebuilt(self, dump: Dump) -> bool:
        """Whether the same dump makes a new row, which is worse, and told by another rule."""
        return any(each.dump.expr is dump.expr for each in self._writes if each.how == "rebuilds" and each.dump)

    @remembered
    def _rebuilding(self) -> dict[Function, dict[facts.Expr, Write]]:
        updated = {(each.body, each.row) for each in self._writes if each.how == "sets"}
        found: dict[Function, dict[facts.Expr, Write]] = {}
        for write in self._writes:
            if write.how != "rebuilds" or (write.body, write.row) in updated:
                continue  # an upsert makes a row only where there is none
            if write.dump is not None and not write.dump.keeps_unset and self._is_merged(write):
                continue  # a merge copies only what was set
            found.setdefault(write.within, {}).setdefault(write.expr, write)
        return found

    def _is_merged(self, write: Write) -> bool:
        """Whether the new object is handed to a session's `merge`."""
        for call in self._project.calls_in(write.within):
            func, args = call.expr.func, call.expr.args
            if isinstance(func, facts.Attribute) and func.attr == "merge" and args:
                given = [args[0]]
                if isinstance(args[0], facts.Name):
                    bindings = self._project.flow(write.within).reaching(args[0])
                    given += [each.value for each in bindings if isinstance(each, Assigned) and each.value is not None]
                if any(each is write.expr for each in given):
                    return True
        return False
