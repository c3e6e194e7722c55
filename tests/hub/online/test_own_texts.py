"""Words of the office's own: in the place of those that ship, in other languages, and refused where a page could not say them."""

from pathlib import Path

import pytest

from capi.hub.errors import HubFolderError
from capi.hub.online.own_texts import own_texts
from capi.hub.online.texts import shipped_texts
from capi.settings import read_settings

ENGLISH = (read_settings({}).resources / "online" / "texts" / "en.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str, language: str = "en") -> Path:
    (folder / f"{language}.toml").write_text(text, encoding="utf-8")
    return folder


def test_what_is_said_otherwise_takes_the_place_and_all_else_stays(tmp_path: Path) -> None:
    text = (
        '[frame]\noffice = "Office for Examples"\n[code]\nabout = ["One.", "Two."]\n[wait]\nseconds.one = "a second"\n'
    )
    words = own_texts(written(tmp_path, text)).words("en")
    usual = shipped_texts().words("en")
    assert words("frame.office") == "Office for Examples"
    assert words.paragraphs("code.about") == ("One.", "Two.")
    assert (words.wait(1), words.wait(2)) == ("a second", "2 seconds")
    changed = {"frame.office", "code.about", "wait.seconds.one"}
    assert {name for name in usual.texts if words.texts[name] != usual.texts[name]} == changed
    assert usual("frame.office") == "", "what ships is as it was"


def test_another_language_comes_beside_english(tmp_path: Path) -> None:
    welsh = ENGLISH.replace("Answer your questionnaire", "Atebwch eich holiadur")
    shelf = own_texts(written(tmp_path, welsh, "cy"))
    assert shelf.words("cy-GB", "en")("code.title") == "Atebwch eich holiadur"
    assert shelf.words("en")("code.title") == "Answer your questionnaire"


def test_a_language_has_the_plural_forms_it_needs(tmp_path: Path) -> None:
    more = ENGLISH.replace(
        'found = { one = "{number} match", other = "{number} matches" }',
        'found = { zero = "dim", one = "{number} un", two = "dau", other = "{number} arall" }',
    )
    words = own_texts(written(tmp_path, more, "cy")).words("cy")
    assert [words.counted("question.found", number) for number in (0, 1, 2, 5)] == ["dim", "1 un", "dau", "5 arall"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[frame]\nnmae = "x"\n', "no page has a text frame.nmae"),
        ('[code]\nabout = "x"\n', "code.about must be a list of paragraphs in brackets"),
        ('[code]\ntitle = ["x"]\n', "code.title must be one text in quotes"),
        ('[remove]\ntitle = "Remove?"\n', "remove.title lacks {row}"),
        ('[remove]\ntitle = "Remove {row.__class__}?"\n', "remove.title has {, which is not filled"),
        ('[code]\ntitle = "{name}"\n', "code.title has {name}, which is not filled there"),
        ('[code]\nabout = ["all", "a } alone"]\n', "code.about has }, which is not filled"),
        ("[frame]\noffice = 'x\n", "is not TOML"),
        ('office = "x"\n', "no page has a text office"),
    ],
)
def test_what_no_page_could_say_is_refused_by_file_and_name(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(HubFolderError) as refused:
        own_texts(written(tmp_path, text))
    assert str(refused.value).startswith(str(tmp_path / "en.toml"))
    assert words in str(refused.value)


def test_the_example_of_the_readme_is_one_that_is_taken(tmp_path: Path) -> None:
    readme = (read_settings({}).resources / "online" / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```toml\n")[2].partition("```")[0]
    words = own_texts(written(tmp_path, example)).words("en")
    assert words("contact_page.telephone") == "0800 000 0000"


def test_a_language_with_half_its_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HubFolderError, match=r"cy.toml lacks \d+ texts, such as accessibility_page.about"):
        own_texts(written(tmp_path, '[code]\ntitle = "Atebwch"\n', "cy"))


def test_a_folder_that_is_not_there_or_empty_is_said(tmp_path: Path) -> None:
    with pytest.raises(HubFolderError, match="There is no folder"):
        own_texts(tmp_path / "nowhere")
    with pytest.raises(HubFolderError, match="There are no texts in"):
        own_texts(tmp_path)


def test_a_file_that_is_not_utf_8_is_said(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_bytes('[frame]\noffice = "Büro"\n'.encode("latin-1"))
    with pytest.raises(HubFolderError, match="must be a file in UTF-8"):
        own_texts(tmp_path)
