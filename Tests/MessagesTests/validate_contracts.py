#!/usr/bin/env python3
"""Validates the published contracts with validators that know nothing of Encours.

JSON Schemas against JSON Schema 2020-12, examples and golden messages against their schemas, the
AsyncAPI document against AsyncAPI 3.0.0 and its AMQP bindings, currencies against ISO 4217. Each
kind of check is then shown something broken, and must refuse it.

The validators are those of Tests/requirements.txt; where they are missing, they are installed into
a virtual environment below .build.
"""

import copy
import json
import pathlib
import subprocess
import sys
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "Shared" / "Contracts" / "Published"
GOLDEN = ROOT / "Tests" / "MessagesTests" / "Golden"
ENVIRONMENT = ROOT / ".build" / "python"


def enter_environment():
    """Runs this script again with the validators at hand."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    requirements = ROOT / "Tests" / "requirements.txt"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]
    subprocess.run([*install, requirements], check=True)
    sys.exit(subprocess.run([python, __file__, "--inside"]).returncode)


warnings.filterwarnings("ignore", module="asyncapi3")
try:
    from asyncapi3.models import AsyncAPI3
    from iso4217 import Currency
    from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
except ImportError:
    if "--inside" in sys.argv:
        raise
    enter_environment()

FORMATS = FormatChecker()
passed = 0
failures = []


def expect(condition, text):
    global passed
    if condition:
        passed += 1
    else:
        failures.append(text)
        print(f"failed: {text}")


def load(path):
    return json.loads(path.read_text())


def errors(schema, value, validator=Draft202012Validator):
    return [
        f"{error.json_path}: {error.message}"
        for error in validator(schema, format_checker=FORMATS).iter_errors(value)
    ]


def schema_fault(schema):
    try:
        Draft202012Validator.check_schema(schema)
        return None
    except Exception as error:  # the validator's own kinds differ by version
        return str(error)


def check_schemas():
    ids = set()
    for path in sorted(PUBLISHED.glob("*/*.json")):
        name = path.relative_to(PUBLISHED)
        schema = load(path)
        expect(schema_fault(schema) is None, f"{name}: {schema_fault(schema)}")
        expect(schema["$id"] not in ids, f"{name}: its $id is another's")
        ids.add(schema["$id"])
        for example in schema.get("examples", []):
            expect(not errors(schema, example), f"{name}: {errors(schema, example)}")


def check_golden_messages():
    paths = sorted(GOLDEN.glob("*/*.json"))
    expect(len(paths) > 50, "there are golden messages")
    for path in paths:
        name = path.relative_to(GOLDEN)
        schema = load(PUBLISHED / name)
        golden = load(path)
        expect(not errors(schema, golden), f"{name}: {errors(schema, golden)}")
        for key in schema.get("required", []):
            broken = {other: value for other, value in golden.items() if other != key}
            expect(errors(schema, broken), f"{name}: taken without {key}")
        for broken, what in breakages(golden):
            expect(errors(schema, broken), f"{name}: taken with {what}")


def breakages(value, path="$"):
    """The value with one thing wrong, for every amount and every date in it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "amount" and isinstance(inner, str):
                yield {**value, key: 1.5}, f"a number as {path}.amount"
                yield {**value, key: "1e3"}, f"an exponent in {path}.amount"
                yield {**value, "currency": "XAU"}, f"gold as {path}.currency"
            if key.endswith("Date") and isinstance(inner, str):
                yield {**value, key: "2026-02-31"}, f"31 February as {path}.{key}"
            for broken, what in breakages(inner, f"{path}.{key}"):
                yield {**value, key: broken}, what
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            for broken, what in breakages(inner, f"{path}[{index}]"):
                yield [*value[:index], broken, *value[index + 1 :]], what


def document_faults(document):
    """What AsyncAPI's model, the references, or the examples say against the document."""
    faults = []
    try:
        AsyncAPI3.model_validate(document)
    except ValueError as error:
        faults.append(str(error))
    faults += [f"nothing at {target}" for target in references(document) if not found(document, target)]
    for key, message in document["components"]["messages"].items():
        schema = {**message["payload"], "components": document["components"]}
        for example in message.get("examples", []):
            faults += [f"{key}: {text}" for text in errors(schema, example["payload"], Draft7Validator)]
    for key, operation in document["operations"].items():
        channel = operation["channel"]["$ref"]
        for message in operation["messages"]:
            if not message["$ref"].startswith(f"{channel}/messages/"):
                faults.append(f"{key}: {message['$ref']} is not of its channel")
    return faults


def references(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref" and isinstance(inner, str):
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def found(document, target):
    if not target.startswith("#/"):
        return False
    for step in target[2:].split("/"):
        if not isinstance(document, dict) or step not in document:
            return False
        document = document[step]
    return True


def check_document():
    document = load(PUBLISHED / "asyncapi.json")
    expect(not document_faults(document), f"asyncapi.json: {document_faults(document)}")
    replies = [key for key, operation in document["operations"].items() if "reply" in operation]
    expect(len(replies) > 10, "calls have replies")
    names = {message["name"] for message in document["components"]["messages"].values()}
    for path in PUBLISHED.glob("messages/*.json"):
        expect(path.stem in names, f"asyncapi.json has no {path.stem}")


def check_currencies():
    schema = load(PUBLISHED / "messages" / "invoice.issued.v1.json")
    ours = set(schema["$defs"]["Currency"]["enum"])
    theirs = {currency.code for currency in Currency if currency.exponent is not None}
    expect(ours == theirs, f"ISO 4217: {sorted(ours ^ theirs)}")


def check_the_checks():
    """A check that cannot fail says nothing: each is shown something broken."""
    document = load(PUBLISHED / "asyncapi.json")
    operation = next(iter(document["operations"]))
    channel = "invoice-issued-v1"

    def without_title(broken):
        del broken["info"]["title"]

    def with_unknown_action(broken):
        broken["operations"][operation]["action"] = "publish"

    def with_dangling_reference(broken):
        broken["operations"][operation]["channel"]["$ref"] = "#/channels/nowhere"

    def with_unknown_exchange_type(broken):
        broken["channels"][channel]["bindings"]["amqp"]["exchange"]["type"] = "fancy"

    def with_unknown_field(broken):
        broken["channels"][channel]["adress"] = "invoice.issued.v1"

    def with_wrong_example(broken):
        message = broken["components"]["messages"][channel]
        message["examples"][0]["payload"]["gross"]["amount"] = 1200

    for change in [
        without_title, with_unknown_action, with_dangling_reference, with_unknown_exchange_type,
        with_unknown_field, with_wrong_example,
    ]:
        broken = copy.deepcopy(document)
        change(broken)
        expect(document_faults(broken), f"a document {change.__name__.replace('_', ' ')} is taken")
    expect(schema_fault({"type": "text"}), "a schema of no known type is taken")
    expect(schema_fault({"required": "account"}), "a schema with a wrong keyword is taken")


check_schemas()
check_golden_messages()
check_document()
check_currencies()
check_the_checks()
print(f"{passed} passed, {len(failures)} failed")
sys.exit(1 if failures else 0)
