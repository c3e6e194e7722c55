"""The window's texts and their translations: gathers the texts from the code, and builds what the window reads.

    .venv/bin/python packaging/translations.py            # after a text was changed, or a translation
    .venv/bin/python packaging/translations.py add cy     # begins another language, here Welsh

The texts of each language are in resources/translations/capi_<language>.ts, for Qt Linguist or any tool that reads
such files; the .qm file beside it is made from it, and both are committed. Texts in English need no translation but
their plurals. Exit 0 done, 1 a translation is unfit and nothing was built of it, 2 wrong usage, 3 Qt's tools are not here.
"""

import string
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
SOURCE = FOLDER / "capi_en.ts"
ALSO_TEXTS = "QT_TRANSLATE_NOOP+=Wording"
"""`Wording("context", "text")` is how the rooms that know no Qt write a text the window may have to say."""


def main(words: Sequence[str]) -> int:
    if words and (words[0] != "add" or len(words) != 2):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    if find_spec("PySide6") is None:
        print(
            "Qt's tools are not in this Python. Run it with .venv/bin/python, or install capi[desktop].",
            file=sys.stderr,
        )
        return 3
    files = [FOLDER / f"capi_{words[1]}.ts"] if words else sorted({SOURCE, *FOLDER.glob("capi_*.ts")})
    faults = []
    for file in files:
        gather(file)
        unfit = list(faults_of(file))
        faults += unfit
        if not unfit:
            build(file, file.with_suffix(".qm"))
            print(f"{file.name}: {sum(1 for _ in messages(file))} texts, {untranslated(file)} without a translation")
    print(*faults, sep="\n", file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


def gather(file: Path, code: Path = ROOT / "capi") -> None:
    """Brings the file up to the texts of the code: new ones come in, those that are gone go, translations stay."""
    sources = [str(source.relative_to(ROOT)) for source in sorted(code.rglob("*.py"))]
    language = file.stem.removeprefix("capi_")
    options = ("-silent", "-no-obsolete", "-sort-messages", "-locations", "none", "-tr-function-alias", ALSO_TEXTS)
    languages = ("-source-language", "en", "-target-language", language)
    _qt("lupdate", *options, *languages, *sources, "-ts", str(file))


def build(file: Path, into: Path) -> None:
    # Qt maps the file it reads into memory: one that is written anew under a running window would end it.
    made = into.with_name(f"{into.name}.new")
    _qt("lrelease", "-silent", str(file), "-qm", str(made))
    made.replace(into)


def _qt(tool: str, *words: str) -> None:
    """Runs a tool as PySide6 brings it."""
    start = f"from PySide6.scripts.pyside_tool import {tool}; {tool}()"
    subprocess.run([sys.executable, "-c", start, *words], cwd=ROOT, check=True)


def messages(file: Path) -> Iterator[tuple[str, str, list[str], bool]]:
    """Each text with its context, its translations (several where it counts) and whether it counts."""
    for context in ElementTree.parse(file).iter("context"):  # noqa: S314 - our own files
        for message in context.iter("message"):
            counts = message.get("numerus") == "yes"
            translation = message.find("translation")
            forms = [] if translation is None else ([*translation.iter("numerusform")] if counts else [translation])
            yield (
                context.findtext("name", ""),
                message.findtext("source", ""),
                [form.text or "" for form in forms],
                counts,
            )


def untranslated(file: Path) -> int:
    return sum(not all(forms) for _, _, forms, counts in messages(file) if counts or file != SOURCE)


def faults_of(file: Path) -> Iterator[str]:
    """Translations that would break in the window: with other {fills} than the text, or an English plural left out."""
    for context, text, forms, counts in messages(file):
        for form in forms:
            if form and fills(form) != fills(text):
                yield f"{file.name}: {context}: the fills of “{form}” are not those of “{text}”"
        if counts and file.name == SOURCE.name and not all(forms):
            yield f"{file.name}: {context}: write the singular and the plural of “{text}”"


def fills(text: str) -> set[str] | None:
    """The names in {braces}; None where the braces do not match."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
