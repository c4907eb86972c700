"""What one file says, nothing resolved, nothing judged.

Facts are data: made by `extract`, kept by `cache`, read by `project`. Every offset counts code points from the
start of the decoded file (a byte order mark is no code point of it); `end` is exclusive. The bodies of functions
stay encoded until they are asked for, since most runs need few of them.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec


class _Fact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record that encodes as an array and takes no part in garbage collection: facts hold no cycles."""


class Located(_Fact, frozen=True, array_like=True, gc=False):
    start: int
    end: int


# --- Expressions ---------------------------------------------------------------------------------------------------


class Name(Located, frozen=True, array_like=True, gc=False, tag="n"):
    id: str


class Attribute(Located, frozen=True, array_like=True, gc=False, tag="a"):
    value: Expr
    attr: str


class Keyword(Located, frozen=True, array_like=True, gc=False):
    """A keyword argument; `name` is None for `**value`."""

    name: str | None
    value: Expr


class Call(Located, frozen=True, array_like=True, gc=False, tag="c"):
    """A call; a positional `*value` stands in `args` as a `Star`."""

    func: Expr
    args: tuple[Expr, ...]
    keywords: tuple[Keyword, ...]


class Constant(Located, frozen=True, array_like=True, gc=False, tag="k"):
    """A literal other than a string of text; `text` is its source, for bytes too."""

    kind: Literal["int", "float", "complex", "bytes", "True", "False", "None", "..."]
    text: str


class String(Located, frozen=True, array_like=True, gc=False, tag="s"):
    """A string of text, adjacent ones joined; `value` is evaluated, escapes and all."""

    value: str


class FString(Located, frozen=True, array_like=True, gc=False, tag="f"):
    """An f-string or t-string; what stands in braces, and the text between as `String`.

    Everything inside carries the start and end of the whole.
    """

    parts: tuple[Expr, ...]


class Await(Located, frozen=True, array_like=True, gc=False, tag="w"):
    value: Expr


class Yield(Located, frozen=True, array_like=True, gc=False, tag="y"):
    value: Expr | None
    is_from: bool


class Operator(Located, frozen=True, array_like=True, gc=False, tag="o"):
    """Operands joined by operators of one kind of source: `a + b + c`, `not a`, `a < b <= c`, `a and b`.

    `ops` has one entry fewer than `operands`, or one for a single operand (a unary operator).
    """

    ops: tuple[str, ...]
    operands: tuple[Expr, ...]


class Collection(Located, frozen=True, array_like=True, gc=False, tag="l"):
    kind: Literal["list", "tuple", "set"]
    items: tuple[Expr, ...]


class Dict(Located, frozen=True, array_like=True, gc=False, tag="d"):
    """A dict display; a key of None is `**value`."""

    keys: tuple[Expr | None, ...]
    values: tuple[Expr, ...]


class Subscript(Located, frozen=True, array_like=True, gc=False, tag="b"):
    """`value[items]`; several items are several entries, a slice is a `Slice`."""

    value: Expr
    items: tuple[Expr, ...]


class Slice(Located, frozen=True, array_like=True, gc=False, tag="i"):
    lower: Expr | None
    upper: Expr | None
    step: Expr | None


class Conditional(Located, frozen=True, array_like=True, gc=False, tag="q"):
    test: Expr
    body: Expr
    orelse: Expr


class Lambda(Located, frozen=True, array_like=True, gc=False, tag="m"):
    parameters: tuple[Parameter, ...]
    body: Expr


class Clause(Located, frozen=True, array_like=True, gc=False):
    """One `for target in iter if test …` of a comprehension."""

    target: Expr
    iter: Expr
    tests: tuple[Expr, ...]
    is_async: bool


class Comprehension(Located, frozen=True, array_like=True, gc=False, tag="p"):
    """A comprehension or generator expression; `value` only for a dict, whose `element` is the key."""

    kind: Literal["list", "set", "dict", "generator"]
    element: Expr
    value: Expr | None
    clauses: tuple[Clause, ...]


class Walrus(Located, frozen=True, array_like=True, gc=False, tag=":="):
    target: Expr
    value: Expr


class Star(Located, frozen=True, array_like=True, gc=False, tag="*"):
    value: Expr


Expr: TypeAlias = (
    Name
    | Attribute
    | Call
    | Constant
    | String
    | FString
    | Await
    | Yield
    | Operator
    | Collection
    | Dict
    | Subscript
    | Slice
    | Conditional
    | Lambda
    | Comprehension
    | Walrus
    | Star
)


class Parameter(Located, frozen=True, array_like=True, gc=False):
    """A parameter; its place is its name (stars excluded)."""

    name: str
    kind: Literal["positional", "normal", "keyword", "args", "kwargs"]
    annotation: Expr | None
    default: Expr | None


# --- Statements: `start` and `end` cover the header, up to and with the colon, or all of a simple statement ----------


class Assign(Located, frozen=True, array_like=True, gc=False, tag="="):
    """`targets = value`, `target: annotation [= value]` or `target op value`; `op` is "=", ":" or e.g. "+="."""

    targets: tuple[Expr, ...]
    value: Expr | None
    annotation: Expr | None
    op: str


class Evaluate(Located, frozen=True, array_like=True, gc=False, tag="e"):
    """An expression as a statement. A docstring is one too."""

    value: Expr


class Return(Located, frozen=True, array_like=True, gc=False, tag="return"):
    value: Expr | None


class Raise(Located, frozen=True, array_like=True, gc=False, tag="raise"):
    exc: Expr | None
    cause: Expr | None


class If(Located, frozen=True, array_like=True, gc=False, tag="if"):
    """`branches` are the tests of if and every elif with their blocks: a chain is flat."""

    branches: tuple[Branch, ...]
    orelse: Block


class Branch(Located, frozen=True, array_like=True, gc=False):
    test: Expr
    body: Block


class Loop(Located, frozen=True, array_like=True, gc=False, tag="loop"):
    """`for target in iter` or, without a target, `while iter`."""

    target: Expr | None
    iter: Expr
    body: Block
    orelse: Block
    is_async: bool


class WithItem(Located, frozen=True, array_like=True, gc=False):
    context: Expr
    target: Expr | None


class With(Located, frozen=True, array_like=True, gc=False, tag="with"):
    items: tuple[WithItem, ...]
    body: Block
    is_async: bool


class Handler(Located, frozen=True, array_like=True, gc=False):
    """`except type as name`; both None for a bare except. `except A, B` has a tuple as type."""

    type: Expr | None
    name: str | None
    body: Block


class Try(Located, frozen=True, array_like=True, gc=False, tag="try"):
    body: Block
    handlers: tuple[Handler, ...]
    orelse: Block
    final: Block
    is_group: bool


class Case(Located, frozen=True, array_like=True, gc=False):
    """One case: what its pattern looks up (values, classes), the names it binds, its guard."""

    lookups: tuple[Expr, ...]
    binds: tuple[str, ...]
    guard: Expr | None
    body: Block


class Match(Located, frozen=True, array_like=True, gc=False, tag="match"):
    subject: Expr
    cases: tuple[Case, ...]


class Assert(Located, frozen=True, array_like=True, gc=False, tag="assert"):
    test: Expr
    message: Expr | None


class Delete(Located, frozen=True, array_like=True, gc=False, tag="del"):
    targets: tuple[Expr, ...]


class Global(Located, frozen=True, array_like=True, gc=False, tag="global"):
    names: tuple[str, ...]
    nonlocal_: bool


class ImportStmt(Located, frozen=True, array_like=True, gc=False, tag="import"):
    """Where an import binds; `indices` point into `Module.imports`."""

    indices: tuple[int, ...]


class Define(Located, frozen=True, array_like=True, gc=False, tag="def"):
    """Where a def or class binds its name; `index` points into `Module.functions` or `Module.classes`."""

    name: str
    kind: Literal["function", "class"]
    index: int


class Alias(Located, frozen=True, array_like=True, gc=False, tag="type"):
    """`type name[type_params] = value`."""

    name: str
    type_params: tuple[str, ...]
    value: Expr


class Jump(Located, frozen=True, array_like=True, gc=False, tag="jump"):
    kind: Literal["break", "continue", "pass"]


Stmt: TypeAlias = (
    Assign
    | Evaluate
    | Return
    | Raise
    | If
    | Loop
    | With
    | Try
    | Match
    | Assert
    | Delete
    | Global
    | ImportStmt
    | Define
    | Alias
    | Jump
)
Block: TypeAlias = tuple[Stmt, ...]

# --- Definitions ---------------------------------------------------------------------------------------------------

Guard: TypeAlias = Literal["", "type_checking", "try", "if"]


class Import(Located, frozen=True, array_like=True, gc=False):
    """One imported name: its place is the alias (`b as c` of `from a import b as c`).

    `import a.b` has module "a.b" and name None; `from ..a import b` has level 2, module "a", name "b";
    `name` is "*" for a star import. `scope` is the qualname of the function or class it stands in, or "".
    """

    module: str
    level: int
    name: str | None
    alias: str | None
    scope: str
    guard: Guard


class Field(Located, frozen=True, array_like=True, gc=False):
    """A name assigned in a class body; its place is the name."""

    name: str
    annotation: Expr | None
    value: Expr | None


class Class(Located, frozen=True, array_like=True, gc=False):
    """A class statement; its place is its name. `scope` is the qualname around it, or ""."""

    name: str
    qualname: str
    scope: str
    header_start: int
    header_end: int
    bases: tuple[Expr, ...]
    keywords: tuple[Keyword, ...]
    decorators: tuple[Expr, ...]
    type_params: tuple[str, ...]
    fields: tuple[Field, ...]
    methods: tuple[int, ...]
    """Indices into `Module.functions`."""
    body: Block
    """The statements of the class body, fields and definitions included."""
    doc: str | None


class Function(Located, frozen=True, array_like=True, gc=False):
    """A def statement; its place is its name.

    `owner` is the qualname of the class whose method it is, or ""; `scope` the qualname of whatever is around it.
    `mentions` are all identifiers in its decorators, signature and body, sorted, nested definitions excluded.
    """

    name: str
    qualname: str
    owner: str
    scope: str
    header_start: int
    header_end: int
    is_async: bool
    is_generator: bool
    decorators: tuple[Expr, ...]
    parameters: tuple[Parameter, ...]
    returns: Expr | None
    type_params: tuple[str, ...]
    mentions: tuple[str, ...]
    doc: str | None
    body: msgspec.Raw
    """The encoded `Block`; `block()` decodes it."""


class Pragma(Located, frozen=True, array_like=True, gc=False):
    """A comment that speaks to archlint; `text` starts after `archlint:`. `alone` when nothing else is on its line."""

    text: str
    alone: bool


class Module(_Fact, frozen=True, array_like=True, gc=False):
    digest: str
    """SHA-256 of the file's bytes, as hex."""
    line_starts: tuple[int, ...]
    """The offset at which each line starts; the first is 0."""
    length: int
    imports: tuple[Import, ...]
    exports: tuple[str, ...] | None
    """The names in `__all__`, where it is a literal."""
    pragmas: tuple[Pragma, ...]
    classes: tuple[Class, ...]
    functions: tuple[Function, ...]
    top: Block
    doc: str | None


_ENCODER = msgspec.msgpack.Encoder()
_MODULES = msgspec.msgpack.Decoder(Module)
_BLOCKS = msgspec.msgpack.Decoder(Block)


def encode_block(block: Block) -> msgspec.Raw:
    """The form in which a function's body waits until it is asked for."""
    return msgspec.Raw(_ENCODER.encode(block))


def block(function: Function) -> Block:
    """Decode the body of a function."""
    return _BLOCKS.decode(function.body)


def dumps(module: Module) -> bytes:
    """Encode a module's facts."""
    return _ENCODER.encode(module)


def loads(blob: bytes) -> Module:
    """Decode a module's facts, bodies excepted; raises `msgspec.DecodeError` or `msgspec.ValidationError`."""
    return _MODULES.decode(blob)
