"""The outcome frame of the fieldwork comes from the hub to the laptop, to the letter, and is what the window works by."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from capi.hub.orders.frames import add_frame
from capi.settings import read_settings
from capi.store.kept_frame import kept_frame
from capi.sync.messages import Role
from capi.sync.signing import Purpose
from tests.hub.scenario import shipped_frame
from tests.sync.field import Field, Laptop, said
from tests.sync.tampering import Tampering, signed_anew

TEXT = shipped_frame().text.decode()
SECOND = TEXT.replace('version: "', 'version: "2.', 1)


def take(field: Field, text: str) -> str:
    """Its hash."""
    return add_frame(field.scene.hub, field.scene.office(Role.ADMINISTRATOR), text).sha256


def kept(laptop: Laptop) -> str:
    return kept_frame(laptop.case_file, read_settings({}).questionnaires).sha256


def test_a_laptop_works_by_the_one_that_ships_until_another_comes(field: Field) -> None:
    anna = field.laptop()
    assert kept(anna) == shipped_frame().sha256
    second = take(field, SECOND)
    report = anna.round()
    assert kept(anna) == second
    assert "Outcome frame of your fieldwork from now on: uk 2." in said(report)
    assert anna.round().frame == ""


def test_a_version_that_follows_takes_its_place(field: Field) -> None:
    anna = field.laptop()
    take(field, TEXT)
    anna.round()
    take(field, SECOND)
    third = take(field, SECOND + "# a line more\n")
    assert anna.round().frame.startswith("uk 2.")
    assert kept(anna) == third


@pytest.mark.parametrize(
    "news",
    [{"text": TEXT + "# a line more\n"}, {"text": "frame: nonsense"}, {"name": "us"}, {"sha256": "f" * 64}],
    ids=["a line more", "nonsense", "another name", "another hash"],
)
def test_a_frame_that_is_not_to_the_letter_is_not_kept_and_comes_again(field: Field, news: dict[str, str]) -> None:
    anna = field.laptop()
    anna.round()
    second = take(field, SECOND)
    anna.transport = Tampering({"frames": signed_anew(_key(field), Purpose.FRAME, **news)})
    report = anna.round()
    assert report.undone
    assert kept(anna) == shipped_frame().sha256
    anna.transport = None
    assert anna.round().frame
    assert kept(anna) == second


def _key(field: Field) -> Ed25519PrivateKey:
    return field.scene.hub.keys.signing
