"""Files, folders and names: what is told about them is what the project knows."""

from __future__ import annotations

from pathlib import Path

from cli.conftest import Archlint, write
from explain.conftest import Explain
from explain.test_findings import listed, place


def test_a_file_tells_its_layer_with_the_evidence(service: Path, explain: Explain) -> None:
    layer = explain("app/api/patients.py")["layer"]
    assert isinstance(layer, dict)
    assert layer["name"] == "router"
    (said,) = layer["evidence"]
    assert (said["kind"], said["sentence"]) == (
        "configuration",
        "the configuration says so: `app/api/**` under `layers: router`",
    )


def test_a_file_without_configuration_tells_what_speaks_for_its_layer(service: Path, explain: Explain) -> None:
    write(service, {"pyproject.toml": "[tool.archlint]\n"})
    answer = explain("app/api/patients.py")
    signals = [str(each["sentence"]) for each in listed(answer, "signals")]
    assert signals[:2] == ["it makes an APIRouter", "it declares 2 routes"]
    assert explain("app/smtp.py")["layer"] is None


def test_a_file_tells_roles_and_routes(service: Path, explain: Explain) -> None:
    told = {
        str(each["symbol"]): (each["role"], each["routes"])
        for each in listed(explain("app/api/patients.py"), "definitions")
    }
    assert told["app.api.patients.create_patient"] == ("handler", ["POST /patients/{name}"])
    assert explain("app/api/current.py")["definitions"] == [
        {
            "symbol": "app.api.current.current_office",
            "kind": "function",
            "role": "dependency",
            "routes": [],
            "place": {"path": "app/api/current.py", "line": 1, "column": 11, "end_line": 1, "end_column": 25},
        }
    ]


def test_a_file_tells_what_it_may_import_and_why_not(service: Path, explain: Explain) -> None:
    verdicts = {str(each["layer"]): each for each in listed(explain("app/repositories/patients.py"), "may_import")}
    assert {name: each["allowed"] for name, each in verdicts.items()} == {
        "composition": False,
        "router": False,
        "service": False,
    }
    assert verdicts["service"]["reason"] == "`service` stands above `repository`"
    above = {str(each["layer"]): each for each in listed(explain("app/api/patients.py"), "may_import")}
    assert (above["repository"]["allowed"], above["repository"]["reason"]) == (
        False,
        "`service` between them is closed",
    )
    assert above["service"]["allowed"] is True


def test_a_file_tells_whom_it_imports_and_who_imports_it(service: Path, explain: Explain) -> None:
    answer = explain("app/mail.py")
    assert [(each["symbol"], place(each)) for each in listed(answer, "imports")] == [("app.smtp", "app/mail.py:1:1")]
    assert [(each["symbol"], place(each)) for each in listed(answer, "imported_by")] == [
        ("app.api.patients", "app/api/patients.py:6:1"),
        ("test_patients", "tests/test_patients.py:1:1"),
    ]


def test_a_file_tells_what_could_not_be_resolved(service: Path, explain: Explain) -> None:
    told = [
        (each["what"], each["sentence"], place(each))
        for each in listed(explain("app/repositories/patients.py"), "unresolved")
    ]
    assert told[0] == (
        "import",
        "`app.unknown.Table` is no module of the project",
        "app/repositories/patients.py:1:1",
    )

    write(service, {"app/loose.py": "def first(source):\n    return source.rows()\n"})
    (call,) = listed(explain("app/loose.py"), "unresolved")
    assert (call["what"], call["sentence"], place(call)) == ("call", "what `source.rows` is", "app/loose.py:2:12")


def test_a_file_does_not_name_what_a_comment_silences(service: Path, explain: Explain) -> None:
    file = service / "app/smtp.py"
    assert [place(each) for each in listed(explain("app/smtp.py"), "findings")] == ["app/smtp.py:9:5"]
    silenced = '    send_mail(text)  # archlint: ignore[blocking-call-chain] reason="tried"'
    file.write_text(file.read_text(encoding="utf-8").replace("    send_mail(text)", silenced), encoding="utf-8")
    assert explain("app/smtp.py")["findings"] == []


def test_a_file_names_its_findings(service: Path, explain: Explain) -> None:
    found = [place(each) for each in listed(explain("app/api/patients.py"), "findings")]
    assert [each for each in found if not each.endswith(":1")] == [
        "app/api/patients.py:14:5",
        "app/api/patients.py:19:5",
    ]


def test_a_folder_tells_the_layer_of_each_file(service: Path, explain: Explain) -> None:
    members = {str(each["path"]): each["layer"] for each in listed(explain("app/services"), "modules")}
    assert members == {"app/services/__init__.py": "service", "app/services/patients.py": "service"}


def test_a_function_tells_its_colour_and_what_it_reaches(service: Path, explain: Explain) -> None:
    answer = explain("create_patient")
    assert answer["symbol"] == "app.api.patients.create_patient"
    assert str(answer["colour"]).startswith("async: it runs on the event loop")
    (reached,) = listed(answer, "blocks")
    assert (reached["sink"], reached["waits_for"]) == ("requests.post", "http")
    assert [place(each) for each in listed(reached, "hops")] == [
        "app/api/patients.py:14:5",
        "app/mail.py:5:5",
        "app/smtp.py:5:5",
    ]
    assert [each["symbol"] for each in listed(answer, "dependencies")] == ["app.api.current.current_office"]
    assert answer["routes"] == ["POST /patients/{name}"]


def test_a_function_that_is_not_async_tells_what_it_blocks_too(service: Path, explain: Explain) -> None:
    answer = explain("app.mail:notify")
    assert str(answer["colour"]).startswith("not async")
    assert [each["sink"] for each in listed(answer, "blocks")] == ["requests.post"]
    assert [(each["symbol"], each["how"]) for each in listed(answer, "callers")] == [
        ("app.api.patients.create_patient", "calls"),
        ("app.api.patients.change_patient", "calls"),
    ]
    assert [each["symbol"] for each in listed(answer, "callees")] == ["app.smtp.send_mail"]


def test_a_dependency_names_who_depends_on_it(service: Path, explain: Explain) -> None:
    (caller,) = listed(explain("current_office"), "callers")
    assert (caller["symbol"], caller["how"]) == ("app.api.patients.create_patient", "depends on it")


def test_a_class_tells_its_methods_and_a_module_is_found_by_its_name(service: Path, explain: Explain) -> None:
    answer = explain("PatientService")
    assert (answer["what"], answer["role"]) == ("class", "service")
    assert [each["symbol"] for each in listed(answer, "methods")] == [
        "app.services.patients.PatientService.__init__",
        "app.services.patients.PatientService.names",
    ]
    assert explain("app.services.patients")["kind"] == "module"


def test_a_class_tells_its_subclasses_and_which_method_blocks(service: Path, explain: Explain) -> None:
    write(
        service,
        {
            "app/senders.py": """
                from app.mail import notify


                class Sender:
                    async def send(self) -> None:
                        notify("Ada")

                    def close(self) -> None: ...


                class Loud(Sender): ...
                """
        },
    )
    answer = explain("Sender")
    assert answer["subclasses"] == ["app.senders.Loud"]
    assert [each["how"] for each in listed(answer, "methods")] == ["async def, reaches requests.post", "def"]
    assert explain("Loud")["bases"] == ["app.senders.Sender"]


def test_a_name_that_several_have_is_refused_with_all_of_them(service: Path, archlint: Archlint) -> None:
    ran = archlint("explain", "__init__")
    assert (ran.code, ran.out) == (2, "")
    assert "`__init__` may be any of 2" in ran.err
    assert "`app.services.patients.PatientService.__init__`" in ran.err
