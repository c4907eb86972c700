"""Make the skeleton of a rule at its one address: page, check, fixtures, mutation.

usage: python tools/new_rule.py FAMILY/NAME [ROOT]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = """\
---
summary: TODO: the promise in one sentence.
severity: warning
scope: file
fix: none
since: 0.1
source: s1 "TODO: the words of the source"
---
## Why

TODO: what goes wrong in production without it.

## Bad

```python title="app/main.py"
TODO  # finding: {name}
```

## Good

```python title="app/main.py"
TODO
```

## Fix

There is none: TODO why, and how to repair it by hand.

## When to suppress

TODO: `# archlint: ignore[{name}] reason="TODO"`.

## What it does not see

TODO: what it is silent on, and why.
"""
CHECK = '''\
"""TODO: what is looked for."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Function, Project


@check("{address}", on=Function)
def {function}(function: Function, project: Project) -> Findings:
    """TODO: what it finds, in one sentence."""
    if project.config.src and function.is_async:
        yield Finding(function.place, f"`{{function.name}}` TODO: what, why, what to do")
'''
MUTATION = """
[[mutation]]
rule = "{address}"
name = "TODO: what was done"
edits = [{{ file = "app/main.py", find = "TODO", replace = "TODO" }}]
finds = [{{ path = "app/main.py", line = "TODO" }}]
"""
CASES = {"bad/first": "TODO  # finding: {name}\n", "good/first": "", "good/second": "", "good/third": ""}


def create(address: str, root: Path) -> list[Path]:
    """Write the files that are not there yet and return them; raises ValueError for a name that is none."""
    if not re.fullmatch(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)+", address):
        raise ValueError(f"`{address}` is no address; it is family/name, e.g. routing/duplicate-route")
    family, _, name = address.partition("/")
    words = {"address": address, "name": name, "function": name.replace("-", "_")}
    package = root / "src/archlint/checks" / family
    files = {
        root / f"rules/{address}.md": PAGE.format(**words),
        package / "__init__.py": f'"""The rules of the family {family}."""\n',
        package / f"{words['function']}.py": CHECK.format(**words),
        **{root / "fixtures" / address / case / "app/main.py": text.format(**words) for case, text in CASES.items()},
    }
    missing = {file: text for file, text in files.items() if not file.exists()}
    for file, text in missing.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return [*missing, *_mutation(root / f"fixtures/mutations/{family}.toml", address, words)]


def _mutation(file: Path, address: str, words: dict[str, str]) -> list[Path]:
    """Append an entry for the rule, unless there is one."""
    old = file.read_text(encoding="utf-8") if file.exists() else ""
    if f'rule = "{address}"' in old:
        return []
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(old + MUTATION.format(**words), encoding="utf-8")
    return [file]


def main(arguments: list[str]) -> int:
    """The command; 2 when it was typed wrongly."""
    root = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).parents[1]
    try:
        made = create(arguments[0] if arguments else "", root)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.writelines(f"{file.relative_to(root).as_posix()}\n" for file in made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
