"""Requests made up by chance from the service's own description, by somebody of every role: never a fault, never an answer that
the description does not have."""

import contextlib
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from capi.hub.policy import Action, allowed
from capi.hub.service.app import ENDPOINTS
from capi.hub.service.openapi import describe
from capi.hub.service.samples import XLSX
from capi.sync.messages import Role
from tests.hub.service.cast import Caller
from tests.hub.service.conftest import Served


def described() -> dict[str, Any]:
    """The description, with shorter lists, which are sooner made up; and with nothing on tokens, which the callers bring."""
    whole = describe(ENDPOINTS)
    del whole["components"]["securitySchemes"]
    for operations in whole["paths"].values():
        for operation in operations.values():
            operation.pop("security")
    whole["components"]["schemas"]["Part"]["properties"]["entries"]["maxItems"] = 2
    _shorten(whole)
    return whole


def _shorten(schema: Any) -> None:
    if isinstance(schema, dict) and "maxItems" in schema:
        schema["maxItems"] = min(schema["maxItems"], 3)
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _shorten(each)


SCHEMA = schemathesis.openapi.from_dict(described())
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CALLERS = (Caller.NOBODY, Caller.ANNA, Caller.CORA, Caller.RUTH, Caller.ADA)
QUICK = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@schemathesis.serializer(XLSX)
def as_it_is(_context: Any, value: Any) -> bytes:
    """A spreadsheet made up by chance is any bytes."""
    return value if isinstance(value, bytes) else value.data


@pytest.fixture
def lines(served: Served) -> Iterator[dict[Caller, requests.Session]]:
    """One line for each caller, signed in anew for each endpoint: one of them ends sessions."""
    with contextlib.ExitStack() as stack:
        found = {caller: stack.enter_context(requests.Session()) for caller in CALLERS}
        for caller, line in found.items():
            line.trust_env = False
            line.headers.update(served.cast.headers(caller))
        yield found


@SCHEMA.parametrize()
@QUICK
def test_no_request_of_anybody_is_a_fault_or_answered_in_a_way_nobody_wrote_down(
    case: Any, served: Served, lines: dict[Caller, requests.Session]
) -> None:
    for caller in who_asks(case.method, case.path):
        case.validate_response(case.call(base_url=served.running.url, session=lines[caller]), checks=CHECKS)


_IN_TURN = itertools.cycle(CALLERS)
_ROLES = {
    Caller.ANNA: Role.INTERVIEWER,
    Caller.CORA: Role.CODER,
    Caller.RUTH: Role.SUPERVISOR,
    Caller.ADA: Role.ADMINISTRATOR,
}
_ACTIONS = {(endpoint.method, endpoint.path): endpoint.action for endpoint in ENDPOINTS}


def who_asks(method: str, path: str) -> set[Caller]:
    """Those who may, and in turn one of all, who may not have to."""
    action = _ACTIONS.get((method, path))
    may = {caller for caller, role in _ROLES.items() if isinstance(action, Action) and allowed(role, action)}
    return {*(may or {Caller.NOBODY}), next(_IN_TURN)}


def test_the_callers_of_these_requests_are_known_to_the_hub(
    served: Served, lines: dict[Caller, requests.Session]
) -> None:
    found = {
        caller: [
            line.get(f"{served.running.url}{path}").status_code for path in ("/v1/orders", "/v1/progress", "/v1/audit")
        ]
        for caller, line in lines.items()
    }
    assert found[Caller.NOBODY] == [401, 401, 401]
    assert found[Caller.ANNA] == [200, 403, 403]
    assert found[Caller.RUTH] == [403, 200, 403]
    assert found[Caller.ADA] == [403, 403, 200]
