"""The search makes what breaks nothing, takes back what does, and says why."""

from __future__ import annotations

from collections.abc import Mapping

from archlint.findings import Edit, Finding, Fix, Place, Problem, Safety, Span
from archlint.fixing.choice import candidates, compatible
from archlint.fixing.search import Judged, Repair, Search


def finding(path: str, start: int, end: int, content: str, rule: str = "f/small-letter") -> Finding:
    fix = Fix(Safety.SAFE, "", (Edit(path, Span(start, end), content),))
    return Finding(Place(path, 1, start + 1, 1, end + 1), "said", fix=fix, target=str(start), rule=rule)


class Letters:
    """Finds small letters, each to be made a capital; what is in `breaks` must not be."""

    def __init__(self, files: Mapping[str, bytes], breaks: str = "", unparsable: str = "") -> None:
        self.files = dict(files)
        self.breaks = breaks
        self.unparsable = unparsable
        self.tried = 0

    def judge(self, files: Mapping[str, bytes]) -> Judged:
        self.tried += 1
        found, problems = [], []
        for path, data in (self.files | dict(files)).items():
            text = data.decode()
            problems += [Problem("parse-error", path, f"no {each}") for each in self.unparsable.upper() if each in text]
            found += [finding(path, at, at + 1, each.upper()) for at, each in enumerate(text) if each.islower()]
            for each in self.breaks.upper():
                if each in text:
                    found.append(finding(path, 0, 0, "", rule="f/new"))
        return Judged(tuple(found), tuple(problems))

    def repair(self) -> Repair:
        return Search(self.files.__getitem__, self.judge, lambda each: each.rule == "f/small-letter").run()


def test_everything_is_repaired_in_one_trial_where_nothing_breaks() -> None:
    letters = Letters({"a.py": b"abc", "b.py": b"d"})
    made = letters.repair()
    assert made.files == {"a.py": b"ABC", "b.py": b"D"}
    assert len(made.fixed) == 4
    assert letters.tried == 2


def test_what_breaks_something_is_taken_back_and_told_and_the_rest_is_made() -> None:
    made = Letters({"a.py": b"abc", "b.py": b"xd", "c.py": b"e"}, breaks="x").repair()
    assert made.files == {"a.py": b"ABC", "b.py": b"xD", "c.py": b"E"}
    assert [each.reason for each in made.refused] == ["`f/new` finds something new at b.py:1"]
    assert len(made.fixed) == 5


def test_what_does_not_parse_afterwards_is_taken_back() -> None:
    made = Letters({"a.py": b"axb"}, unparsable="x").repair()
    assert made.files == {"a.py": b"AxB"}
    assert [each.reason for each in made.refused] == ["a.py could not be read: no X"]


def test_a_finding_that_does_not_go_is_taken_back() -> None:
    class Stubborn(Letters):
        def judge(self, files: Mapping[str, bytes]) -> Judged:
            return Judged((finding("a.py", 0, 1, "A"),), ())

    made = Stubborn({"a.py": b"a"}).repair()
    assert made.files == {}
    assert [each.reason for each in made.refused] == ["`f/small-letter` still finds something at a.py:1"]


def test_fixes_that_clash_are_made_one_after_the_other() -> None:
    one, other = finding("a.py", 0, 4, "x"), finding("a.py", 2, 3, "y")
    assert [each.findings for each in compatible(candidates([one, other]))] == [(one,)]


def test_equal_edits_are_made_once_and_serve_all() -> None:
    shared = Edit("a.py", Span(0, 0), "import os\n")
    fixes = [Fix(Safety.SAFE, "", (shared, Edit("a.py", Span(at, at + 1), "X"))) for at in (4, 6)]
    found = [Finding(Place("a.py", 1, 1, 1, 1), "said", fix=fix, target=str(fix)) for fix in fixes]
    assert len(compatible(candidates(found))) == 2


def test_one_fix_of_several_findings_is_one_candidate() -> None:
    first = finding("a.py", 0, 1, "A")
    second = Finding(Place("a.py", 2, 1, 2, 2), "said", fix=first.fix, target="other")
    assert [each.findings for each in candidates([first, second])] == [(first, second)]
