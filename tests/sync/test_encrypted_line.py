"""The encrypted line to a hub with an authority of its own: trusted from the enrolment on, and no other with it."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from capi.hub.keeping.certificates import Certified, new_authority, new_server_certificate
from capi.hub.service.server import TlsFiles
from capi.sync.errors import HubUnreachable, NotTheHub
from capi.sync.hub_client import HubClient, Patience, trusting
from tests.hub.serving import RunningHub, serving
from tests.sync.field import Field

QUICK = Patience(tries=1)


@pytest.fixture
def authority() -> Certified:
    return new_authority("Test hub", datetime.now(UTC))


@pytest.fixture
def encrypted(field: Field, authority: Certified) -> Iterator[RunningHub]:
    server = new_server_certificate(authority, ["127.0.0.1"], datetime.now(UTC))
    files = TlsFiles(field.folder / "server.pem", field.folder / "server.key")
    files.certificate.write_bytes(server.certificate)
    files.key.write_bytes(server.key)
    authorities = field.folder / "authority.pem"
    authorities.write_bytes(authority.certificate)
    with serving(field.scene.hub, files, authorities) as running:
        yield running


def test_a_hub_with_the_trusted_authority_is_the_hub(encrypted: RunningHub, authority: Certified) -> None:
    with HubClient(encrypted.url, authority.certificate.decode(), patience=QUICK) as client:
        assert client.facts().hub == "hub-1"


def test_a_hub_with_another_authority_is_not_the_hub(encrypted: RunningHub) -> None:
    other = new_authority("Test hub", datetime.now(UTC)).certificate.decode()
    with HubClient(encrypted.url, other, patience=QUICK) as client, pytest.raises(NotTheHub, match="its certificate"):
        client.facts()


def test_an_authority_nobody_named_is_not_trusted(encrypted: RunningHub) -> None:
    with HubClient(encrypted.url, patience=QUICK) as client, pytest.raises(NotTheHub, match="its certificate"):
        client.facts()


def test_a_certificate_for_another_name_is_not_the_hubs(encrypted: RunningHub, authority: Certified) -> None:
    url = encrypted.url.replace("127.0.0.1", "localhost")
    with HubClient(url, authority.certificate.decode(), patience=QUICK) as client, pytest.raises(NotTheHub):
        client.facts()


def test_nothing_older_than_tls_1_2_is_spoken(authority: Certified) -> None:
    context = trusting(authority.certificate.decode())
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.cert_store_stats()["x509_ca"] == 1, "this authority, and none of the system's"


def test_a_line_that_hangs_up_at_once_is_a_hub_that_cannot_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            with contextlib.suppress(OSError):
                while True:
                    listener.accept()[0].close()

        threading.Thread(target=hang_up, daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with HubClient(url, patience=QUICK) as client, pytest.raises(HubUnreachable):
            client.facts()
