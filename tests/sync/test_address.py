import pytest

from capi.sync.address import host_of, hub_address, is_loopback
from capi.sync.errors import UnfitAddress


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("hub.example.org", "https://hub.example.org"),
        ("  https://hub.example.org/ ", "https://hub.example.org"),
        ("https://hub.example.org:8443/survey/", "https://hub.example.org:8443/survey"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_address_is_understood_as_it_is_typed(typed: str, address: str) -> None:
    assert hub_address(typed) == address


@pytest.mark.parametrize("typed", ["http://hub.example.org", "http://10.0.0.7:8000", "http://127.0.0.1.example.org"])
def test_only_this_machine_is_reached_without_encryption(typed: str) -> None:
    with pytest.raises(UnfitAddress, match="without encryption"):
        hub_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ftp://hub.example.org",
        "https://",
        "https://anna:secret@hub.example.org",
        "https://hub.example.org/?next=x",
        "https://hub.example.org/#x",
        "https://hub.example.org:99999",
        "https://hub.example.org:port",
        "https://hub example.org",
        "https://hub.example.org\r\nX: y",
        "https://hub\x00.example.org",
    ],
)
def test_what_is_no_address_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UnfitAddress, match="is not the address of a hub"):
        hub_address(typed)


def test_a_hub_is_known_by_its_host_and_port() -> None:
    assert host_of("https://hub.example.org:8443/survey") == "hub.example.org:8443"
    assert is_loopback("http://127.0.0.1:1")
    assert not is_loopback("https://hub.example.org")
