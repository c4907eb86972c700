"""The stretches of text that statements take: all of a simple one, the header of a compound one."""

from __future__ import annotations

from collections.abc import Iterator

from archlint import facts


def stretches(module: facts.Module) -> Iterator[tuple[int, int]]:
    """Start and end of every statement and header of a file; some come twice."""
    yield from _of(module.top)
    for cls in module.classes:
        yield cls.header_start, cls.header_end
        yield from _of(cls.body)
    for function in module.functions:
        yield function.header_start, function.header_end
        yield from _of(facts.block(function))


def _of(block: facts.Block) -> Iterator[tuple[int, int]]:
    waiting: list[facts.Stmt] = list(block)
    while waiting:
        statement = waiting.pop()
        yield statement.start, statement.end
        for part, inner in _inside(statement):
            if part is not None:
                yield part.start, part.end
            waiting.extend(inner)


def _inside(statement: facts.Stmt) -> Iterator[tuple[facts.Located | None, facts.Block]]:
    """The blocks of a compound statement, each with the header it has of its own."""
    match statement:
        case facts.If(branches=branches, orelse=orelse):
            yield from ((branch, branch.body) for branch in branches)
            yield None, orelse
        case facts.Loop(body=body, orelse=orelse):
            yield None, body
            yield None, orelse
        case facts.With(body=body):
            yield None, body
        case facts.Try(body=body, handlers=handlers, orelse=orelse, final=final):
            yield from ((handler, handler.body) for handler in handlers)
            yield from ((None, each) for each in (body, orelse, final))
        case facts.Match(cases=cases):
            yield from ((case, case.body) for case in cases)
        case _:
            return
