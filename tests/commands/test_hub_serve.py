"""The hub as it really runs: processes of their own, killed, without their database, restored, with a laptop that syncs."""

import contextlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost
from capi.store.hold import Holder
from tests.commands.in_process import Capi
from tests.commands.in_process import capi as capi
from tests.commands.running import CHECKOUT, usual_environment
from tests.fieldwork_scenario import NOW
from tests.postgresql import running_postgresql

_PATIENCE = 60
PASSPHRASE = "correct horse battery staple"


@dataclass
class Serving:
    """One process of the hub in `folder`."""

    process: subprocess.Popen[str]
    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def get(self, path: str) -> httpx.Response:
        trust = ssl.create_default_context(cafile=str(self.folder / "authority.pem"))
        with httpx.Client(base_url=self.url, verify=trust, timeout=20, trust_env=False) as client:
            return client.get(path)

    def until(self, path: str, status: int) -> httpx.Response:
        """Asks until it answers so."""
        end = time.monotonic() + _PATIENCE
        while True:
            with contextlib.suppress(httpx.TransportError):
                answer = self.get(path)
                if answer.status_code == status:
                    return answer
            assert time.monotonic() < end, f"{path} does not answer with {status}"
            time.sleep(0.1)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(_PATIENCE)


@contextlib.contextmanager
def serving(folder: Path, port: int | None = None, *words: str) -> Iterator[Serving]:
    """`capi hub serve`, answering."""
    chosen = port or free_port()
    command = [sys.executable, "-m", "capi", "hub", "serve", "--folder", str(folder), "--port", str(chosen), *words]
    with (folder.parent / f"log-{chosen}").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            text=True,
            cwd=CHECKOUT,
            env=usual_environment() | {"CAPI_DATA_DIR": str(folder.parent)},
        )
    made = Serving(process, chosen, folder)
    try:
        made.until("/health/ready", 200)
        yield made
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(_PATIENCE)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def hub(capi: Capi, tmp_path: Path) -> Path:
    """The folder of a hub with an instrument, an interviewer and two cases, one of them assigned."""
    folder = tmp_path / "data" / "hub"
    (tmp_path / "sample.csv").write_text("reference,mode\nR1,telephone\nR2,telephone\n")
    for words in (
        ("init", "--name", "Fieldwork"),
        ("instrument", "add", "seb"),
        ("user", "add", "anna"),
        ("sample", "add", tmp_path / "sample.csv", "--name", "wave 1", "--instrument", "seb"),
        ("assign", "--to", "anna", "--reference", "R1"),
    ):
        assert capi("hub", *words).code == 0
    return folder


@pytest.fixture
def laptop(capi: Capi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Capi:
    """The same command line, on a machine with a case file of its own."""
    monkeypatch.setenv("CAPI_PASSPHRASE", PASSPHRASE)
    holder = Holder("anna", "L-12", "laptop", 1, NOW)
    place = tmp_path / "data" / "cases.casefile"
    place.parent.mkdir(exist_ok=True)
    CaseFile.create(place, PASSPHRASE, holder, cost=KeyCost(8, 1, 1)).close()
    return capi


def enrol(laptop: Capi, running: Serving) -> None:
    code = laptop("hub", "user", "code", "anna").out.splitlines()[0]
    trust = running.folder / "authority.pem"
    done = laptop("enrol", "--hub", running.url, "--code", code, "--certificates", trust)
    assert done.code == 0, done.err


def test_a_laptop_is_enrolled_gets_its_case_and_goes_on_after_the_hub_was_killed_and_restored(
    hub: Path, laptop: Capi, tmp_path: Path
) -> None:
    backup, keys = tmp_path / "a.capibackup", tmp_path / "data" / "hub-offline-keys.json"
    with serving(hub) as running:
        enrol(laptop, running)
        assert laptop("hub", "backup", "--out", backup).code == 0
        first = laptop("sync")
        assert first.code == 0, first.err
        running.stop(signal.SIGKILL)

    with serving(hub, running.port):
        assert laptop("sync").code == 0, "a hub that was killed is the same hub"
    assert laptop("hub", "restore", backup, "--key", keys, "--force").code == 0

    with serving(hub, running.port) as again:
        done = laptop("sync")
        assert done.code == 0, (done.out, done.err)
        assert "1 of 1" in done.out
        found = laptop("hub", "device", "list").out
        assert "anna" in found
        assert again.stop() == 0, "told to stop, it ends with 0"


def test_the_certificate_is_for_this_hub_alone_and_old_tls_is_refused(hub: Path) -> None:
    with serving(hub) as running:
        facts = running.get("/v1/hub").json()
        assert facts["name"] == "Fieldwork"
        stranger = ssl.create_default_context()
        with (
            httpx.Client(verify=stranger, trust_env=False) as client,
            pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
        ):
            client.get(f"{running.url}/v1/hub")
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            old.minimum_version = ssl.TLSVersion.TLSv1
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        old.set_ciphers("ALL:@SECLEVEL=0")
        with socket.create_connection(("127.0.0.1", running.port)) as line, pytest.raises(ssl.SSLError):
            old.wrap_socket(line)


def test_a_hub_remembers_where_it_listens_says_whether_it_does_and_logs_it_in_whole_lines(
    hub: Path, capi: Capi
) -> None:
    with serving(hub) as running:
        assert f"--hub https://127.0.0.1:{running.port} " in capi("hub", "user", "code", "anna").out
        assert "served       yes" in capi("hub", "status").out
    found = capi("hub", "status").out
    assert "served       no" in found
    assert "ATTENTION    The hub is not being served now" in found
    log = (hub.parent / f"log-{running.port}").read_text()
    assert f"Uvicorn running on https://127.0.0.1:{running.port}" in log
    assert "[%d]" not in log
    done = capi("hub", "address", "https://hub.example.org:9443")
    assert "stop the hub and start it again" in done.out
    assert "--hub https://hub.example.org:9443 " in capi("hub", "user", "code", "anna").out
    assert f"https://127.0.0.1:{running.port}" in capi("hub", "address", "").out


def test_a_certificate_that_runs_out_is_made_anew_at_the_start(hub: Path) -> None:
    for name in ("server.pem", "server.key"):
        (hub / name).unlink()
    with serving(hub) as running:
        assert running.get("/health/live").status_code == 200
    assert (hub / "server.key").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("hub")
def test_plain_is_for_this_machine_alone_and_a_taken_port_is_said(capi: Capi) -> None:
    done = capi("hub", "serve", "--plain", "--host", "0.0.0.0")  # noqa: S104 - that it is refused
    assert (done.code, "needs a certificate" in done.err) == (1, True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = capi("hub", "serve", "--port", str(taken.getsockname()[1]))
    assert (done.code, "choose another with --port" in done.err) == (3, True)


def test_words_of_the_offices_own_are_on_its_pages_and_unfit_ones_are_refused_before_it_serves(
    capi: Capi, hub: Path, tmp_path: Path
) -> None:
    own = tmp_path / "texts" / "en.toml"
    own.parent.mkdir()
    own.write_text('[frame]\noffice = "Office for Examples"\n')
    with serving(hub, None, "--texts", str(own.parent)) as running:
        assert "Office for Examples" in running.get("/").text
    own.write_text('[frame]\nofice = "Office for Examples"\n')
    refused = capi("hub", "serve", "--texts", own.parent)
    assert (refused.code, "no page has a text frame.ofice" in refused.err) == (1, True), refused.err


def test_two_processes_serve_one_postgresql_and_answer_again_when_it_is_back(capi: Capi, tmp_path: Path) -> None:
    with running_postgresql() as server:
        assert capi("hub", "init", "--name", "Fieldwork", "--database", server.url).code == 0
        folder, copy = tmp_path / "data" / "hub", tmp_path / "data" / "copy"
        shutil.copytree(folder, copy)
        with serving(folder) as one, serving(copy) as other:
            assert one.get("/v1/hub").json()["epoch"] == other.get("/v1/hub").json()["epoch"]
            one.stop(signal.SIGKILL)
            assert other.get("/v1/hub").status_code == 200, "one process does not need the other"

            server.stop_at_once()
            begun = time.monotonic()
            answer = other.until("/v1/hub", 503)
            assert int(answer.headers["Retry-After"]) > 0
            assert time.monotonic() - begun < 10
            assert other.get("/health/live").status_code == 200
            assert other.get("/health/ready").status_code == 503
            server.start()
            assert other.until("/health/ready", 200).status_code == 200
            assert other.until("/v1/hub", 200).json()["name"] == "Fieldwork"
            assert other.stop() == 0
        down = capi("hub", "status", "--folder", copy)
        assert down.code == 0
