"""The baseline of a project, before anything is known of its findings."""

from __future__ import annotations

import os

from archlint import trail
from archlint.config import ConfigError, Workspace
from archlint.debt import Baseline, BaselineError, parse
from archlint.engine.request import Request
from archlint.findings import Problem


def load(workspace: Workspace, request: Request) -> Baseline:
    """The baseline that holds for a project; raises ConfigError."""
    path = workspace.config.baseline
    if request.baselines is not None:
        return request.baselines.get(workspace.root, Baseline(path))
    real = str(workspace.root / path)
    try:
        return parse(path, trail.read(real))
    except FileNotFoundError:
        return Baseline(path)
    except BaselineError as error:
        raise ConfigError(Problem("baseline", os.path.relpath(real), str(error), error.line)) from None
    except OSError as error:
        raise ConfigError(Problem("baseline", os.path.relpath(real), f"cannot be read: {error.strerror}")) from None
