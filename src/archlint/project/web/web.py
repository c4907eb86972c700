"""The web side of a service: routers, routes, and how they are put together."""

from __future__ import annotations

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Module
from archlint.project.execution.callers import Callers
from archlint.project.inference.attributes import Attributes
from archlint.project.inference.inference import Inference
from archlint.project.inference.options import Options
from archlint.project.inference.origins import Origins
from archlint.project.inference.subclasses import Subclasses
from archlint.project.inference.texts import Texts
from archlint.project.memory import remembered
from archlint.project.web.answer_models import AnswerModels
from archlint.project.web.collections import Collections
from archlint.project.web.contents import Contents
from archlint.project.web.demands import Demands
from archlint.project.web.docs_routes import leads_to_docs
from archlint.project.web.includes import Includes
from archlint.project.web.injection import Injection
from archlint.project.web.life_events import LifeEvents
from archlint.project.web.nesting import Nesting
from archlint.project.web.owners import Owners
from archlint.project.web.path_parameters import PathParameters
from archlint.project.web.precedence import Precedence
from archlint.project.web.principals import Principals
from archlint.project.web.providers import Providers
from archlint.project.web.raw_bodies import RawBodies
from archlint.project.web.registrations import Registrations
from archlint.project.web.resources import Resources
from archlint.project.web.responses import Responses
from archlint.project.web.returned import ReturnedValues
from archlint.project.web.roles import Roles
from archlint.project.web.routers import Routers
from archlint.project.web.routes import Route, Routes
from archlint.project.web.served import ServedRoutes
from archlint.project.web.start_up import StartUp
from archlint.project.web.versions import Versions
from archlint.project.web.web_side import WebSide
from archlint.project.web.workload import Workloads


class Web:
    """The rooms that FastAPI's objects are understood in, each made when first asked."""

    def __init__(self, inference: Inference, modules: dict[str, Module], subclasses: Subclasses) -> None:
        self._inference = inference
        self._modules = modules
        self._subclasses = subclasses

    @remembered
    def origins(self) -> Origins:
        return Origins(self._inference, Attributes(self._inference, self._subclasses))

    @remembered
    def texts(self) -> Texts:
        return Texts(self._inference, self.origins)

    @remembered
    def options(self) -> Options:
        return Options(self.origins)

    @remembered
    def callers(self) -> Callers:
        return Callers(self._inference, self._modules)

    @remembered
    def routers(self) -> Routers:
        return Routers(self._inference, self.origins, self.callers, self.options)

    @remembered
    def includes(self) -> Includes:
        return Includes(self._inference, self._modules, self.routers, self.texts)

    @remembered
    def responses(self) -> Responses:
        return Responses(self._inference)

    @remembered
    def collections(self) -> Collections:
        return Collections(self.includes)

    @remembered
    def principals(self) -> Principals:
        return Principals(self._inference, self.injection, self.demands, self.routes, self.collections)

    @remembered
    def contents(self) -> Contents:
        return Contents(self._inference, self.origins)

    @remembered
    def roles(self) -> Roles:
        return Roles(self._inference, self.injection, self.demands, self.principals, self.routes)

    @remembered
    def raw_bodies(self) -> RawBodies:
        return RawBodies(self._inference, self.origins, self.injection, self.routes)

    @remembered
    def returned(self) -> ReturnedValues:
        return ReturnedValues(self._inference, self.origins, self.texts, self.responses)

    @remembered
    def answer_models(self) -> AnswerModels:
        return AnswerModels(self._inference, self.routers, self.includes, self.responses)

    @remembered
    def life_events(self) -> LifeEvents:
        return LifeEvents(self._inference, self.routers, self.texts)

    @remembered
    def start_up(self) -> StartUp:
        return StartUp(self._inference, self.life_events, self._modules)

    @remembered
    def injection(self) -> Injection:
        return Injection(self._inference, self.origins)

    @remembered
    def providers(self) -> Providers:
        return Providers(self._inference, self._modules, self.injection)

    @remembered
    def demands(self) -> Demands:
        return Demands(self.injection, self.routers, self.includes)

    @remembered
    def side(self) -> WebSide:
        return WebSide(self._inference, self._modules, self.origins, self.routers, self.routes, self.providers)

    @remembered
    def routes(self) -> Routes:
        registrations = Registrations(self._inference, self.origins, self.routers)
        return Routes(self._modules, self.routers, registrations, self.includes, self.texts, self.options)

    @remembered
    def served(self) -> ServedRoutes:
        return ServedRoutes(self.routes, self.includes)

    @remembered
    def path_parameters(self) -> PathParameters:
        return PathParameters(self._inference, self._modules, self.served, self.demands, self.texts)

    @remembered
    def owners(self) -> Owners:
        return Owners(self._inference, self.path_parameters)

    @remembered
    def nesting(self) -> Nesting:
        return Nesting(self.served)

    @remembered
    def versions(self) -> Versions:
        return Versions(self._inference.names, self.routers, self.served, self.answer_models)

    @remembered
    def precedence(self) -> Precedence:
        return Precedence(self._inference, self.routes, self.includes, self.served)

    @remembered
    def resources(self) -> Resources:
        return Resources(self.routes, self.routers, self.texts)

    @remembered
    def workloads(self) -> Workloads:
        return Workloads(self._inference)

    def applications(self, route: Route) -> frozenset[Place]:
        """Where the applications that serve a route are made, as far as can be told."""
        found = (app for reached in route.routers for app in self.includes.applications(reached.router, reached.frame))
        return frozenset(each.module.place(each.made) for each in found if isinstance(each.made, facts.Call))

    def leads_to_docs(self, route: Route) -> bool:
        """Whether a route shows the API's documentation or redirects there."""
        return route.handler is not None and leads_to_docs(route.handler, self._inference, self.texts)
