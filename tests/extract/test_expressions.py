from __future__ import annotations

import pytest

from archlint.facts import Attribute, Operator
from extract.reading import expression, shape

SHAPES = {
    "a.b.c": "Attribute(Attribute(a, b), c)",
    "f(a, *b, k=c, **d)": "Call(f, [a, Star(b)], [Keyword(k, c), Keyword(-, d)])",
    "f(x for x in y)": "Call(f, [Comprehension(generator, x, -, [Clause(x, y, [], False)])], [])",
    "f((x for x in y))": "Call(f, [Comprehension(generator, x, -, [Clause(x, y, [], False)])], [])",
    "a[1]": "Subscript(a, [Constant(int, 1)])",
    "a[b, *c]": "Subscript(a, [b, Star(c)])",
    "a[:]": "Subscript(a, [Slice(-, -, -)])",
    "a[b:c:d, ::e]": "Subscript(a, [Slice(b, c, d), Slice(-, -, e)])",
    "1": "Constant(int, 1)",
    "0xFF_FF": "Constant(int, 0xFF_FF)",
    "1.5e-3": "Constant(float, 1.5e-3)",
    ".5": "Constant(float, .5)",
    "2j": "Constant(complex, 2j)",
    "...": "Constant(..., ...)",
    "None": "Constant(None, None)",
    "True": "Constant(True, True)",
    "a + b - c": "Operator([+, -], [a, b, c])",
    "a + b * c": "Operator([+], [a, Operator([*], [b, c])])",
    "a * b + c": "Operator([+], [Operator([*], [a, b]), c])",
    "a - (b - c)": "Operator([-], [a, Operator([-], [b, c])])",
    "(a - b) - c": "Operator([-], [Operator([-], [a, b]), c])",
    "a ** b ** c": "Operator([**], [a, Operator([**], [b, c])])",
    "a @ b // c % d": "Operator([@, //, %], [a, b, c, d])",
    "a << b >> c": "Operator([<<, >>], [a, b, c])",
    "a | b | c": "Operator([|, |], [a, b, c])",
    "a & b ^ c": "Operator([^], [Operator([&], [a, b]), c])",
    "a and b and c": "Operator([and, and], [a, b, c])",
    "a and b or c": "Operator([or], [Operator([and], [a, b]), c])",
    "a < b <= c": "Operator([<, <=], [a, b, c])",
    "a not in b": "Operator([not in], [a, b])",
    "a is not b": "Operator([is not], [a, b])",
    "a is not (not b)": "Operator([is not], [a, Operator([not], [b])])",
    "not -~+a": "Operator([not], [Operator([-], [Operator([~], [Operator([+], [a])])])])",
    "[a, *b]": "Collection(list, [a, Star(b)])",
    "{a, b}": "Collection(set, [a, b])",
    "()": "Collection(tuple, [])",
    "(a,)": "Collection(tuple, [a])",
    "a, b": "Collection(tuple, [a, b])",
    "{a: b, **c}": "Dict([a, -], [b, c])",
    "{}": "Dict([], [])",
    "a if b else c": "Conditional(b, a, c)",
    "lambda: a": "Lambda([], a)",
    "lambda a, /, b=1, *c, d, **e: a": (
        "Lambda([Parameter(a, positional, -, -), Parameter(b, normal, -, Constant(int, 1)), "
        "Parameter(c, args, -, -), Parameter(d, keyword, -, -), Parameter(e, kwargs, -, -)], a)"
    ),
    "[x for x in y if a if b for z in x]": (
        "Comprehension(list, x, -, [Clause(x, y, [a, b], False), Clause(z, x, [], False)])"
    ),
    "{x for x in y}": "Comprehension(set, x, -, [Clause(x, y, [], False)])",
    "{k: v for k, v in y}": "Comprehension(dict, k, v, [Clause(Collection(tuple, [k, v]), y, [], False)])",
    "[*x for x in y]": "Comprehension(list, Star(x), -, [Clause(x, y, [], False)])",
    "{**x for x in y}": "Comprehension(dict, Star(x), -, [Clause(x, y, [], False)])",
    "(a := b)": "Walrus(a, b)",
    "(yield)": "Yield(-, False)",
    "(yield a)": "Yield(a, False)",
    "(yield from a)": "Yield(a, True)",
    "await a.b()": "Await(Call(Attribute(a, b), [], []))",
    "(((a)))": "a",
}


@pytest.mark.parametrize(("source", "expected"), SHAPES.items())
def test_an_expression_becomes_a_fact_of_its_kind(source: str, expected: str) -> None:
    assert shape(expression(source)) == expected


def test_async_comprehensions_say_so() -> None:
    found = shape(expression("[x async for x in y]"))
    assert found == "Comprehension(list, x, -, [Clause(x, y, [], True)])"


@pytest.mark.parametrize("joint", [" + ", " or ", " < "])
def test_a_long_chain_of_operators_is_flat(joint: str) -> None:
    found = expression(joint.join(["a"] * 900))
    assert isinstance(found, Operator)
    assert len(found.operands) == 900
    assert len(found.ops) == 899


def test_a_long_chain_of_attributes_stays_readable() -> None:
    found = expression("a" + ".b" * 250)
    assert isinstance(found, Attribute)
