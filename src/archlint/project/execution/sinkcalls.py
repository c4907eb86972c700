"""The calls of a body that block."""

from __future__ import annotations

from msgspec.structs import replace

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Function, Module
from archlint.project.code.spelling import spelled
from archlint.project.execution.calls import Call, Calls
from archlint.project.execution.sinks import Sink, Sinks
from archlint.project.flow.bindings import Assigned, Entered
from archlint.project.flow.events import EnterEvent, IterEvent
from archlint.project.inference.inference import Inference
from archlint.project.inference.values import UNKNOWN, Instance, Literal, Value
from archlint.project.memory import remembered_by_file
from archlint.records import Record

_CONNECTS_WHEN_TOLD_WHERE = frozenset(
    {
        "ftplib.FTP",
        "ftplib.FTP_TLS",
        "smtplib.LMTP",
        "smtplib.SMTP",
        "smtplib.SMTP_SSL",
        "telnetlib.Telnet",
    }
)
"""Constructors that do no more than construct when called without arguments."""

_OPENS_EITHER = frozenset(
    {
        "bz2.BZ2File",
        "bz2.open",
        "gzip.GzipFile",
        "gzip.open",
        "lzma.LZMAFile",
        "lzma.open",
        "numpy.load",
        "numpy.save",
        "numpy.savez",
        "numpy.savez_compressed",
        "py7zr.SevenZipFile",
        "rarfile.RarFile",
        "soundfile.read",
        "soundfile.write",
        "tarfile.open",
        "wave.open",
        "zipfile.PyZipFile",
        "zipfile.ZipFile",
    }
)
"""What takes the path of a file, or an object in memory that stands for one."""

_COMPRESSED = ("bz2.", "gzip.", "lzma.", "py7zr.", "rarfile.", "tarfile.", "zipfile.")
"""Over bytes in memory these keep the processor busy."""
_IN_MEMORY = frozenset({"io.BytesIO", "io.StringIO", "tempfile.SpooledTemporaryFile"})
_PATH_WORDS = ("filename", "file_name", "path")
_PATHS = frozenset({"builtins.str", "os.path.abspath()", "os.path.join()", "os.path.realpath()", "pathlib.Path"})


class SinkCall(Record, frozen=True, eq=False):
    """A call of a sink."""

    call: Call
    sink: Sink
    leads_on: bool = False
    """Whether what it gives blocks again in the same body."""


class SinkCalls:
    """The sinks that the functions of a project call themselves; each answer is kept."""

    def __init__(self, inference: Inference, calls: Calls, sinks: Sinks) -> None:
        self._inference = inference
        self._calls = calls
        self._sinks = sinks

    @remembered_by_file
    def of(self, function: Function) -> tuple[SinkCall, ...]:
        """The calls of a body that block, in order; of the calls on what such a call made, that one alone."""
        calls = self._calls.within(function)
        found: dict[facts.Expr, tuple[Call, Sink | None]] = {each.expr: (each, self._sink(each)) for each in calls}
        for expr in self._entered_async(function):
            found.pop(expr, None)
        blocking = {key for key, (_, sink) in found.items() if sink is not None}
        made_by = {key: self._made_by(found[key][0].expr.func, blocking, function) for key in blocking}
        lead_on = frozenset(maker for makers in made_by.values() for maker in makers)
        return tuple(
            SinkCall(call, sink, key in lead_on)
            for key, (call, sink) in found.items()
            if sink is not None and not made_by[key]
        )

    def _entered_async(self, function: Function) -> list[facts.Expr]:
        """What `async with` enters and `async for` draws from: it waits without blocking."""
        found = []
        for event in self._inference.flow(function).events:
            if isinstance(event, IterEvent) and event.is_async:
                found.append(event.iterable)
            elif isinstance(event, EnterEvent) and event.is_async:
                found.append(event.item.context)
        return found

    def _sink(self, call: Call) -> Sink | None:
        if not call.callee or call.awaited or call.context.deferred:
            return None
        sink = self._sinks.of(call.callee, own_only=call.target is not None)
        if sink is None or self._returns_at_once(call) or self._only_sets_an_address(call):
            return None
        return self._by_what_it_opens(call, sink) if call.callee in _OPENS_EITHER else sink

    def _returns_at_once(self, call: Call) -> bool:
        if call.callee in _CONNECTS_WHEN_TOLD_WHERE:
            return not call.expr.args and not call.expr.keywords
        if call.callee.startswith(("multiprocessing.", "queue.")) and call.expr.args:
            return self._inference.infer(call.expr.args[0], call.scope) == Literal(False)
        for name, at_once in (("block", False), ("blocking", False), ("timeout", 0)):
            given = argument(call.expr, name)
            if given is not None and self._inference.infer(given, call.scope) == Literal(at_once):
                return True
        return False

    def _only_sets_an_address(self, call: Call) -> bool:
        """Whether it connects a datagram socket, which sends nothing."""
        if call.callee != "socket.socket.connect" or not isinstance(call.expr.func, facts.Attribute):
            return False
        makers = self._makers(call.expr.func.value, call.scope)
        words = {self._inference.name_of(each, call.scope) for maker in makers for each in maker.args}
        return "socket.SOCK_DGRAM" in words

    def _by_what_it_opens(self, call: Call, sink: Sink) -> Sink | None:
        given = argument(call.expr, "fileobj") or argument(call.expr, "file") or argument(call.expr, "name")
        given = given or argument(call.expr, "filename", 0)
        if given is None:
            return None
        value: Value = self._inference.infer(given, call.scope)
        if isinstance(value, Literal) and isinstance(value.value, str):
            return sink
        if value == UNKNOWN and spelled(given).lower().endswith(_PATH_WORDS):
            return sink
        if not isinstance(value, Instance):
            return None
        if value.of in _IN_MEMORY:
            return replace(sink, kind="cpu") if call.callee.startswith(_COMPRESSED) else None
        return sink if value.of in _PATHS else None

    def _made_by(
        self, func: facts.Expr, blocking: set[facts.Expr], function: Function, steps: int = 8
    ) -> set[facts.Expr]:
        """The blocking calls of the same body that made the object that a method is called on."""
        while isinstance(func, facts.Attribute):
            func = func.value
        found: set[facts.Expr] = set()
        for maker in self._makers(func, function) if steps > 0 else ():
            found |= {maker} & blocking or self._made_by(maker.func, blocking, function, steps - 1)
        return found

    def _makers(self, expr: facts.Expr, scope: Function | Module) -> list[facts.Call]:
        """The calls of a body that may have made what an expression is."""
        if isinstance(expr, facts.Call):
            return [expr]
        if not isinstance(expr, facts.Name):
            return []
        makers = [
            each.value if isinstance(each, Assigned) else each.context
            for each in self._inference.flow(scope).reaching(expr)
            if isinstance(each, (Assigned, Entered))
        ]
        return [each for each in makers if isinstance(each, facts.Call)]
