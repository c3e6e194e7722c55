"""The description of the service: complete, made from the messages alone, and with an example of each."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import capi.sync
from capi.hub.service.app import ENDPOINTS
from capi.hub.service.endpoints import Anybody, Endpoint
from capi.hub.service.examples import EXAMPLES
from capi.hub.service.openapi import codes_of, describe
from capi.hub.service.problem import CODES
from capi.sync.messages import Batch, Message
from tests.hub.service.conftest import Served

DESCRIPTION = describe(ENDPOINTS)
SCHEMAS: dict[str, Any] = DESCRIPTION["components"]["schemas"]
NEED_NO_EXAMPLE = {
    "Accepted",
    "Appointed",
    "Assigned",
    "CalledOff",
    "FrameTaken",
    "InstrumentOffered",
    "Order",
    "OutcomeGiven",
    "Returned",
}
"""Kinds of an order: that of Orders has one of them."""


def test_the_service_gives_its_description_to_anybody(served: Served) -> None:
    with served.running.client() as client:
        assert client.get("/v1/openapi.json").json() == json.loads(json.dumps(DESCRIPTION))


def test_every_reference_leads_somewhere() -> None:
    for reference in re.findall(r'"#/components/(\w+)/([\w-]+)"', json.dumps(DESCRIPTION)):
        assert reference[1] in DESCRIPTION["components"][reference[0]]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: type(each).__name__)
def test_every_example_is_a_message_of_its_shape(example: msgspec.Struct) -> None:
    data = msgspec.json.encode(example)
    assert msgspec.json.encode(msgspec.json.decode(data, type=type(example))) == data


def test_every_message_in_the_description_has_an_example() -> None:
    objects = {name for name, each in SCHEMAS.items() if each.get("type") == "object"}
    without = {name for name in objects if "examples" not in SCHEMAS[name] and not name.startswith("Signed")}
    assert without == NEED_NO_EXAMPLE | ({"SignedIn"} & without)


def test_unknown_fields_are_refused_by_every_message_and_the_description_says_so() -> None:
    for endpoint in ENDPOINTS:
        shape = endpoint.takes.shape
        if isinstance(shape, type) and issubclass(shape, Message):
            assert SCHEMAS[shape.__name__]["additionalProperties"] is False


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: f"{each.method} {each.path}")
def test_every_endpoint_says_what_it_does_what_may_go_wrong_and_who_may(endpoint: Endpoint) -> None:
    operation = DESCRIPTION["paths"][endpoint.path][endpoint.method.lower()]
    assert operation["summary"].endswith(".")
    assert {"500", "503"} <= set(operation["responses"])
    assert set(endpoint.codes) <= set(CODES)
    assert "{" not in endpoint.path or "404" in operation["responses"]
    if isinstance(endpoint.action, Anybody):
        assert operation["security"] == []
    else:
        assert operation["x-action"] == endpoint.action.value
        assert {"401", "403"} <= set(operation["responses"])
    assert ("requestBody" in operation) is (endpoint.takes.largest > 0)
    assert set(codes_of(endpoint)) >= set(endpoint.codes)


def test_the_names_of_operations_are_unique() -> None:
    names = [
        each["operationId"] for path in DESCRIPTION["paths"].values() for each in path.values() if "operationId" in each
    ]
    assert len(names) == len(set(names)) == len(ENDPOINTS)


def test_every_path_of_the_protocol_is_served() -> None:
    text = (Path(capi.sync.__file__).parent / "PROTOCOL.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(GET|POST) (/v1/[\w/{}-]+)", text))
    assert named
    assert named <= {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}


@given(st.data())
def test_the_schema_of_a_batch_says_no_to_what_the_hub_says_no_to(data: st.DataObject) -> None:
    """Numbers are where two descriptions of the same thing part first."""
    number = data.draw(st.integers(min_value=-1, max_value=2**53 + 1))
    schema = SCHEMAS["Part"]["properties"]["term"]
    allowed = schema["minimum"] <= number <= schema["maximum"]
    batch = next(each for each in EXAMPLES if isinstance(each, Batch))
    plain = json.loads(msgspec.json.encode(batch))
    plain["parts"][0]["term"] = number
    try:
        msgspec.json.decode(json.dumps(plain), type=Batch)
        taken = True
    except msgspec.ValidationError:
        taken = False
    assert taken is allowed
