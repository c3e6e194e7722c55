"""Respondents online under load: a real server in a process of its own, and five hundred people who answer at the same moment.

Each enters her code, reads a page, thinks, sends it, and so on to the end, over a line that her browser keeps open, from an address of her own.
She thinks for 5 to 15 seconds, as people do. A page's time is from the moment it is asked for, by the button or the line of addresses, to its
last byte, redirects with it. All of them enter within one second; their first pages are told apart from those that follow. Then the
same crowd without a thought: as many as the process can bear.
"""

import asyncio
import os
import random
import secrets
import tempfile
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

from sqlalchemy import func, insert, select

from capi.fieldwork.contents import Answered, Completed
from capi.fieldwork.journal import decode
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import to_microseconds
from capi.hub.journals.segments import Segment, append_segments, journal_bytes
from capi.hub.online.access_codes import access_code, access_code_hash
from tests.benchmarks.hub import databases
from tests.benchmarks.hub_processes import hub_process
from tests.benchmarks.measure import Figure
from tests.hub.online.scene import background
from tests.hub.scenario import HubScene, Journal

RESPONDENTS = 500
THINKING = (5.0, 15.0)
"""Seconds, the least and the most."""
_COOKIE = "__Host-capi-respondent"
_LONGEST = 60


def figures() -> list[Figure]:
    found: list[Figure] = []
    for name in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder, databases(name, Path(folder)) as new:
            for how, thinking in (("thinking 5 to 15 s", THINKING), ("not thinking at all", (0.0, 0.0))):
                found += _crowd(f"{name}, {RESPONDENTS} respondents, {how}", new.url(), thinking)
    return found


def _crowd(name: str, url: str, thinking: tuple[float, float]) -> Iterator[Figure]:
    scene = HubScene.set_up(HubDatabase(url), background())
    codes = _invited(scene)
    with hub_process(url, scene.hub.keys) as serving:
        used, began = serving.processor_seconds, time.perf_counter()
        pages = asyncio.run(_all(serving.port, codes, thinking))
        seconds, used = time.perf_counter() - began, serving.processor_seconds - used
    lost, doubled = _kept_wrongly(scene, [each.sent for each in pages])
    scene.hub.database.close()
    for what in ("entered", "sent"):
        times = sorted(1_000 * each for respondent in pages for each in getattr(respondent, f"times_{what}"))
        told = f"{len(times):,} {what}, {lost} lost, {doubled} doubled, load {os.getloadavg()[0]:.1f}"
        p95 = times[int(len(times) * 0.95)]
        yield Figure(f"{name}: p95 ({told})", p95, times[int(len(times) * 0.99)], sum(times) / len(times))
    many = sum(len(each.times_entered) + len(each.times_sent) for each in pages)
    yield Figure("... pages a second", many / seconds, unit="/s")
    yield Figure("... the server's processor time for a page", 1_000 * used / many)


def _invited(scene: HubScene) -> list[str]:
    """As many cases of a sample, each with its code."""
    journals = [
        Journal(secrets.token_hex(16), "hub", "office").write(scene.created(f"{at}/1")) for at in range(RESPONDENTS)
    ]
    row = {"instrument_key": scene.instrument_key, "instrument_name": scene.instrument.name, "mode": "telephone"}
    rows = [
        {
            "id": journal.case_id,
            "reference": f"{at}/1",
            "term": 0,
            "branch": 0,
            "number": 1,
            "hash": journal.head.hash,
            "status": "not_started",
        }
        | row
        for at, journal in enumerate(journals)
    ]
    codes = {journal.case_id: access_code(scene.hub, journal.case_id, 1) for journal in journals}
    until = to_microseconds(datetime.now(UTC) + timedelta(days=9))
    with scene.hub.database.writing() as connection:
        found = connection.execute(insert(tables.cases).returning(tables.cases.c.key, tables.cases.c.id), rows).all()
        keys = {case: key for key, case in found}
        append_segments(connection, [Segment(keys[each.case_id], 0, 1, each.entries, None, 1) for each in journals])
        made = {"serial": 1, "made": 1, "made_by": "office", "expires": until}
        connection.execute(
            insert(tables.invitations),
            [
                made | {"case_key": keys[case], "code_hash": access_code_hash(scene.hub, code)}
                for case, code in codes.items()
            ],
        )
    return list(codes.values())


def _kept_wrongly(scene: HubScene, sent: Sequence[int]) -> tuple[int, int]:
    """How many answers that were acknowledged the hub has not got, and how many entries it has twice, or has too many."""
    answered = completed = doubled = 0
    with scene.hub.database.reading() as connection:
        for key in connection.execute(select(tables.cases.c.key)).scalars().all():
            kept = journal_bytes(connection, key)
            contents = [decode(each, "an entry").contents for each in kept]
            fields = [each.field for each in contents if isinstance(each, Answered)]
            answered += len(set(fields))
            doubled += len(fields) - len(set(fields)) + len(kept) - len(set(kept))
            completed += any(isinstance(each, Completed) for each in contents)
        cases = connection.execute(select(func.count()).select_from(tables.cases)).scalar_one()
    return sum(sent) - answered + int(cases) - completed, doubled


# The people.


@dataclass
class Respondent:
    """One browser. `sent`: how many answers it was told are kept."""

    port: int
    code: str
    address: str
    thinking: tuple[float, float]
    times_entered: list[float] = field(default_factory=list)
    times_sent: list[float] = field(default_factory=list)
    sent: int = 0
    cookie: str = ""
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def answer_all(self) -> None:
        await asyncio.sleep(random.random())  # noqa: S311 - the moment she comes
        page = await self._page("GET", "/", {}, self.times_entered)
        while not page.path.startswith("/thank-you"):
            if page.path != "/":
                await asyncio.sleep(random.uniform(*self.thinking))  # noqa: S311 - how long she thinks
            form = page.form
            if form is None:
                raise AssertionError(f"there is nothing to send at {page.path}: {page.text[:2_000]}")
            filled = form.filled(self.code)
            is_answer = page.path.startswith("/q/")
            times = self.times_entered if page.path == "/" else self.times_sent
            page = await self._page("POST", form.action or page.path, filled, times)
            self.sent += is_answer
        if self.writer is not None:
            self.writer.close()

    async def _page(self, method: str, path: str, filled: dict[str, str], times: list[float]) -> "_Page":
        began = time.perf_counter()
        status, headers, text = await self._exchange(method, path, filled)
        while status == 303:
            path = headers["location"]
            status, headers, text = await self._exchange("GET", path, {})
        assert status == 200, (status, path, text[:500])
        times.append(time.perf_counter() - began)
        return _Page(path, text)

    async def _exchange(self, method: str, path: str, filled: dict[str, str]) -> tuple[int, dict[str, str], str]:
        if self.reader is None or self.writer is None or self.reader.at_eof():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urllib.parse.urlencode(filled).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n"
            f"X-Forwarded-For: {self.address}\r\n"
        )
        if self.cookie:
            head += f"Cookie: {_COOKIE}={self.cookie}\r\n"
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        self.writer.write(head.encode() + b"\r\n" + body)
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)}
        text = (await self.reader.readexactly(int(headers.get("content-length", "0")))).decode()
        if "set-cookie" in headers:
            self.cookie = headers["set-cookie"].partition("=")[2].partition(";")[0]
        return int(lines[0].split()[1]), headers, text


@dataclass
class _Form:
    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def filled(self, code: str) -> dict[str, str]:
        """The code where one is asked for, and the first thing offered everywhere else."""
        return (
            self.hidden | {name: offered[0] for name, offered in self.choices.items()} | dict.fromkeys(self.lines, code)
        )


class _Page(HTMLParser):
    """The first form of a page that is sent by a button of its own."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.path, self.text = path, text
        self._forms: list[_Form] = []
        self._open: _Form | None = None
        self.feed(text)

    @property
    def form(self) -> _Form | None:
        told = [form for form in self._forms if form.choices or form.lines] or self._forms
        return told[0] if told else None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = _Form(given.get("action", ""))
            self._forms.append(self._open)
        elif tag == "input" and self._open is not None:
            name, value = given.get("name", ""), given.get("value", "")
            match given.get("type", "text"):
                case "hidden":
                    self._open.hidden[name] = value
                case "radio":
                    self._open.choices.setdefault(name, []).append(value)
                case "text":
                    self._open.lines.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


async def _all(port: int, codes: Sequence[str], thinking: tuple[float, float]) -> list[Respondent]:
    people = [Respondent(port, code, f"10.{at >> 8}.{at & 255}.1", thinking) for at, code in enumerate(codes)]
    await asyncio.gather(*(each.answer_all() for each in people))
    return people
