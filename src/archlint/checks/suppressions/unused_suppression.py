from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Safety, Span
from archlint.pragmas import Suppression, extent, parse, words_at
from archlint.project import Module, Project

_START = "# archlint: "


@check("suppressions/unused-suppression", on=Suppression)
def unused_suppression(suppression: Suppression, project: Project) -> Findings:
    """A comment that silences a rule where the rule finds nothing."""
    fix = _without_unused(suppression, project) if suppression.unused else None
    for word in suppression.unused:
        message = (
            f"`{word}` finds nothing here, so the comment would hide its next finding unseen; "
            f"take `{word}` out of the comment"
        )
        yield Finding(suppression.place, message, fix=fix, target=word)


def _without_unused(suppression: Suppression, project: Project) -> Fix | None:
    """The comment with the words that it needs, or no comment."""
    module = project.modules.get(suppression.place.path)
    if module is None:
        return None
    comment = next((each for each in module.facts.pragmas if module.place(each) == suppression.place), None)
    if comment is None:
        return None
    kept = [word for word in parse(comment.text).words if word not in suppression.unused]
    if not kept:
        return Fix(Safety.SAFE, "take the comment away", (_taken_away(comment, module, project),))
    start = comment.end - len(comment.text)
    first, last = words_at(comment.text)
    words = Edit(module.path, Span(start + first, start + last), ", ".join(kept), comment.text[first:last])
    return Fix(Safety.SAFE, f"leave {', '.join(f'`{word}`' for word in kept)} in the comment", (words,))


def _taken_away(comment: facts.Pragma, module: Module, project: Project) -> Edit:
    """The comment gone, what it says to others excepted; with the spaces before it, or its line."""
    lines, text = project.repairs.lines(module), comment.text
    start = comment.end - len(text) - len(_START)
    own = text[: extent(text)]
    rest = text[len(own) :]
    if rest.strip():
        gone = own + rest[: len(rest) - len(rest.lstrip())]
        return Edit(module.path, Span(start, start + len(_START) + len(gone)), "", _START + gone)
    if comment.alone and start == comment.start:
        return lines.without(comment)
    code = lines.code_before(comment)
    if code is not None and start == comment.start:
        return Edit(module.path, Span(code, comment.end), "")
    return Edit(module.path, Span(start - 2, comment.end), "", f"  {_START}{text}")
