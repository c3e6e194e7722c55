from pathlib import Path

import pytest

from tests.commands.running import capi


@pytest.mark.parametrize("name", ["seb", "economic-activity", "household"])
@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_every_questionnaire_we_ship_is_documented(tmp_path: Path, name: str, suffix: str) -> None:
    ended = capi("document", name, "--out", f"{name}.{suffix}", folder=tmp_path)
    assert (ended.code, ended.out) == (0, f"{name}.{suffix}\n")
    assert f"{name} " in ended.err
    content = (tmp_path / f"{name}.{suffix}").read_bytes()
    assert content.startswith(b"%PDF-" if suffix == "pdf" else b"<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == [f"{name}.{suffix}"]


def test_a_mode_can_be_chosen(tmp_path: Path) -> None:
    ended = capi("document", "seb", "--mode", "telephone", "--language", "en", "--out", "seb.html", folder=tmp_path)
    assert (ended.code, ended.err) == (0, "seb 2023.1: 8 variables, telephone\n")
    page = (tmp_path / "seb.html").read_text(encoding="utf-8")
    assert "You should use a showcard" not in page
    assert "this includes roles such as teacher" in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("no-such-thing", "--out", "a.pdf"), "There is no instrument 'no-such-thing'"),
        (("seb", "--out", "a.docx"), "neither .html nor .pdf"),
        (("economic-activity", "--mode", "self_completion", "--out", "a.pdf"), "is not fielded in self_completion"),
        (("seb", "--language", "cy", "--out", "a.pdf"), "has no texts in 'cy'"),
        (("seb", "--out", "there.pdf"), "there.pdf is there already"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    (tmp_path / "there.pdf").write_bytes(b"mine")
    ended = capi("document", *words, folder=tmp_path)
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["there.pdf"]
    assert (tmp_path / "there.pdf").read_bytes() == b"mine"


def test_what_is_there_is_overwritten_when_asked(tmp_path: Path) -> None:
    (tmp_path / "there.pdf").write_bytes(b"mine")
    assert capi("document", "seb", "--out", "there.pdf", "--force", folder=tmp_path).code == 0
    assert (tmp_path / "there.pdf").read_bytes().startswith(b"%PDF-")


def test_an_unknown_mode_is_wrong_usage(tmp_path: Path) -> None:
    assert capi("document", "seb", "--mode", "post", "--out", "a.pdf", folder=tmp_path).code == 2


def test_the_showcards_are_printed(tmp_path: Path) -> None:
    ended = capi("showcards", "seb", "--out", "cards.pdf", "--page", "A5", "--letters", folder=tmp_path)
    assert (ended.code, ended.out, ended.err) == (0, "cards.pdf\n", "seb 2023.1: 2 cards, 4 pages A5\n")
    assert (tmp_path / "cards.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("economic-activity", "--out", "a.pdf"), 1, "economic-activity has no showcards"),
        (("seb", "--out", "a.html"), 1, "is no .pdf"),
        (("seb", "--out", "a.pdf", "--letters", "--numbers"), 2, "not both"),
        (("seb", "--out", "a.pdf", "--page", "A3"), 2, "A3"),
    ],
)
def test_no_booklet_is_left_where_there_can_be_none(
    tmp_path: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    ended = capi("showcards", *words, folder=tmp_path)
    assert (ended.code, ended.out) == (code, "")
    assert told in ended.err
    assert list(tmp_path.iterdir()) == []


def test_a_card_with_something_to_fill_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(
        'instrument: one\nversion: "1"\ntitle: One\nmodes: [face_to_face]\nshowcards: {A: {}}\nsections:\n  - section: One\n    ask:\n'
        "      - Town: {text: Which town?, type: text}\n"
        '      - Where: {text: Where?, showcard: A, categories: {1: "In {Town}", 2: Elsewhere}}\n',
        encoding="utf-8",
    )
    ended = capi("showcards", "one.yaml", "--out", "cards.pdf", folder=tmp_path)
    assert (ended.code, ended.out) == (0, "cards.pdf\n")
    assert ended.err.endswith(
        "\nCard A has words that depend on the answers. They are marked with dots; the last page says what they are.\n"
    )
