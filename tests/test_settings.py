from pathlib import Path

from capi.settings import read_settings


def test_a_checkout_finds_its_questionnaires_beside_the_package() -> None:
    settings = read_settings({})
    assert (settings.questionnaires / "seb" / "instrument.yaml").is_file()
    assert settings.resources.parent == settings.questionnaires.parent


def test_the_data_folder_can_be_named(tmp_path: Path) -> None:
    settings = read_settings({"CAPI_DATA_DIR": str(tmp_path)})
    assert settings.data == tmp_path
    assert {settings.case_file.parent, settings.practice_case_file.parent} == {tmp_path}
    assert settings.case_file != settings.practice_case_file


def test_an_empty_name_is_no_name_and_a_relative_one_is_made_absolute() -> None:
    assert read_settings({"CAPI_DATA_DIR": " "}).data == read_settings({}).data
    assert read_settings({"CAPI_DATA_DIR": "here"}).data == Path.cwd() / "here"
