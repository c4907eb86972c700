"""A function or class: what it is, what runs it, what it runs, and what of that blocks."""

from __future__ import annotations

from collections.abc import Iterator

from archlint.explain.module import routes_of
from archlint.explain.shape import EscapeShape, ReachShape, RelationShape, SymbolShape
from archlint.explain.viewing import Viewing
from archlint.findings import Note
from archlint.project import Class, Function, Module
from archlint.project.execution.blocking import name_of, shown
from archlint.project.schemas import traffic


def function_shape(function: Function, target: str, viewing: Viewing) -> SymbolShape:
    """A function or method."""
    project = viewing.study.project
    what = "method" if function.owner is not None else "function"
    return SymbolShape(
        version=1,
        kind="symbol",
        target=target,
        symbol=function.symbol,
        what=f"async {what}" if function.is_async else what,
        role=project.web_side(function) or project.layers.of_function(function),
        place=viewing.place(function.place),
        code=viewing.quoted(function.place),
        colour=_colour(function, viewing),
        routes=routes_of(function, viewing),
        blocks=list(_blocks(function, viewing)),
        raises=list(_raises(function, viewing)),
        callers=list(_callers(function, viewing)),
        callees=list(_callees(function, viewing)),
        dependencies=list(_dependencies(function, viewing)),
        bases=[],
        subclasses=[],
        methods=[],
        pairs=[],
    )


def class_shape(cls: Class, target: str, viewing: Viewing) -> SymbolShape:
    """A class with its methods."""
    project = viewing.study.project
    methods = [
        RelationShape(symbol=each.symbol, how=_method(each, viewing), place=viewing.place(each.place))
        for each in cls.methods()
    ]
    return SymbolShape(
        version=1,
        kind="symbol",
        target=target,
        symbol=cls.symbol,
        what="class",
        role=project.layers.of_class(cls),
        place=viewing.place(cls.place),
        code=viewing.quoted(cls.place),
        colour="",
        routes=list(_traffic(cls, viewing)),
        blocks=[],
        raises=[],
        callers=list(_constructions(cls, viewing)),
        callees=[],
        dependencies=list(_dependencies(cls, viewing)),
        bases=[each if isinstance(each, str) else each.symbol for each in project.mro(cls)[1:]],
        subclasses=[each.symbol for each in project.subclasses.of(cls)],
        methods=methods,
        pairs=list(_pairs(cls, viewing)),
    )


def _traffic(cls: Class, viewing: Viewing) -> Iterator[str]:
    """The routes that take a model as their body, and those that answer with it."""
    used = viewing.study.project.schemas.traffic
    yield from dict.fromkeys(f"{traffic.shown(each.route)} takes it" for each in used.brought.get(cls, ()))
    yield from dict.fromkeys(f"{traffic.shown(each.route)} answers with it" for each in used.carried.get(cls, ()))


def _pairs(cls: Class, viewing: Viewing) -> Iterator[RelationShape]:
    """The ORM class of a schema, or the schemas of an ORM class."""
    pairs = viewing.study.project.schemas.pairs
    if (own := pairs.of(cls)) is not None:
        yield RelationShape(symbol=own.row.symbol, how=own.how, place=viewing.place(own.place))
    for each in pairs.shown(cls):
        yield RelationShape(symbol=each.schema.symbol, how=each.how, place=viewing.place(each.place))


def _method(method: Function, viewing: Viewing) -> str:
    """The colour of a method, and the first of what it reaches that blocks."""
    written = "async def" if method.is_async else "def"
    first = next(_blocks(method, viewing), None)
    return written if first is None else f"{written}, reaches {first['sink'].removeprefix('builtins.')}"


def _colour(function: Function, viewing: Viewing) -> str:
    """Whether it is async, and on which thread it runs."""
    project = viewing.study.project
    if function.is_async:
        if project.runs_on_loop(function):
            return "async: it runs on the event loop, and whatever blocks in it holds up every request"
        return "async, in a script, command or migration that has a loop of its own"
    part = project.web_side(function)
    if part in ("handler", "dependency"):
        return f"not async: FastAPI runs this {part} in its thread pool"
    return "not async: it runs on the thread of whoever calls it"


def _blocks(function: Function, viewing: Viewing) -> Iterator[ReachShape]:
    """The blocking calls that it makes, then those that it reaches, each with every hop."""
    blocking = viewing.study.project.blocking
    for end in blocking.direct(function):
        hop = viewing.hop(end.call.place, f"{name_of(function)} calls {shown(end.sink)}")
        yield ReachShape(sink=end.sink.name, waits_for=end.sink.kind, hops=[hop])
    for chain in blocking.reached(function):
        first = Note(chain.first.place, f"{name_of(function)} {chain.first.how} {name_of(chain.first.target)}")
        hops = [viewing.hop(each.place, each.message) for each in (first, *chain.notes())]
        yield ReachShape(sink=chain.sink.name, waits_for=chain.sink.kind, hops=hops)


def _raises(function: Function, viewing: Viewing) -> Iterator[EscapeShape]:
    """The errors that get out of it, each with every hop and with who answers it."""
    errors = viewing.study.project.errors
    for error in errors.raises.of(function):
        hops = [viewing.hop(each.place, each.message) for each in errors.raises.chain(function, error)]
        name = error if isinstance(error, str) else error.symbol
        yield EscapeShape(error=name.removeprefix("builtins."), answer=errors.answered_by(error), hops=hops)


def _callers(function: Function, viewing: Viewing) -> list[RelationShape]:
    """The functions and modules that run it, and those that FastAPI runs it for."""
    project = viewing.study.project
    found = {}
    for frame in project.web.callers.of(function):
        module = frame.scope if isinstance(frame.scope, Module) else frame.scope.module
        found[module.place(frame.call)] = (_name(frame.scope), "calls")
    for other in project.functions():
        for edge in project.edges(other):
            if edge.target is function:
                found.setdefault(edge.place, (other.symbol, edge.how))
        for dependency in project.injection.dependencies(other):
            if function in dependency.providers:
                found.setdefault(dependency.place, (other.symbol, "depends on it"))
    return [
        RelationShape(symbol=symbol, how=how, place=viewing.place(place))
        for place, (symbol, how) in sorted(found.items())
    ]


def _callees(function: Function, viewing: Viewing) -> list[RelationShape]:
    project = viewing.study.project
    found = {(edge.place, edge.target.symbol): edge.how for edge in project.edges(function)}
    places = {place for place, _ in found}
    for call in project.calls_in(function):
        if call.callee and call.place not in places:
            found[call.place, call.callee] = "constructs" if isinstance(call.target, Class) else "calls"
    return [
        RelationShape(symbol=symbol, how=how, place=viewing.place(place))
        for (place, symbol), how in sorted(found.items())
    ]


def _constructions(cls: Class, viewing: Viewing) -> Iterator[RelationShape]:
    project = viewing.study.project
    for module in project.modules.values():
        scopes: list[Module | Function] = [] if module.is_test else [module, *module.all_functions]
        for scope in scopes:
            for call in project.calls_in(scope):
                if call.target is cls:
                    yield RelationShape(symbol=_name(scope), how="constructs", place=viewing.place(call.place))


def _dependencies(of: Function | Class, viewing: Viewing) -> Iterator[RelationShape]:
    """What `Depends` hands in, and what routes and their routers ask for beside that."""
    project = viewing.study.project
    found = {each.place: each for each in project.injection.dependencies(of)}
    for route in project.routes_of(of) if isinstance(of, Function) else ():
        found |= {each.place: each for each in project.web.demands.direct(route)}
    for place, each in sorted(found.items()):
        names = ", ".join(provider.symbol for provider in each.providers) or each.name or "not told"
        yield RelationShape(symbol=names, how=each.parameter or "", place=viewing.place(place))


def _name(scope: Function | Class | Module) -> str:
    return scope.name if isinstance(scope, Module) else scope.symbol
