"""Sources made to hurt a parser. As a script: read each, and tell on a line what became of it."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable

from archlint import facts
from archlint.extract import Unreadable, extract, with_deep_stack


def nested(opening: str, closing: str, inner: str = "1") -> Callable[[int], str]:
    return lambda count: opening * count + inner + closing * count + "\n"


def row(joint: str, operand: str = "a") -> Callable[[int], str]:
    return lambda count: "x = " + joint.join([operand] * count) + "\n"


def indented(header: str) -> Callable[[int], str]:
    return lambda count: "".join(" " * n + header + "\n" for n in range(count)) + " " * count + "pass\n"


def in_case(source: Callable[[int], str]) -> Callable[[int], str]:
    return lambda count: f"match a:\n    case {source(count).strip()}: pass\n"


SOURCES: dict[str, Callable[[int], str]] = {
    "parentheses": nested("(", ")"),
    "lists": nested("[", "]"),
    "dicts": nested("{1:", "}"),
    "calls": nested("f(", ")"),
    "subscripts": nested("a[", "]"),
    "mixed brackets": nested("f([{1:(", ")}])"),
    "lambda defaults": nested("(lambda x=", ":1)"),
    "keyword arguments": nested("f(a=", ")"),
    "comprehensions": nested("[x for x in ", "]", "y"),
    "generators": nested("(x for x in ", ")", "y"),
    "walruses": nested("(a:=", ")"),
    "open": lambda count: "(" * count,
    "open calls": lambda count: "f(" * count,
    "open behind a quote": lambda count: "'\n" + "f(" * count,
    "closed": lambda count: ")" * count,
    "sums": row("+"),
    "products": row(" * "),
    "unions": row(" | "),
    "ors": row(" or "),
    "ands": row(" and "),
    "comparisons": row(" < "),
    "strings": row(" ", "'a'"),
    "f-strings": row(" ", "f'{a}'"),
    "powers": row("**"),
    "attributes": row("."),
    "conditionals": row(" if b else "),
    "call chain": lambda count: "a" + "()" * count + "\n",
    "subscript chain": lambda count: "a" + "[0]" * count + "\n",
    "method chain": lambda count: "(a" + "\n.b()" * count + ")\n",
    "signs": lambda count: "x = " + "-" * count + "1\n",
    "nots": lambda count: "x = " + "not " * count + "1\n",
    "lambdas": lambda count: "x = " + "lambda: " * count + "1\n",
    "decorators": lambda count: "@a\n" * count + "def f(): pass\n",
    "targets": lambda count: "a = " * count + "1\n",
    "elifs": lambda count: "if a: pass\n" + "elif b: pass\n" * count,
    "handlers": lambda count: "try: pass\n" + "except A: pass\n" * count,
    "semicolons": lambda count: "a;" * count + "\n",
    "ifs": indented("if a:"),
    "defs": indented("def f():"),
    "classes": indented("class A:"),
    "tries": lambda count: "".join(" " * n + "try:\n" for n in range(count)),
    "fors of a comprehension": lambda count: "[a " + "for b in c " * count + "]\n",
    "ifs of a comprehension": lambda count: "[a for b in c " + "if d " * count + "]\n",
    "nested f-strings": nested("f'{", "}'"),
    "sums in an f-string": lambda count: "f'{" + "+".join(["1"] * count) + "}'\n",
    "signs in an f-string": lambda count: 'f\'{f"{0}" if ' + "-" * count + "1 else 2}'\n",
    "open sums in an f-string": lambda count: "f'{" + "1+" * count + "1",
    "calls in an f-string": lambda count: "f'{" + "f(" * count + ")" * count + "}'\n",
    "many calls in f-strings": lambda count: ("f'{" + "f(" * 60 + ")" * 60 + "}'\n") * count,
    "many calls": lambda count: ("f(" * 60 + ")" * 60 + "\n") * count,
    "many subscript chains": lambda count: ("a" + "[0]" * 200 + "\n") * count,
    "many patterns": lambda count: "match a:\n" + ("    case " + "(" * 7 + "1" + ",)" * 7 + ": pass\n") * count,
    "patterns before an open quote": lambda count: "match a:\n case " + "(" * count + "1" + ",)" * count + ": f'{\n",
    "open behind the quote of an f-string": lambda count: "f'{\n" + "f(" * count,
    "dashes in an f-string": lambda count: "f'" + "- . " * count + "{a:" + "-" * count + "}'\n",
    "nested format specs": lambda count: "f'" + "{a:" * count + "}" * count + "'\n",
    "dotted import": lambda count: "import a" + ".a" * count + "\n",
    "relative import": lambda count: "from " + "." * count + " import a\n",
    "list patterns": in_case(nested("[", "]")),
    "tuple patterns": in_case(nested("(", ",)")),
    "mapping patterns": in_case(nested("{1: ", "}")),
    "class patterns": in_case(nested("A(b=", ")")),
    "type parameters": lambda count: "class A[" + "T," * count + "]: pass\n",
    "quoted annotation": lambda count: "x: '" + "list[" * count + "'\n",
    "elements": lambda count: "x = [" + "1," * count + "]\n",
    "backslashes": lambda count: "x = " + "\\\n" * count + "1\n",
    "escaped quotes": lambda count: '"' + "\\'" * count + "\n" + "'\\\"" * count + "\n",
    "comments": lambda count: "#\n" * count,
    "blank lines": lambda count: "x = (" + "\n" * count + "1)\n",
    "carriage returns": lambda count: "a\r" * count,
    "form feeds": lambda count: "\f" * count + "a\n",
    "long lines": lambda count: "".join(
        f"def f{n}(a: int = {n}) -> 'str':\n    return g(a)[{n}].b or c\n" for n in range(count)
    ),
}


def outcome(name: str, count: int) -> str:
    """What becomes of a source: its facts, decoded again, or the kind of its refusal."""
    data = SOURCES[name](count).encode()
    try:
        module = facts.loads(facts.dumps(extract(data, max_size=20_000_000)))
        for function in module.functions:
            facts.block(function)
    except Unreadable as refused:
        return refused.kind if refused.message.isprintable() else "message with control characters"
    return "facts"


def main() -> None:
    """Read `[name, count]` pairs from the input, and answer each with `[name, count, outcome, peak kB]`."""
    for name, count in json.load(sys.stdin):
        answer = outcome(name, count)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sys.stdout.write(json.dumps([name, count, answer, peak]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if "--deep" in sys.argv:
        with_deep_stack(main)
    else:
        main()
