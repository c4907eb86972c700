"""A proposal is written among what a pyproject.toml holds, which stays as it is."""

from __future__ import annotations

import tomllib

import pytest

from archlint.config import Settings
from archlint.config.validation import validate
from archlint.proposals.document import TakenError, written
from archlint.proposals.settings import Proposal, ProposedLayer

PROPOSAL = Proposal(
    (ProposedLayer("router", ("app/api/**",), 3), ProposedLayer("service", ("app/s/**",), 2, ("repository",)),
     ProposedLayer("repository", ("app/r/**",), 1)), ("app/errors.py",), ("app/main.py",)
)  # fmt: skip


@pytest.mark.parametrize("text", ["", '[project]\nname = "x"  # mine\n\n[tool.ruff]\nline-length=100\n', "# nothing\n"])
def test_what_is_written_is_valid_and_what_was_there_stays(text: str) -> None:
    made = written(text, PROPOSAL)
    assert made.startswith(text)
    config = validate(Settings(), tomllib.loads(made)["tool"]["archlint"])
    assert [each.name for each in config.layers] == ["router", "service", "repository"]
    assert config.layers[1].closed == ("repository",)
    assert config.shared == ("app/errors.py",)
    assert config.composition_root == ("app/main.py",)


def test_settings_that_are_there_are_replaced_only_when_asked_for() -> None:
    text = '[tool.archlint]\nselect = ["all"]  # mine\nlayers = []\n'
    with pytest.raises(TakenError):
        written(text, PROPOSAL)
    made = written(text, PROPOSAL, replace=True)
    assert 'select = ["all"]  # mine\n' in made
    assert len(tomllib.loads(made)["tool"]["archlint"]["layers"]) == 3


@pytest.mark.parametrize("text", ["[tool", "tool = 1\n", "[tool]\narchlint = 1\n"])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        written(text, PROPOSAL)


def test_a_table_that_follows_stands_apart() -> None:
    made = written("[tool.ruff]\nline-length = 100\n\n[virtualenvs]\nin-project = true\n", PROPOSAL)
    assert 'composition-root = ["app/main.py"]\n\n[virtualenvs]\n' in made


def test_long_lists_take_a_line_for_each_word_below_their_key() -> None:
    long = ProposedLayer("service", tuple(f"app/some_domain_{each}/services/**" for each in range(5)), 9)
    made = written("", Proposal((long,)))
    assert '    {name = "service", match = [\n        "app/some_domain_0/services/**",\n' in made
    assert '        "app/some_domain_4/services/**",\n    ]},\n' in made
