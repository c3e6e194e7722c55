"""The log: lines of JSON with the fields that are allowed, whatever was asked and whatever libraries say."""

import json
import logging
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.hub.service.log import LibraryLog, Line, Log
from tests.hub.service.conftest import Served

SECRET = "zanzibar-4711"
FIELDS = {"time", *Line.__struct_fields__}


def logged() -> tuple[Log, list[bytes]]:
    lines: list[bytes] = []
    return Log(lines.append), lines


def test_every_line_of_a_running_hub_is_json_with_no_other_field(served: Served) -> None:
    with served.running.client() as client:
        for path in ("/v1/hub", "/v1/nowhere", "/v1/cases?search=anna", "/health/ready"):
            client.get(path)
    for line in served.running.log.splitlines():
        assert set(json.loads(line)) <= FIELDS


@given(st.text())
def test_no_text_can_make_two_lines_of_one(text: str) -> None:
    log, lines = logged()
    log.add(Line(event=text.encode(errors="replace").decode()))
    (line,) = lines
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")


def test_what_libraries_log_is_kept_without_what_they_fill_in() -> None:
    log, lines = logged()
    logger = logging.Logger("asyncio")
    logger.addHandler(LibraryLog(log))
    logger.warning("Connection of %s lost", SECRET)
    logger.error(f"put together before: {SECRET}")
    try:
        raise ValueError(SECRET)
    except ValueError:
        logger.exception("Exception in callback %s", SECRET)
    text = b"".join(lines).decode()
    assert SECRET not in text
    assert "asyncio: Connection of … lost" in text
    assert '"error":"ValueError"' in text
    assert "test_log.py" in text


def test_what_the_server_says_of_itself_is_filled_in_and_nothing_else_of_it() -> None:
    log, lines = logged()
    logger = logging.Logger("uvicorn.error")
    logger.addHandler(LibraryLog(log))
    logger.info("Started server process [%d]", 17)
    logger.info("Uvicorn running on %s://%s:%d (Press CTRL+C to quit)", "https", "0.0.0.0", 8443)  # noqa: S104 - as it says
    logger.warning("Path %s took %.1f of %d%%", SECRET, 2.5, 100)
    assert [json.loads(line)["event"] for line in lines] == [
        "uvicorn.error: Started server process [17]",
        "uvicorn.error: Uvicorn running on https://0.0.0.0:8443 (Press CTRL+C to quit)",
        "uvicorn.error: Path … took … of …%",
    ]


def test_a_fault_is_logged_with_its_kind_and_places_and_without_its_message() -> None:
    log, lines = logged()
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        log.fault(error, "trace-1", "/v1/cases/{id}")
    (line,) = lines
    found: dict[str, Any] = json.loads(line)
    assert SECRET not in line.decode()
    assert (found["error"], found["trace"], found["level"]) == ("RuntimeError from KeyError", "trace-1", "error")
    assert found["at"][-1].startswith("test_log.py:")


def test_a_disk_that_is_full_under_the_log_does_not_stop_the_hub() -> None:
    def full(_: bytes) -> None:
        raise OSError(28, "No space left on device")

    Log(full).add(Line(event="request"))
    log, lines = logged()
    log.add(Line(event="request"))
    assert len(lines) == 1


def test_lines_of_many_threads_do_not_run_into_each_other() -> None:
    written = bytearray()

    def slowly(data: bytes) -> None:
        for byte in data:
            written.append(byte)

    log = Log(slowly)

    def add() -> None:
        for _ in range(50):
            log.add(Line(event="request"))

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([json.loads(line) for line in bytes(written).splitlines()]) == 400


@pytest.mark.parametrize("error", [KeyboardInterrupt(SECRET), SystemExit(SECRET)])
def test_an_error_that_was_never_raised_has_no_places(error: BaseException) -> None:
    log, lines = logged()
    log.fault(error, "t", "/")
    assert SECRET not in lines[0].decode()
    assert "at" not in json.loads(lines[0])
