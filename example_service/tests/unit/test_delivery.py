"""What delivers the service agrees with the service, and with itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from environment import settings_for

from app.config import DatabaseSettings, Settings
from app.main import create_app

ROOT = Path(__file__).parents[2]
K8S = sorted(ROOT.glob("k8s/*.yaml"))
MAX_CONNECTIONS = 100
"""What a Postgres allows that nobody configured."""


def manifests() -> list[dict[str, Any]]:
    """Everything that the files declare."""
    return [each for file in K8S for each in yaml.safe_load_all(file.read_text())]


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [each for each in manifests() if each["kind"] == kind]


def pods() -> list[dict[str, Any]]:
    return [each["spec"]["template"]["spec"] for each in (*of_kind("Deployment"), *of_kind("Job"))]


def container(pod: dict[str, Any]) -> dict[str, Any]:
    (only,) = pod["containers"]
    found: dict[str, Any] = only
    return found


def environment_names(settings: type[DatabaseSettings]) -> set[str]:
    return {f"CLINIC_{name.upper()}" for name in settings.model_fields}


DOCKERFILE = (ROOT / "Dockerfile").read_text()
LOCKED = (ROOT / "requirements.txt").read_text()


def test_the_example_environment_has_every_setting_and_no_other() -> None:
    named = set(re.findall(r"^#? ?(CLINIC_[A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named == environment_names(Settings)


def test_every_setting_that_is_configured_exists() -> None:
    (config,) = of_kind("ConfigMap")
    for name in config["data"]:
        assert name in environment_names(Settings)
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    for service in compose["services"].values():
        names = {name for name in service["environment"] if name.startswith("CLINIC_")}
        assert names <= environment_names(Settings)


def test_every_required_setting_is_configured_somewhere() -> None:
    required = {f"CLINIC_{name.upper()}" for name, field in Settings.model_fields.items() if field.is_required()}
    (config,) = of_kind("ConfigMap")
    secret = next(each for each in of_kind("Secret") if each["metadata"]["name"] == "clinic")
    assert required <= set(config["data"]) | set(secret["stringData"])
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    assert required <= set(compose["services"]["api"]["environment"])


def test_no_secret_has_a_value() -> None:
    for secret in of_kind("Secret"):
        assert set(secret["stringData"].values()) == {""}
    assert not (ROOT / ".env").exists()


def test_probes_ask_routes_that_exist() -> None:
    paths = create_app(settings_for("postgresql+asyncpg://a:b@127.0.0.1:9/c")).openapi()["paths"]
    (api,) = (each for each in of_kind("Deployment") if each["metadata"]["name"] == "clinic-api")
    probes = container(api["spec"]["template"]["spec"])
    live, ready = (probes[name]["httpGet"]["path"] for name in ("livenessProbe", "readinessProbe"))
    assert {live, ready} <= set(paths)
    assert live != ready
    assert live in DOCKERFILE


def test_a_stop_waits_longer_than_a_request_and_a_stream() -> None:
    (graceful,) = map(int, re.findall(r'"--timeout-graceful-shutdown", "(\d+)"', DOCKERFILE))
    (api,) = (each for each in of_kind("Deployment") if each["metadata"]["name"] == "clinic-api")
    pod = api["spec"]["template"]["spec"]
    pause = container(pod)["lifecycle"]["preStop"]["sleep"]["seconds"]
    stream = settings_for("postgresql+asyncpg://a:b@127.0.0.1:9/c", stream_seconds="25.0").stream_seconds
    assert Settings.model_fields["stream_seconds"].default == stream
    assert stream < graceful
    assert pause + graceful < pod["terminationGracePeriodSeconds"]


def test_all_pools_together_fit_into_the_database() -> None:
    (config,) = of_kind("ConfigMap")
    (scaler,) = of_kind("HorizontalPodAutoscaler")
    workers = sum(each["spec"].get("replicas", 0) for each in of_kind("Deployment"))
    surge = 1
    processes = scaler["spec"]["maxReplicas"] + surge + workers
    pool = int(config["data"]["CLINIC_POOL_SIZE"]) + int(config["data"]["CLINIC_POOL_OVERFLOW"])
    assert processes * pool <= MAX_CONNECTIONS - 3, "three are kept for superusers"


@pytest.mark.parametrize("pod", pods(), ids=lambda pod: container(pod)["name"])
def test_no_container_may_more_than_it_must(pod: dict[str, Any]) -> None:
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert container(pod)["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert "memory" in container(pod)["resources"]["limits"]
    assert ":latest" not in container(pod)["image"]


def test_only_the_job_migrates() -> None:
    (job,) = of_kind("Job")
    assert container(job["spec"]["template"]["spec"])["command"] == ["alembic", "upgrade", "head"]
    for deployment in of_kind("Deployment"):
        pod = deployment["spec"]["template"]["spec"]
        assert "initContainers" not in pod
        assert "alembic" not in container(pod).get("command", [])
    assert "alembic upgrade" not in DOCKERFILE


def test_streams_pass_the_proxy_as_they_come() -> None:
    (ingress,) = of_kind("Ingress")
    notes = ingress["metadata"]["annotations"]
    assert notes["nginx.ingress.kubernetes.io/proxy-buffering"] == "off"
    assert "idle_timeout" in notes["alb.ingress.kubernetes.io/load-balancer-attributes"]


def test_every_file_is_deployed_or_said_not_to_be() -> None:
    (listed,) = of_kind("Kustomization")
    assert {file.name for file in K8S} - set(listed["resources"]) == {
        "kustomization.yaml",
        "migration-job.yaml",
        "secret.example.yaml",
    }


def test_the_image_is_small_and_runs_as_nobody_in_particular() -> None:
    stages = re.findall(r"^FROM (\S+) AS (\w+)$", DOCKERFILE, re.MULTILINE)
    assert [name for _, name in stages] == ["build", "runtime"]
    assert all(re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+", image) for image, _ in stages)
    final = DOCKERFILE.rpartition("FROM ")[2]
    assert "USER 10001:10001" in final
    assert "PYTHONUNBUFFERED=1" in final
    assert "PYTHONDONTWRITEBYTECODE=1" in final
    assert '\nCMD ["uvicorn", "app.main:create_app", "--factory"' in final
    assert "--reload" not in DOCKERFILE


def test_what_is_locked_is_hashed_and_names_no_index() -> None:
    pinned = re.findall(r"^([a-zA-Z0-9._-]+)==(\S+) \\$", LOCKED, re.MULTILINE)
    assert len(pinned) > 30
    assert len(re.findall(r"^    --hash=sha256:", LOCKED, re.MULTILINE)) >= len(pinned)
    assert not re.findall(r"^ *--(?:extra-)?(?:index-url|find-links|trusted-host)|://", LOCKED, re.MULTILINE)


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[><=]", each)[0].lower() for each in project["dependencies"]}
    locked = {name.lower() for name in re.findall(r"^([a-zA-Z0-9._-]+)==", LOCKED, re.MULTILINE)}
    assert wanted <= locked


def test_ci_lints_types_tests_audits_and_builds() -> None:
    flow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
    said = str(flow["jobs"])
    for step in (
        "ruff check",
        "ruff format --check",
        "lint-imports",
        "mypy",
        "pytest",
        "pip-audit",
        "build-push",
        "sha-",
    ):
        assert step in said
    assert flow["jobs"]["image"]["needs"] == "check"
