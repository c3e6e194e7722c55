import contextlib
import ssl
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from capi.hub import tables
from capi.hub.errors import HubFolderError, Unavailable
from capi.hub.keeping.certificates import Certified, days_left, new_authority, new_server_certificate
from capi.hub.keeping.folder import AUTHORITY, AUTHORITY_KEY, KEYS, SERVER, SERVER_KEY, read_folder
from capi.hub.keeping.offline import read_offline_keys, write_offline_keys
from capi.hub.keeping.setting_up import open_hub, server_certificate, set_up
from tests.hub.conftest import NOW

HOSTS = ("hub.example.org", "10.1.2.3", "localhost")


@pytest.fixture
def like() -> str:
    """A hub is set up here in a database that has nothing in it."""
    return "template1"


def at(time: datetime = NOW) -> datetime:
    return time


def test_a_hub_is_opened_as_it_was_set_up(tmp_path: Path, database_url: str) -> None:
    set_up(tmp_path / "hub", "Fieldwork", database_url, HOSTS, now=at)
    hub = open_hub(tmp_path / "hub", now=at)
    with contextlib.closing(hub.database), hub.database.reading() as connection:
        row = connection.execute(select(tables.hub)).one()
        assert (row.name, row.public_key) == ("Fieldwork", hub.keys.public)
    again = open_hub(tmp_path / "hub", now=at)
    again.database.close()
    assert (again.keys.public, again.keys.audit) == (hub.keys.public, hub.keys.audit)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "büro #1 %41? & co"
    set_up(folder, "Fieldwork", "", HOSTS, now=at)
    with contextlib.closing(open_hub(folder, now=at).database) as database, database.reading() as connection:
        assert connection.execute(select(tables.hub.c.name)).scalar() == "Fieldwork"
    assert {each.name for each in tmp_path.iterdir()} == {folder.name}, "nothing was made elsewhere"


def test_no_key_is_shown_by_whatever_prints_the_hub(tmp_path: Path) -> None:
    offline = set_up(tmp_path / "hub", "Fieldwork", "", HOSTS, now=at)
    hub = open_hub(tmp_path / "hub", now=at)
    hub.database.close()
    shown = repr(hub) + repr(offline) + repr(read_folder(tmp_path / "hub"))
    for secret in (hub.keys.audit, offline.backup):
        assert repr(secret) not in shown
    assert "PRIVATE" not in shown


def test_one_database_is_one_hub(tmp_path: Path, database_url: str) -> None:
    set_up(tmp_path / "one", "Fieldwork", database_url, HOSTS, now=at)
    with pytest.raises(HubFolderError, match="The hub Fieldwork is in this database already"):
        set_up(tmp_path / "two", "Other", database_url, HOSTS, now=at)
    with pytest.raises(HubFolderError, match="There is no hub in"):
        open_hub(tmp_path / "two", now=at)


def test_a_database_is_never_served_with_another_hubs_keys(tmp_path: Path) -> None:
    set_up(tmp_path / "one", "Fieldwork", "", HOSTS, now=at)
    set_up(tmp_path / "two", "Other", "", HOSTS, now=at)
    (tmp_path / "one" / KEYS).write_bytes((tmp_path / "two" / KEYS).read_bytes())
    with pytest.raises(HubFolderError, match="belongs to the hub Fieldwork"):
        open_hub(tmp_path / "one", now=at)


def test_a_second_try_does_not_stumble_over_a_database_that_did_not_answer(tmp_path: Path, postgresql_url: str) -> None:
    with pytest.raises(Unavailable):
        set_up(tmp_path / "hub", "Fieldwork", "postgresql://127.0.0.1:1/none", HOSTS, now=at)
    set_up(tmp_path / "hub", "Fieldwork", postgresql_url, HOSTS, now=at)
    open_hub(tmp_path / "hub", now=at).database.close()


def test_the_certificate_is_believed_for_every_host_by_who_trusts_the_authority_and_by_nobody_else(
    tmp_path: Path,
) -> None:
    set_up(tmp_path / "hub", "Fieldwork", "", HOSTS)
    folder = read_folder(tmp_path / "hub")
    shown = Certified((folder.path / SERVER).read_bytes(), (folder.path / SERVER_KEY).read_bytes())
    for host in HOSTS:
        assert _believed(shown, folder.authority, host, tmp_path)
    assert not _believed(shown, folder.authority, "other.example.org", tmp_path)
    stranger = new_authority("stranger", datetime.now(NOW.tzinfo)).certificate.decode()
    assert not _believed(shown, stranger, HOSTS[0], tmp_path)


def test_the_spare_authority_is_trusted_by_laptops_from_the_beginning(tmp_path: Path) -> None:
    now = datetime.now(NOW.tzinfo)
    offline = set_up(tmp_path / "hub", "Fieldwork", "", HOSTS, now=lambda: now)
    trusted = read_folder(tmp_path / "hub").authority
    write_offline_keys(tmp_path / "away.json", "Fieldwork", offline)
    spare = read_offline_keys(tmp_path / "away.json").spare

    # What the runbook says, after the machine was broken into.
    (tmp_path / "hub" / AUTHORITY).write_bytes(spare.certificate)
    (tmp_path / "hub" / AUTHORITY_KEY).write_bytes(spare.key)
    for name in (SERVER, SERVER_KEY):
        (tmp_path / "hub" / name).unlink()
    made = server_certificate(read_folder(tmp_path / "hub"), now)
    assert _believed(made, trusted, HOSTS[0], tmp_path)


def test_a_certificate_is_made_anew_when_it_runs_out_or_a_host_is_added(tmp_path: Path) -> None:
    set_up(tmp_path / "hub", "Fieldwork", "", HOSTS, now=at)
    first = server_certificate(read_folder(tmp_path / "hub"), NOW)
    assert server_certificate(read_folder(tmp_path / "hub"), NOW + timedelta(days=300)).certificate == first.certificate
    later = NOW + timedelta(days=350)
    second = server_certificate(read_folder(tmp_path / "hub"), later)
    assert days_left(second.certificate, later) > 390
    settings = tmp_path / "hub" / "hub.json"
    settings.write_text(settings.read_text().replace('"10.1.2.3"', '"10.1.2.4"'))
    assert server_certificate(read_folder(tmp_path / "hub"), later).certificate != second.certificate


def test_offline_keys_are_written_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    offline = set_up(tmp_path / "hub", "Fieldwork", "", HOSTS, now=at)
    away = tmp_path / "away.json"
    write_offline_keys(away, "Fieldwork", offline)
    assert away.stat().st_mode & 0o077 == 0
    assert read_offline_keys(away).backup == offline.backup
    with pytest.raises(HubFolderError, match="there already"):
        write_offline_keys(away, "Fieldwork", offline)
    away.write_text("{}")
    with pytest.raises(HubFolderError, match="not a file of a hub's offline keys"):
        read_offline_keys(away)


@pytest.mark.parametrize("host", ["", "a b", "häb.example", "http://x", "x/y"])
def test_no_certificate_is_made_for_what_is_no_host(tmp_path: Path, host: str) -> None:
    with pytest.raises(HubFolderError, match="No certificate can be for"):
        set_up(tmp_path / "hub", "Fieldwork", "", (host,), now=at)
    assert not (tmp_path / "hub").exists()


def test_an_authority_certifies_nothing_but_servers(tmp_path: Path) -> None:
    now = datetime.now(NOW.tzinfo)
    authority = new_authority("one", now)
    server = new_server_certificate(authority, HOSTS, now)
    below = new_server_certificate(server, HOSTS, now)
    trusted = authority.certificate.decode()
    assert _believed(server, trusted, HOSTS[0], tmp_path)
    chained = Certified(below.certificate + server.certificate, below.key)
    assert not _believed(chained, trusted, HOSTS[0], tmp_path)


def _believed(shown: Certified, authorities: str, host: str, folder: Path) -> bool:
    """A handshake in memory, as a laptop makes it."""
    (folder / "shown.pem").write_bytes(shown.certificate + shown.key)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "shown.pem")
    client = ssl.create_default_context(cadata=authorities)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = (client.wrap_bio(down, up, server_hostname=host), server.wrap_bio(up, down, server_side=True))
    for _ in range(4):
        for side in sides:
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError:
                return False
    return sides[0].version() is not None
