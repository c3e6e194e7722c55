"""The language of the window: which there are, which is spoken, and how a wording, a number and a time are said in it.

It is the interviewer's, and stays as it is when the instrument is put in another one.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from capi.wording import Fill, Wording

SOURCE = "en"
"""What the texts are written in: there even where no file of translations is."""

_LONGEST_GROUPED = 18
"""Digits that Qt takes for a number."""


def languages(resources: Path) -> dict[str, str]:
    """The languages the window has, by code, each with its own name for itself."""
    files = (resources / "translations").glob("capi_*.qm")
    codes = sorted({SOURCE, *(file.stem.removeprefix("capi_") for file in files)})
    return {code: own_name(code) for code in codes}


def own_name(language: str) -> str:
    """What a language calls itself: `Cymraeg`. A code that nobody knows stays as it is."""
    if language == SOURCE:
        return "English"  # Qt would say which English
    locale = QLocale(language)
    name = locale.nativeLanguageName() if locale != QLocale.c() else ""
    return name[:1].upper() + name[1:] if name else language


def chosen(wanted: str, there: Sequence[str], system: Sequence[str] | None = None) -> str:
    """The language to speak: the one wanted, else the first of the system's that is there, else English.

    `cy-GB` is content with `cy`.
    """
    asked = [wanted] if wanted else list(QLocale.system().uiLanguages() if system is None else system)
    for name in asked:
        parts = name.replace("-", "_").split("_")
        for length in range(len(parts), 0, -1):
            if "_".join(parts[:length]) in there:
                return "_".join(parts[:length])
    return SOURCE


def speak(application: QApplication, resources: Path, language: str) -> None:
    """Puts every text made from now on in this language; what stands on the screen is not said anew."""
    for before in application.findChildren(QTranslator):
        application.removeTranslator(before)
        before.deleteLater()
    locale = _locale(language)
    QLocale.setDefault(locale)
    application.setLayoutDirection(locale.textDirection())
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for file in (qt / f"qtbase_{language}.qm", resources / "translations" / f"capi_{language}.qm"):
        translator = QTranslator(application)
        if file.is_file() and translator.load(str(file)):
            application.installTranslator(translator)


def _locale(language: str) -> QLocale:
    """Dates and numbers as the system has them where it speaks the same language; English is British here."""
    system, locale = QLocale.system(), QLocale(language)
    if system.language() == locale.language():
        return system
    return QLocale("en_GB") if language == SOURCE else locale


def said(told: Wording | Exception) -> str:
    """A wording, or what an exception says, in the language of the window; the system's own words as they are."""
    if isinstance(told, Wording):
        text = QCoreApplication.translate(told.context, told.text)
        return text.format(**{name: _filled(fill) for name, fill in told.fills})
    first = told.args[0] if told.args else None
    return said(first) if isinstance(first, Wording) else str(told)


def _filled(fill: Fill) -> str:
    match fill:
        case Wording():
            return said(fill)
        case int() | Decimal():
            return number(fill)
        case datetime():
            return local_time(fill)
    return fill


def number(value: int | Decimal) -> str:
    """With the language's own signs; a decimal number to its last place."""
    locale = QLocale()
    whole, _, places = f"{abs(value):f}".partition(".") if isinstance(value, Decimal) else (str(abs(value)), "", "")
    grouped = locale.toString(int(whole)) if len(whole) <= _LONGEST_GROUPED else whole
    sign = locale.negativeSign() if value < 0 else ""
    return f"{sign}{grouped}{locale.decimalPoint()}{places}" if places else f"{sign}{grouped}"


def local_time(utc: datetime) -> str:
    """Date and time on this laptop's clock, as short as the language allows."""
    moment = QDateTime.fromSecsSinceEpoch(int(utc.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
