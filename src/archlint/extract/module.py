"""One file's bytes to its facts."""

from __future__ import annotations

import gc
import hashlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager

from archlint.extract.decode import decode
from archlint.extract.deep import with_deep_stack
from archlint.extract.descent import descend
from archlint.extract.exports import exported
from archlint.extract.fields import docstring
from archlint.extract.lexing import LINE_END
from archlint.extract.unreadable import WAY_OUT, Unreadable
from archlint.facts import Module


def extract(data: bytes, *, max_size: int) -> Module:
    """The facts of a file; raises `Unreadable` for what cannot become facts."""
    if len(data) > max_size:
        message = f"the file has {len(data)} bytes, more than the {max_size} that are read; {WAY_OUT}"
        raise Unreadable("too-large", message)
    return with_deep_stack(lambda: _extract(data))


def _extract(data: bytes) -> Module:
    text = decode(data)
    with _resting_collector():
        found = descend(text)
    return Module(
        digest=hashlib.sha256(data).hexdigest(),
        packed_line_starts=array("I", (0, *[end.end() for end in LINE_END.finditer(text)])).tobytes(),
        length=len(text),
        imports=tuple(found.imports),
        exports=exported(found.top),
        pragmas=tuple(found.pragmas),
        classes=tuple(found.classes),
        functions=tuple(found.functions),
        top=found.top,
        doc=docstring(found.top),
    )


@contextmanager
def _resting_collector() -> Iterator[None]:
    """Look for no cycles: among millions of objects that all stay there are none to find."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
