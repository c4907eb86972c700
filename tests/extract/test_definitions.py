from __future__ import annotations

from archlint import facts
from extract.reading import body, function, read, shape


def test_functions_are_listed_in_the_order_of_the_source_with_their_scopes() -> None:
    module = read("""
        def outer():
            def inner(): pass
            class Local:
                def method(self): pass
        class A:
            class B:
                def method(self):
                    def deeper(): pass
            if x:
                async def late(self): pass
    """)
    assert [(entry.qualname, entry.scope, entry.owner) for entry in module.functions] == [
        ("outer", "", ""),
        ("outer.<locals>.inner", "outer", ""),
        ("outer.<locals>.Local.method", "outer.<locals>.Local", "outer.<locals>.Local"),
        ("A.B.method", "A.B", "A.B"),
        ("A.B.method.<locals>.deeper", "A.B.method", ""),
        ("A.late", "A", "A"),
    ]
    assert [(entry.qualname, entry.scope) for entry in module.classes] == [
        ("outer.<locals>.Local", "outer"),
        ("A", ""),
        ("A.B", "A"),
    ]


def test_a_definition_binds_its_name_where_it_stands() -> None:
    module = read("""
        def f():
            def g(): pass
            return g
    """)
    assert shape(module.top) == "[Define(f, function, 0)]"
    assert shape(facts.block(module.functions[0])) == "[Define(g, function, 1), Return(g)]"


def test_parameters_tell_kind_annotation_and_default() -> None:
    found = function("def f(a, /, b: int, c=1, *d: str, e, g: X = 2, **h): pass")
    assert shape(found.parameters) == (
        "[Parameter(a, positional, -, -), Parameter(b, normal, int, -), Parameter(c, normal, -, Constant(int, 1)), "
        "Parameter(d, args, str, -), Parameter(e, keyword, -, -), Parameter(g, keyword, X, Constant(int, 2)), "
        "Parameter(h, kwargs, -, -)]"
    )


def test_the_place_of_a_parameter_is_its_name() -> None:
    source = "def f(self, *args, **kwargs): pass"
    found = function(source)
    assert [source[entry.start : entry.end] for entry in found.parameters] == ["self", "args", "kwargs"]


def test_the_header_runs_from_the_first_decorator_to_the_colon() -> None:
    source = '@a.b("c")\n# why\n@d\nasync def f(x: int = 1) -> str :\n    pass\n'
    found = function(source)
    assert source[found.header_start : found.header_end] == source[: source.index(" :") + 2]
    assert source[found.start : found.end] == "f"
    assert shape(found.decorators) == "[Call(Attribute(a, b), [String(c)], []), d]"
    assert found.is_async


def test_type_parameters_are_names() -> None:
    found = function("def f[T: (int, str) = int, *Ts = *tuple[int], **P](a: T) -> T: pass")
    assert found.type_params == ("T", "Ts", "P")
    assert shape(found.parameters) == "[Parameter(a, normal, T, -)]"


def test_a_yield_makes_a_generator_of_its_own_function_only() -> None:
    module = read("""
        def outer():
            def inner():
                x = yield
            return lambda: (yield)
        def other():
            yield from a
    """)
    assert [(entry.name, entry.is_generator) for entry in module.functions] == [
        ("outer", False),
        ("inner", True),
        ("other", True),
    ]


def test_mentions_are_all_identifiers_but_those_of_nested_definitions() -> None:
    found = function("""
        @deco
        def f(a: ann, *args, k=default) -> "Quoted[inside]":
            import m.n as alias
            x.attr(kw=1)
            [comp for comp in it]
            lambda p: q
            f"{formatted:{spec}}"
            "only text"
            try: pass
            except E as err: pass
            match s:
                case C(key=bound) | {0: _, **rest}: pass
            global glob
            def nested(hidden): unseen
            class Local(Base): also_unseen = 1
    """)
    expected = "C E Quoted a alias ann args attr bound comp deco default err formatted glob inside it k key kw m n p q"
    assert " ".join(found.mentions) == f"{expected} rest s spec x"


def test_a_class_tells_bases_keywords_and_decorators() -> None:
    (found,) = read("@deco\nclass A[T](B, *C, metaclass=M, **d):\n    '''doc'''\n").classes
    assert shape((found.bases, found.keywords, found.decorators)) == (
        "[[B, Star(C)], [Keyword(metaclass, M), Keyword(-, d)], [deco]]"
    )
    assert found.type_params == ("T",)
    assert found.doc == "doc"
    assert shape(found.body) == "[Evaluate(String(doc))]"


def test_the_fields_of_a_class_are_what_its_body_assigns() -> None:
    (found,) = read("""
        class A:
            a: int
            b: str = "x"
            c = d = 1
            e, (f, *_g) = 1, 2
            self.x = 1
            c += 1
            if x:
                h = 2
            else:
                i = 3
            try:
                j = 4
            except E:
                k = 5
            def m(self):
                local = 1
    """).classes
    assert [field.name for field in found.fields] == ["a", "b", "c", "d", "e", "f", "h", "i", "j", "k"]
    assert shape(found.fields[1]) == "Field(b, str, String(x))"
    assert shape(found.fields[4]) == "Field(e, -, -)"


def test_the_methods_of_a_class_are_its_own_functions() -> None:
    module = read("""
        def before(): pass
        class A:
            def a(self):
                def inner(): pass
            if x:
                def b(self): pass
    """)
    (found,) = module.classes
    assert [module.functions[index].qualname for index in found.methods] == ["A.a", "A.b"]


def test_docstrings_are_told() -> None:
    module = read('''
        """module"""
        def f():
            "function"
        def g():
            x = "no docstring"
    ''')
    assert module.doc == "module"
    assert [entry.doc for entry in module.functions] == ["function", None]
    assert read("f'no {docstring}'").doc is None


def test_nested_definitions_do_not_stand_in_the_body_around_them() -> None:
    assert shape(body("def f():\n    def g():\n        return 1")) == "[Define(g, function, 1)]"
