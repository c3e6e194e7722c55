"""The service described for programs (OpenAPI 3.1), made from the declarations of its endpoints and the shapes of the messages."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import msgspec

from capi import __version__
from capi.hub.service.bodies import Receive
from capi.hub.service.endpoints import JSON, Anybody, Endpoint, Gives, Takes
from capi.hub.service.examples import examples
from capi.hub.service.health import Health
from capi.hub.service.place import Scope
from capi.hub.service.problem import CODES, MEDIA_TYPE
from capi.hub.service.reply import Reply
from capi.sync.messages import DEVICE_HEADER, DIGEST_HEADER, EPOCH_HEADER, HUB_HEADER, TRACE_HEADER, Problem

_SCHEMAS = "#/components/schemas/{name}"
_NAME = re.compile(r"\{(\w+)\}")

_FILE = {"type": "string", "format": "binary"}

_ALWAYS = ("fault", "unavailable")
_OF_SOMEBODY = ("not_signed_in", "device_revoked", "not_allowed")
_OF_A_BODY = ("unreadable", "too_large", "not_json", "unfit")
_OF_A_QUERY = ("unreadable", "unfit")


class Described:
    """GET of the description itself; anybody may have it."""

    action = Anybody.MAY

    def __init__(self, endpoints: tuple[Endpoint, ...]) -> None:
        self._endpoints = endpoints

    async def answer(self, _scope: Scope, _receive: Receive) -> Reply:
        return Reply(200, _content(self._endpoints))


@cache
def _content(endpoints: tuple[Endpoint, ...]) -> bytes:
    """Made when it is first asked for, which of most hubs nobody does: it takes a tenth of a second."""
    return msgspec.json.encode(describe(endpoints))


def describe(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, dict[str, Any]] = {
        "/health/live": {"get": _watched("Whether the process answers", 200)},
        "/health/ready": {"get": _watched("Whether it can work, too", 200, 503)},
    }
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "capi hub",
            "version": __version__,
            "description": "What laptops and the office say to the hub.",
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(endpoints),
            "headers": {name: {"schema": {"type": "string"}} for name in (HUB_HEADER, EPOCH_HEADER, TRACE_HEADER)},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def codes_of(endpoint: Endpoint) -> tuple[str, ...]:
    """All codes of problems that this endpoint may answer with."""
    codes = {*_ALWAYS, *endpoint.codes}
    if endpoint.action is not Anybody.MAY:
        codes.update(_OF_SOMEBODY)
    if endpoint.takes.media:
        codes.update(_OF_A_BODY)
    codes.update(_OF_A_QUERY)
    if "{" in endpoint.path:
        codes.add("not_there")
    return tuple(code for code in CODES if code in codes)


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    summary, _, more = (endpoint.work.__doc__ or "").partition("\n\n")
    operation: dict[str, Any] = {
        "operationId": endpoint.work.__name__,
        "summary": summary.strip(),
        "parameters": [*_path_parameters(endpoint.path), *_query_parameters(endpoint.takes), *_headers(endpoint)],
        "responses": {**_answers(endpoint.gives), **_problems(codes_of(endpoint))},
        "security": [] if endpoint.action is Anybody.MAY else [{"token": []}],
    }
    if more:
        operation["description"] = more.strip()
    if endpoint.action is not Anybody.MAY:
        operation["x-action"] = endpoint.action.value
    if endpoint.takes.media:
        operation["requestBody"] = {"required": True, "content": _body(endpoint.takes)}
    return operation


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in _NAME.findall(path)
    ]


def _query_parameters(takes: Takes[Any, Any]) -> list[dict[str, Any]]:
    (_,), components = msgspec.json.schema_components([takes.query], ref_template=_SCHEMAS)
    schema = components[takes.query.__name__]
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _without_null(each)}
        for name, each in schema.get("properties", {}).items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """There is no null in a query: what is not given is left out."""
    choices = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    return choices[0] if len(choices) == 1 else schema


def _headers(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = (DEVICE_HEADER, DIGEST_HEADER) if endpoint.audited else ()
    return [{"name": name, "in": "header", "required": False, "schema": {"type": "string"}} for name in names]


def _body(takes: Takes[Any, Any]) -> dict[str, Any]:
    if takes.shape is bytes:
        return {media: {"schema": _FILE} for media in takes.media}
    return {media: {"schema": _reference(takes.shape)} for media in takes.media}


def _answers(gives: Gives[Any]) -> dict[str, Any]:
    if gives.shape is None:
        return {str(status): {"description": "Done"} for status in gives.statuses}
    if gives.shape is bytes:
        content = {gives.media: {"schema": _FILE}}
        return {str(status): _done(content) for status in gives.statuses}
    schema = (
        {"$ref": _SCHEMAS.format(name=f"Signed{gives.shape.__name__}")} if gives.signed else _reference(gives.shape)
    )
    return {str(status): _done({JSON: {"schema": schema}}) for status in gives.statuses}


def _done(content: dict[str, Any]) -> dict[str, Any]:
    return {"description": "Done", "headers": _told_always(), "content": content}


def _told_always() -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (HUB_HEADER, EPOCH_HEADER, TRACE_HEADER)}


def _problems(codes: Iterable[str]) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(CODES[code][0], []).append(code)
    content = {MEDIA_TYPE: {"schema": _reference(Problem)}}
    return {str(status): {"description": ", ".join(each), "content": content} for status, each in by_status.items()}


def _watched(summary: str, *statuses: int) -> dict[str, Any]:
    answers: dict[str, Any] = {"200": {"description": "Yes", "content": {JSON: {"schema": _reference(Health)}}}}
    if 503 in statuses:
        answers |= _problems(("unavailable",))
    return {"summary": summary, "responses": answers, "security": []}


def _reference(shape: Any) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components([shape], ref_template=_SCHEMAS)
    return schema


def _schemas(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    shapes: list[Any] = [Problem, Health]
    signed: dict[str, Any] = {}
    for endpoint in endpoints:
        shapes += [shape for shape in (endpoint.takes.shape, endpoint.gives.shape) if shape not in (None, bytes)]
        if endpoint.gives.signed:
            signed[f"Signed{endpoint.gives.shape.__name__}"] = _envelope(endpoint.gives.shape)
    _, components = msgspec.json.schema_components(list(dict.fromkeys(shapes)), ref_template=_SCHEMAS)
    for name, found in examples().items():
        if name in components:
            components[name]["examples"] = [found]
    return {**components, **signed}


def _envelope(shape: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "description": "A statement in its envelope, with the hub's signature over its bytes.",
        "properties": {"statement": _reference(shape), "signature": {"type": "string", "contentEncoding": "base64"}},
        "required": ["statement", "signature"],
        "additionalProperties": False,
    }
