"""The files translators work on: whole, fit for the window, and what the window reads is made of them."""

from pathlib import Path

import pytest

import translations


def test_every_text_of_the_code_is_among_those_of_the_translators(tmp_path: Path) -> None:
    """If this fails, run packaging/translations.py: a text was added, changed or taken out."""
    fresh = tmp_path / translations.SOURCE.name
    fresh.write_bytes(translations.SOURCE.read_bytes())
    translations.gather(fresh)
    kept = {(context, text) for context, text, *_ in translations.messages(translations.SOURCE)}
    assert {(context, text) for context, text, *_ in translations.messages(fresh)} == kept


def test_no_translation_has_other_fills_than_its_text_and_english_has_its_plurals() -> None:
    for file in translations.FOLDER.glob("capi_*.ts"):
        assert list(translations.faults_of(file)) == []


def test_what_the_window_reads_is_built_of_what_is_written(tmp_path: Path) -> None:
    for file in translations.FOLDER.glob("capi_*.ts"):
        translations.build(file, tmp_path / "built.qm")
        assert (tmp_path / "built.qm").read_bytes() == file.with_suffix(".qm").read_bytes(), file.name


def test_a_translation_with_a_fill_too_many_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "capi_cy.ts"
    file.write_text(
        '<TS language="cy"><context><name>SignIn</name><message><source>At {place}</source>'
        "<translation>Yn {lle}</translation></message></context></TS>",
        encoding="utf-8",
    )
    assert len(list(translations.faults_of(file))) == 1


def test_another_language_is_begun_with_every_text_and_its_plurals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    assert translations.main(["add", "cy"]) == 0
    begun = {(context, text) for context, text, *_ in translations.messages(tmp_path / "capi_cy.ts")}
    assert begun == {(context, text) for context, text, *_ in translations.messages(translations.SOURCE)}
    forms = next(forms for _, _, forms, counts in translations.messages(tmp_path / "capi_cy.ts") if counts)
    assert len(forms) > 2, "Welsh counts in more ways than English"
    assert f"{len(begun)} texts, {len(begun)} without" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["remove"], ["add"], ["add", "cy", "de"]])
def test_wrong_usage_is_answered_with_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert translations.main(words) == 2
    assert "packaging/translations.py" in capsys.readouterr().err
