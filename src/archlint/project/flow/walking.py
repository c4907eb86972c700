"""A body walked in the order it runs, branch by branch, which makes its flow."""

from __future__ import annotations

from msgspec.structs import replace

from archlint import facts
from archlint.project.code.expressions import LEAVES, children
from archlint.project.flow.bindings import (
    OPAQUE,
    Assigned,
    Binding,
    Bindings,
    Caught,
    Defined,
    Entered,
    Environment,
    Imported,
    Item,
    Parameter,
    Unpacked,
    merge,
)
from archlint.project.flow.events import (
    AwaitEvent,
    CallEvent,
    Context,
    EnterEvent,
    Event,
    IterEvent,
    ReadEvent,
    StmtEvent,
    YieldEvent,
)
from archlint.project.flow.flow import Flow

_NONE: frozenset[str] = frozenset()
"""Most bodies declare nothing; Python makes an empty set anew each time."""


def flow(body: facts.Block, imports: tuple[facts.Import, ...], parameters: tuple[facts.Parameter, ...] = ()) -> Flow:
    """The flow of a body; `imports` are those of its file."""
    walk = _Walk(imports)
    env: Environment = {}
    for each in parameters:
        walk.bind(env, each.name, Parameter(each))
    walk.block(body, env, Context())
    for name, others in walk.again.items():
        walk.bound[name] += tuple(others)
    return Flow(
        tuple(walk.events),
        walk.bound,
        walk.reached,
        walk.outer,
        tuple(walk.surrounding),
        tuple(walk.raised),
        tuple(walk.tests),
    )


class _Walk:
    """One walk through a body; what it gathers is what a flow tells."""

    __slots__ = ("_imports", "again", "bound", "events", "outer", "raised", "reached", "surrounding", "tests")

    def __init__(self, imports: tuple[facts.Import, ...]) -> None:
        self._imports = imports
        self.events: list[Event] = []
        self.bound: dict[str, Bindings] = {}
        """The first binding of each name."""
        self.again: dict[str, list[Binding]] = {}
        """The others."""
        self.reached: dict[facts.Name, Bindings] = {}
        self.outer = _NONE
        self.surrounding: list[facts.Try | facts.With] = []
        self.raised: list[StmtEvent] = []
        self.tests: list[facts.Expr] = []

    # statements

    def block(self, block: facts.Block, env: Environment, context: Context) -> bool:
        """Walk a block; whether its end may be reached."""
        completes = True
        for each in block:
            completes = self._statement(each, env, context) and completes
        return completes

    def _statement(self, stmt: facts.Stmt, env: Environment, context: Context) -> bool:
        match stmt:
            case facts.Assign():
                self._assign(stmt, env, context)
            case facts.Evaluate(value=value):
                self._expression(value, env, context)
                self.events.append(StmtEvent(stmt, context))
            case facts.Return(value=returned):
                self._optional(returned, env, context)
                self.events.append(StmtEvent(stmt, context))
                return False
            case facts.Raise(exc=exc, cause=cause):
                self._optional(exc, env, context)
                self._optional(cause, env, context)
                event = StmtEvent(stmt, context)
                self.events.append(event)
                self.raised.append(event)
                return False
            case facts.If():
                return self._if(stmt, env, context)
            case facts.Loop():
                self._loop(stmt, env, context)
            case facts.With():
                return self._with(stmt, env, context)
            case facts.Try():
                return self._try(stmt, env, context)
            case facts.Match():
                return self._match(stmt, env, context)
            case facts.Assert(test=test, message=message):
                self._expression(test, env, context)
                self._optional(message, env, context)
                self.events.append(StmtEvent(stmt, context))
            case facts.Delete(targets=targets):
                for target in targets:
                    self._target(target, OPAQUE, env, context)
                self.events.append(StmtEvent(stmt, context))
            case facts.Global(names=names):
                self.outer = self.outer.union(names)
            case facts.ImportStmt(indices=indices):
                for index in indices:
                    self.bind(env, self._imports[index].bound, Imported(index))
            case facts.Define(name=name, kind=kind, index=index):
                self.bind(env, name, Defined(kind, index))
            case facts.Alias(name=name, value=aliased):
                self.bind(env, name, Assigned(aliased))
            case facts.Jump(kind=kind):
                return kind == "pass"
        return True

    def _assign(self, stmt: facts.Assign, env: Environment, context: Context) -> None:
        self._optional(stmt.value, env, context)
        if stmt.op not in ("=", ":"):
            for target in stmt.targets:
                self._expression(target, env, context)
                self._target(target, OPAQUE, env, context)
        elif stmt.value is not None or stmt.annotation is not None:
            for target in stmt.targets:
                self._target(target, Assigned(stmt.value, stmt.annotation), env, context)
        self.events.append(StmtEvent(stmt, context))

    def _if(self, stmt: facts.If, env: Environment, context: Context) -> bool:
        inner = context.branched()
        ends: list[Environment] = []
        for branch in stmt.branches:
            self.tests.append(branch.test)
            self._expression(branch.test, env, context)
            taken = dict(env)
            if self.block(branch.body, taken, inner):
                ends.append(taken)
        otherwise = dict(env)
        if self.block(stmt.orelse, otherwise, inner):
            ends.append(otherwise)
        merge(env, ends)
        return bool(ends)

    def _loop(self, stmt: facts.Loop, env: Environment, context: Context) -> None:
        self._expression(stmt.iter, env, context)
        if stmt.target is not None:
            self.events.append(IterEvent(stmt.iter, stmt.is_async, context))
        inner = replace(context.branched(), loops=(*context.loops, stmt))
        before = dict(env)
        recorded = len(self.events)
        for _ in range(2):  # the second pass sees what the first one bound
            del self.events[recorded:]
            if stmt.target is not None:
                self._target(stmt.target, Item(stmt.iter), env, inner)
            self.block(stmt.body, env, inner)
            merge(env, [dict(env), before])
        self.block(stmt.orelse, env, context)

    def _with(self, stmt: facts.With, env: Environment, context: Context) -> bool:
        self.surrounding.append(stmt)
        inner = context
        for item in stmt.items:
            self._expression(item.context, env, inner)
            self.events.append(EnterEvent(item, stmt.is_async, inner))
            if item.target is not None:
                self._target(item.target, Entered(item.context, stmt.is_async), env, inner)
            inner = replace(inner, withs=(*inner.withs, item))
        return self.block(stmt.body, env, inner)

    def _try(self, stmt: facts.Try, env: Environment, context: Context) -> bool:
        self.surrounding.append(stmt)
        before = dict(env)
        body = dict(env)
        ends: list[Environment] = []
        completes = self.block(stmt.body, body, replace(context, tries=(*context.tries, stmt)))
        raised = dict(before)
        merge(raised, [before, body])
        if completes and self.block(stmt.orelse, body, context):
            ends.append(body)
        for handler in stmt.handlers:
            caught = dict(raised)
            if handler.type is not None:
                self._expression(handler.type, caught, context)
            if handler.name is not None:
                self.bind(caught, handler.name, Caught(handler.type))
            inner = replace(context.branched(), handlers=(*context.handlers, handler))
            if self.block(handler.body, caught, inner):
                ends.append(caught)
        merge(env, ends or [raised])
        final = self.block(stmt.final, env, replace(context, in_finally=True))
        return bool(ends) and final

    def _match(self, stmt: facts.Match, env: Environment, context: Context) -> bool:
        self._expression(stmt.subject, env, context)
        inner = context.branched()
        ends = [dict(env)]
        for case in stmt.cases:
            taken = dict(env)
            for lookup in case.lookups:
                self._expression(lookup, taken, context)
            for name in case.binds:
                self.bind(taken, name, OPAQUE)
            self._optional(case.guard, taken, inner)
            if self.block(case.body, taken, inner):
                ends.append(taken)
        merge(env, ends)
        return True

    # bindings

    def bind(self, env: Environment, name: str, binding: Binding) -> None:
        env[name] = now = (binding,)
        if self.bound.setdefault(name, now) is not now:
            self.again.setdefault(name, []).append(binding)

    def _target(self, target: facts.Expr, binding: Binding, env: Environment, context: Context) -> None:
        match target:
            case facts.Name(id=name):
                self.bind(env, name, binding)
            case facts.Collection(items=items):
                for index, item in enumerate(items):
                    inner = item.value if isinstance(item, facts.Star) else item
                    part = OPAQUE if isinstance(item, facts.Star) else Unpacked(binding, index)
                    self._target(inner, part, env, context)
            case facts.Star(value=value):
                self._target(value, OPAQUE, env, context)
            case facts.Attribute(value=value):
                self._expression(value, env, context)
            case facts.Subscript(value=value, items=items):
                self._expression(value, env, context)
                for item in items:
                    self._expression(item, env, context)
            case _:
                pass

    # expressions, in the order they are evaluated

    def _optional(self, expr: facts.Expr | None, env: Environment, context: Context) -> None:
        if expr is not None:
            self._expression(expr, env, context)

    def _expression(self, expr: facts.Expr, env: Environment, context: Context) -> None:
        if isinstance(expr, facts.Name):
            self._name(expr, env)
            return
        if type(expr) in LEAVES:
            return
        match expr:
            case facts.Attribute(value=value):
                self._expression(value, env, context)
                self.events.append(ReadEvent(expr, context))
            case facts.Call():
                self._call(expr, env, context, awaited=False)
            case facts.Await(value=value):
                if isinstance(value, facts.Call):
                    self._call(value, env, context, awaited=True)
                else:
                    self._expression(value, env, context)
                self.events.append(AwaitEvent(expr, context))
            case facts.Yield(value=yielded):
                self._optional(yielded, env, context)
                self.events.append(YieldEvent(expr, context))
            case facts.Lambda(parameters=parameters, body=body):
                inner = dict(env)
                for each in parameters:
                    self._optional(each.default, env, context)
                    self.bind(inner, each.name, Parameter(each))
                self._expression(body, inner, replace(context, deferred=True))
            case facts.Comprehension():
                self._comprehension(expr, env, context)
            case facts.Walrus(target=target, value=value):
                self._expression(value, env, context)
                self._target(target, Assigned(value), env, context)
            case facts.Conditional(test=test, body=body, orelse=orelse):
                self.tests.append(test)
                self._expression(test, env, context)
                inner_context = context.branched()
                self._expression(body, env, inner_context)
                self._expression(orelse, env, inner_context)
            case facts.Operator(ops=ops, operands=operands):
                if ops[0] in ("and", "or"):
                    self.tests.extend(operands)
                for operand in operands:
                    self._expression(operand, env, context)
            case _:
                for child in children(expr):
                    self._expression(child, env, context)

    def _name(self, expr: facts.Name, env: Environment) -> None:
        bindings = env.get(expr.id)
        if bindings is None:
            return
        known = self.reached.get(expr)
        if known is not None and known is not bindings:
            bindings = tuple(dict.fromkeys((*known, *bindings)))
        self.reached[expr] = bindings

    def _call(self, expr: facts.Call, env: Environment, context: Context, *, awaited: bool) -> None:
        if isinstance(expr.func, facts.Attribute):
            self._expression(expr.func.value, env, context)
        else:
            self._expression(expr.func, env, context)
        for argument in expr.args:
            self._expression(argument, env, context)
        for keyword in expr.keywords:
            self._expression(keyword.value, env, context)
        self.events.append(CallEvent(expr, context, awaited))

    def _comprehension(self, expr: facts.Comprehension, env: Environment, context: Context) -> None:
        inner = dict(env)
        for clause in expr.clauses:
            self._expression(clause.iter, inner, context)
            self.events.append(IterEvent(clause.iter, clause.is_async, context))
            self._target(clause.target, Item(clause.iter), inner, context)
            for test in clause.tests:
                self._expression(test, inner, context)
        branched = context.branched()
        self._expression(expr.element, inner, branched)
        self._optional(expr.value, inner, branched)
