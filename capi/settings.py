"""The settings: where this copy of capi finds its questionnaires and keeps its data. Made once and handed down."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DATA_FOLDER_VARIABLE = "CAPI_DATA_DIR"
LANGUAGE_VARIABLE = "CAPI_LANGUAGE"
DIAL_VARIABLE = "CAPI_DIAL"


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` need not exist yet: who writes there first makes it.

    `language` is that of the window, such as cy or pt_BR, where nobody has chosen one at sign-in; empty for the system's.
    `dial`: by which kind of link a number is handed to the telephone of this machine, `tel` or `sip`; empty for the usual one.
    """

    questionnaires: Path
    resources: Path
    data: Path
    language: str = ""
    dial: str = ""

    @property
    def case_file(self) -> Path:
        """The case file opened when none is named."""
        return self.data / "cases.casefile"

    @property
    def practice_case_file(self) -> Path:
        """Invented people only; never the same file as the real one."""
        return self.data / "practice.casefile"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this machine; CAPI_DATA_DIR names another folder for the data, CAPI_LANGUAGE the window's language,
    CAPI_DIAL how numbers are dialled."""
    return Settings(
        questionnaires=_shipped("questionnaires"),
        resources=_shipped("resources"),
        data=_data_folder(environment),
        language=environment.get(LANGUAGE_VARIABLE, "").strip(),
        dial=environment.get(DIAL_VARIABLE, "").strip().casefold(),
    )


def _shipped(name: str) -> Path:
    """A folder that is inside the package when installed, and beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name


def _data_folder(environment: Mapping[str, str]) -> Path:
    given = environment.get(DATA_FOLDER_VARIABLE, "").strip()
    if given:
        return Path(given).expanduser().absolute()
    from platformdirs import user_data_path  # not needed where the folder is given, and it costs a few milliseconds

    return user_data_path("capi", appauthor=False)
