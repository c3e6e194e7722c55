"""The hub of the demonstration: set up for it, served over HTTPS on this machine, with a sample and two accounts."""

import csv
import io
import secrets
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from capi.demonstration.people import Script
from capi.hub.journals.given_receipts import receipts
from capi.hub.keeping.folder import AUTHORITY, SERVER, SERVER_KEY, read_folder
from capi.hub.keeping.setting_up import OFFICE, office, open_hub, server_certificate, set_up
from capi.hub.orders.frames import add_usual_frame
from capi.hub.people.accounts import create_account
from capi.hub.service.log import Log
from capi.hub.service.server import STOP_SECONDS, TlsFiles, Where, make_server
from capi.instrument.loading import find_instrument, read_instrument
from capi.settings import Settings
from capi.sync.messages import Receipt, Role
from capi.sync.office_client import OfficeClient, SampleFile
from capi.sync.office_messages import Assignment, NewAccount

NAME = "Demonstration survey"
INTERVIEWER, SUPERVISOR, ADMINISTRATOR = "demo.interviewer", "vera.lindholm", "ada.quist"
_START_SECONDS = 15


class DemonstrationHub:
    """Served while the block lasts. `authority` is the file of certificates that a laptop is given with its code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = folder / AUTHORITY
        self.password = f"{secrets.token_urlsafe(12)} demonstration"
        set_up(folder, NAME, "", ["127.0.0.1", "localhost"])
        self.hub = open_hub(folder)
        server_certificate(read_folder(folder), self.hub.now())
        for name, full_name, role in (
            (ADMINISTRATOR, "Ada Quist", Role.ADMINISTRATOR),
            (SUPERVISOR, "Vera Lindholm", Role.SUPERVISOR),
            (INTERVIEWER, "Demo Interviewer", Role.INTERVIEWER),
        ):
            password = "" if role is Role.INTERVIEWER else self.password
            create_account(self.hub, OFFICE, NewAccount(name=name, full_name=full_name, role=role, password=password))
        self._port = _free_port()
        self._log = (folder / "hub.log").open("wb", buffering=0)
        tls = TlsFiles(folder / SERVER, folder / SERVER_KEY)
        self._server = make_server(self.hub, Where("127.0.0.1", self._port, tls), Log(self._log.write))
        self._serving = threading.Thread(target=self._server.run, name="hub", daemon=True)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self._serving.start()
        ends = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if not self._serving.is_alive() or time.monotonic() > ends:
                raise OSError(f"The hub of the demonstration did not start; {self._log.name} says why.")
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._serving.join(STOP_SECONDS + _START_SECONDS)
        self.hub.database.close()
        if not self._serving.is_alive():
            self._log.close()

    def _client(self, account: str) -> OfficeClient:
        client = OfficeClient(self.url, self.authority.read_text(encoding="ascii"))
        client.sign_in(account, self.password)
        return client

    def bring_sample(self, scripts: Sequence[Script], settings: Settings, folder: Path) -> None:
        """The instruments and a sample for each, as the office's own files in `folder`; all of it is assigned."""
        folder.mkdir()
        add_usual_frame(self.hub, office(Role.ADMINISTRATOR), settings.questionnaires)
        with self._client(ADMINISTRATOR) as administrator:
            for instrument in dict.fromkeys(script.person.instrument for script in scripts):
                path = find_instrument(instrument, settings.questionnaires)
                administrator.add_instrument(read_instrument(path, settings.questionnaires).sources)
                content = "".join(_lines([each for each in scripts if each.person.instrument == instrument])).encode()
                (folder / f"{instrument}.csv").write_bytes(content)
                added = administrator.add_sample(SampleFile(name=instrument, instrument=instrument), content)
                if added.problems:
                    raise RuntimeError(f"the sample of the demonstration has a problem: {added.problems[0]}")
        with self._client(SUPERVISOR) as supervisor:
            supervisor.assign(Assignment(to=INTERVIEWER, references=[script.person.reference for script in scripts]))

    def code(self) -> str:
        """A new one-time code for the interviewer's laptop."""
        with self._client(SUPERVISOR) as supervisor:
            return supervisor.new_code(INTERVIEWER).code

    def receipts(self) -> list[Receipt]:
        return receipts(self.hub, office(Role.SUPERVISOR))


def _lines(scripts: Sequence[Script]) -> Iterator[str]:
    """A sample as an office keeps it: a heading, then a line for each person."""
    facts = sorted({name for script in scripts for name in script.person.facts})
    heading = ["Reference", "Name", "Address", "Mode", "Area", *facts]
    for at, script in enumerate([None, *scripts]):
        line = io.StringIO()
        cells = heading
        if script is not None:
            person = script.person
            cells = [
                person.reference,
                person.name,
                f"{at} Mill Lane",
                person.mode.value,
                f"Area {person.reference[1]}",
                *(str(person.facts.get(name, "")) for name in facts),
            ]
        csv.writer(line).writerow(cells)
        yield line.getvalue()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
