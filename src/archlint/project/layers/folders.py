"""What folders tell by what is in them: the same word means different things in different layouts."""

from __future__ import annotations

from archlint.project.code.modules import Module
from archlint.project.code.roots import ancestors
from archlint.project.layers import evidence
from archlint.project.layers.content import Contents
from archlint.project.layers.evidence import Evidence
from archlint.project.memory import remembered

_AROUND_USE_CASES = frozenset(
    {"adapter", "adapters", "domain", "infra", "infrastructure", "interface", "presentation", "ports"}
)
_INFRASTRUCTURE = frozenset(
    {"adapter", "adapters", "clients", "external", "infra", "infrastructure", "integrations", "providers", "outbound"}
)
_WEB = frozenset({"api", "http", "inbound", "presentation", "rest", "web", "web_api"})


class Folders:
    """The folders of a project."""

    def __init__(self, modules: dict[str, Module], contents: Contents) -> None:
        self._modules = modules
        self._contents = contents

    @remembered
    def _inside(self) -> dict[str, list[str]]:
        """The files directly in each folder."""
        inside: dict[str, list[str]] = {}
        for path in self._modules:
            inside.setdefault(path.rpartition("/")[0], []).append(path)
        return inside

    @remembered
    def _all(self) -> frozenset[str]:
        return frozenset(folder for path in self._modules for folder in ancestors(path))

    @remembered
    def _below(self) -> dict[str, list[str]]:
        """The folders directly in each folder."""
        below: dict[str, list[str]] = {}
        for folder in self._all:
            if folder:
                below.setdefault(folder.rpartition("/")[0], []).append(folder)
        return below

    @remembered
    def ignored(self) -> frozenset[str]:
        """Folders whose names are no layers: a domain called `service`, a package around a whole application."""
        return frozenset({folder for folder in self._all if self._is_domain(folder)} | self._around_applications)

    def _is_domain(self, folder: str) -> bool:
        """Whether it holds several layers, as files or as folders: a `views.py` and a `models.py` make a domain."""
        own = evidence.WORDS.get(folder.rpartition("/")[2].lower(), "")
        if not own:
            return False
        files = {evidence.of_stem(path) for path in self._inside.get(folder, [])}
        folders = {evidence.WORDS.get(each.rpartition("/")[2].lower(), "") for each in self._below.get(folder, [])}
        layers = (files | folders) & {"router", "service", "repository", "model", "schema"} - {own}
        return len(layers) >= 2 and (own == "router" or "router" in layers or len(layers) > 2)

    @remembered
    def _around_applications(self) -> set[str]:
        """The folders above a module that makes an application."""
        return {
            folder
            for path, module in self._modules.items()
            if not module.is_test
            if self._contents.makes_application(module)
            for folder in ancestors(path)[1:]
        }

    @remembered
    def has_task_model(self) -> bool:
        """Whether the service keeps tasks as data: `tasks` is then what it is about, not how it works."""
        return any(
            cls.name.lower() in ("task", "todo", "taskmodel") and self._contents.role(cls) in ("model", "schema")
            for module in self._modules.values()
            for cls in module.all_classes
        )

    def holds_models(self, path: str) -> bool:
        """Whether a file beside it, or in a folder of the same name, defines ORM classes."""
        folder = path.rpartition("/")[0]
        return any(
            each.layer == "model"
            for other, module in self._modules.items()
            if other.startswith(f"{folder}/")
            for each in self._contents.strong(module)
        )

    def holds_queries(self, path: str) -> bool:
        """Whether it, a file beside it, or one below its folder runs queries."""
        folder = path.rpartition("/")[0]
        return any(
            self._contents.executes(function)
            for other, module in self._modules.items()
            if other.startswith(f"{folder}/")
            for function in module.all_functions
        )

    def is_infrastructure(self, path: str) -> bool:
        """Whether the services in a folder are those of what is outside: clients, not rules."""
        words = [folder.rpartition("/")[2].lower() for folder in ancestors(path)]
        inner = next((at for at, word in enumerate(words) if word in ("service", "services")), 0)
        return not _INFRASTRUCTURE.isdisjoint(words[inner:])

    def is_web(self, path: str) -> bool:
        """Whether a folder around it says that it serves HTTP, whatever it does for that."""
        return any(folder.rpartition("/")[2].lower() in _WEB for folder in ancestors(path))

    def of_layout(self, path: str) -> Evidence | None:
        """What a word means only in a layout, and only where no routes are below it.

        `application` beside `domain` holds use cases; `managers` of stored data are services.
        """
        for folder in ancestors(path):
            parent, _, word = folder.rpartition("/")
            if word == "application":
                beside = {each.rpartition("/")[2].lower() for each in self._below[parent]} & _AROUND_USE_CASES
                if beside and not self._holds_routes(folder):
                    listed = ", ".join(f"`{name}`" for name in sorted(beside))
                    return Evidence("service", "folder", f"it stands in the folder `application`, beside {listed}")
            elif word == "managers" and self.holds_queries(f"{folder}/") and not self._holds_routes(folder):
                return Evidence("service", "folder", "it stands in the folder `managers`, which works with stored data")
        return None

    def _holds_routes(self, folder: str) -> bool:
        return any(
            each.layer in ("router", "composition")
            for path, module in self._modules.items()
            if path.startswith(f"{folder}/")
            for each in self._contents.strong(module)
        )
