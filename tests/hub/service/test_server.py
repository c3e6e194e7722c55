"""The server: with the hub's own certificate and nothing older than TLS 1.2, and it ends what it has begun before it stops."""

import contextlib
import logging
import socket
import ssl
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from capi.hub.database import HubDatabase
from capi.hub.errors import HubFolderError
from capi.hub.keeping.certificates import Certified, new_authority, new_server_certificate
from capi.hub.service.server import TlsFiles, Where, make_server
from tests.hub.scenario import NOW, HubScene
from tests.hub.serving import RunningHub, serving


def written(folder: Path, certified: Certified, name: str) -> TlsFiles:
    files = TlsFiles(folder / f"{name}.pem", folder / f"{name}.key")
    files.certificate.write_bytes(certified.certificate)
    files.key.write_bytes(certified.key)
    return files


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub with a certificate of its own authority."""
    folder = tmp_path_factory.mktemp("secure")
    authority = new_authority("Test hub", NOW)
    (folder / "authority.pem").write_bytes(authority.certificate)
    tls = written(folder, new_server_certificate(authority, ["127.0.0.1", "localhost"], NOW), "server")
    with contextlib.closing(HubDatabase(f"sqlite:///{folder / 'hub.sqlite'}")) as database:
        scene = HubScene.set_up(database)
        with serving(scene.hub, tls, folder / "authority.pem") as running:
            yield running


def handshake(running: RunningHub, version: ssl.TLSVersion) -> str | None:
    """The version that was agreed on, where the other side is trusted whoever it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", running.port), timeout=5) as line, context.wrap_socket(line) as secure:
        return secure.version()


def test_a_laptop_that_trusts_the_hubs_authority_is_served(secure: RunningHub) -> None:
    with secure.client() as client:
        assert client.get("/v1/hub").json()["name"] == "Test hub"


def test_a_laptop_that_trusts_others_does_not_speak_to_the_hub(secure: RunningHub, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(new_authority("Another hub", NOW).certificate)
    for trusted in (ssl.create_default_context(cafile=other), ssl.create_default_context()):
        with (
            httpx.Client(base_url=secure.url, verify=trusted, trust_env=False) as client,
            pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
        ):
            client.get("/v1/hub")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_versions_of_tls_are_refused(secure: RunningHub, version: ssl.TLSVersion) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        handshake(secure, version)


@pytest.mark.parametrize(
    ("version", "name"), [(ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")]
)
def test_new_versions_of_tls_are_spoken(secure: RunningHub, version: ssl.TLSVersion, name: str) -> None:
    assert handshake(secure, version) == name


def test_without_encryption_nobody_is_answered(secure: RunningHub) -> None:
    with socket.create_connection(("127.0.0.1", secure.port), timeout=5) as line:
        line.sendall(b"GET /v1/hub HTTP/1.1\r\nHost: hub\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            assert line.recv(1_000) == b""


EVERYWHERE = "0.0.0.0"  # noqa: S104 - to be refused


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.0.2.7", "hub.example.org"])
def test_a_hub_that_others_can_reach_is_not_served_without_a_certificate(host: str, tmp_path: Path) -> None:
    with contextlib.closing(HubDatabase(f"sqlite:///{tmp_path / 'hub.sqlite'}")) as database:
        scene = HubScene.set_up(database)
        with pytest.raises(HubFolderError, match="certificate"):
            make_server(scene.hub, Where(host, 8443, None))
        for near in ("127.0.0.1", "::1", "localhost"):
            assert make_server(scene.hub, Where(near, 8443, None)).config.host == near


def test_a_certificate_that_is_not_of_its_key_is_refused_in_words(tmp_path: Path) -> None:
    authority = new_authority("Test hub", NOW)
    one, other = (new_server_certificate(authority, ["localhost"], NOW) for _ in range(2))
    mixed = written(tmp_path, Certified(one.certificate, other.key), "mixed")
    with contextlib.closing(HubDatabase(f"sqlite:///{tmp_path / 'hub.sqlite'}")) as database:
        scene = HubScene.set_up(database)
        for files in (mixed, TlsFiles(tmp_path / "nowhere.pem", tmp_path / "nowhere.key")):
            with pytest.raises(HubFolderError, match="Put the hub's own back"):
                make_server(scene.hub, Where(EVERYWHERE, 8443, files))


def test_what_was_begun_is_ended_before_the_server_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, statuses = threading.Event(), []

    def slow(*_: object) -> list[object]:
        begun.set()
        time.sleep(0.5)
        return []

    monkeypatch.setattr("capi.hub.service.answering.principal_of", lambda *_: None)
    monkeypatch.setattr("capi.hub.service.answering.require", lambda *_: None)
    monkeypatch.setattr("capi.hub.service.devices.devices", slow)
    monkeypatch.setattr("capi.hub.service.endpoints.Asked.principal", None)
    with contextlib.closing(HubDatabase(f"sqlite:///{tmp_path / 'hub.sqlite'}")) as database:
        scene = HubScene.set_up(database)
        with serving(scene.hub) as running:

            def ask() -> None:
                with running.client("token") as client:
                    statuses.append(client.get("/v1/devices").status_code)

            asking = threading.Thread(target=ask)
            asking.start()
            assert begun.wait(5)
        asking.join(5)
    assert statuses == [200]


def test_only_a_proxy_that_was_named_is_believed_where_a_request_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def address_of(_hub: object, _wanted: object, address: str) -> object:
        seen.append(address)
        raise HubFolderError("enough")

    monkeypatch.setattr("capi.hub.service.arrivals.sign_in", address_of)
    with contextlib.closing(HubDatabase(f"sqlite:///{tmp_path / 'hub.sqlite'}")) as database:
        scene = HubScene.set_up(database)
        for proxies in ((), ("127.0.0.1",), ("192.0.2.1",)):
            with serving(scene.hub, proxies=proxies) as running, running.client() as client:
                client.post(
                    "/v1/sessions", json={"name": "a", "password": "b"}, headers={"X-Forwarded-For": "198.51.100.7"}
                )
    assert seen == ["127.0.0.1", "198.51.100.7", "127.0.0.1"]


def test_the_server_itself_logs_no_paths_for_there_are_ids_in_them(secure: RunningHub) -> None:
    assert secure.server.started
    assert not logging.getLogger("uvicorn.access").isEnabledFor(logging.CRITICAL)
