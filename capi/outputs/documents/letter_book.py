"""Letters on paper: one page for each, folded into a DL or C5 envelope with a window, with an access code to type and one to photograph.

    with LetterBook(path, "wave 1", fonts) as book:
        book.add(page)

The address stands where DIN 5008, form B, has it (20 mm from the left edge, 62.7 to 90 mm from the top), which the window of a DL envelope
shows where the sheet is folded in three, and that of a C5 envelope where it is folded once.
"""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from capi.outputs.documents.letter import LetterPage, Paragraph
from capi.outputs.documents.paper import Laid, Paper, Style
from capi.outputs.documents.questionnaire import said

_MM = 72 / 25.4
_LEFT, _RIGHT = 25 * _MM, 185 * _MM
_TOP, _BOTTOM = 98 * _MM, 275 * _MM
ADDRESS_LEFT, ADDRESS_TOP = 25 * _MM, 62.7 * _MM
ADDRESS_WIDTH, ADDRESS_HEIGHT = 78 * _MM, 27.3 * _MM
_BESIDE = 125 * _MM
"""Where the sender, date and reference begin: right of the window, so that nobody reads them through it."""
_BESIDE_TOP = 45 * _MM
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0)
_ADDRESS_SIZES = (10.5, 9.5, 8.5, 7.5)
_CODE_HEIGHT = 37 * _MM
_QR = 29 * _MM
QUIET = 4
"""Modules around a QR code that stay white (ISO/IEC 18004, 9.1)."""
_INK, _SOFT, _RULE = "#000000", "#3d4147", "#6b7079"


class TooMuch(Exception):
    """The letter does not go on its page. The message says what, and what to do."""


class LetterBook:
    """A file of letters; whole when the block ends."""

    def __init__(self, path: Path, title: str, fonts: Path) -> None:
        self._paper = Paper(path, title, "A4", fonts)
        self.pages = 0

    def __enter__(self) -> "LetterBook":
        self._paper.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._paper.__exit__(kind, error, trace)

    def add(self, page: LetterPage) -> None:
        """Raises TooMuch."""
        if self.pages:
            self._paper.new_page()
        self.pages += 1
        self._address(page.address)
        self._beside(page.beside)
        self._words(page)

    def _address(self, lines: Sequence[str]) -> None:
        for size in _ADDRESS_SIZES:
            laid = [self._paper.laid(said(line), Style(size, colour=_INK, lead=0.92), ADDRESS_WIDTH) for line in lines]
            if sum(each.height for each in laid) <= ADDRESS_HEIGHT:
                self._stack(laid, ADDRESS_LEFT, ADDRESS_TOP)
                return
        raise TooMuch(f"The address {', '.join(lines)[:80]} is too long for the window. Shorten it in the sample.")

    def _beside(self, lines: Sequence[str]) -> None:
        style = Style(9.5, colour=_SOFT)
        laid = [self._paper.laid(said(line), style, _RIGHT - _BESIDE) for line in lines]
        if _BESIDE_TOP + sum(each.height for each in laid) > _TOP - 4:
            raise TooMuch(
                "What stands beside the address is too long. Shorten the lines that begin with > in the letter."
            )
        self._stack(laid, _BESIDE, _BESIDE_TOP)

    def _stack(self, laid: Sequence[Laid], x: float, y: float) -> None:
        for each in laid:
            self._paper.text(each, x, y)
            y += each.height

    def _words(self, page: LetterPage) -> None:
        for size in _SIZES:
            laid = [(each, self._laid(each, size)) for each in page.paragraphs]
            gap = size * 0.75
            needed = sum(_CODE_HEIGHT if each is None else each.height for _, each in laid) + gap * (len(laid) - 1)
            if _TOP + needed <= _BOTTOM:
                break
        else:
            raise TooMuch("The letter is longer than a page, even in small type. Shorten it.")
        y = _TOP
        for _, text in laid:
            if text is None:
                self._code(page, y)
                y += _CODE_HEIGHT + gap
            else:
                self._paper.text(text, _LEFT, y)
                y += text.height + gap

    def _laid(self, paragraph: Paragraph, size: float) -> Laid | None:
        match paragraph.kind:
            case "heading":
                return self._paper.laid(said(paragraph.text), Style(size * 1.4, 700, colour=_INK), _RIGHT - _LEFT)
            case "words":
                return self._paper.laid(said(paragraph.text), Style(size, colour=_INK, lead=1.08), _RIGHT - _LEFT)
            case "code":
                return None

    def _code(self, page: LetterPage, y: float) -> None:
        """The frame: what is typed on the left, and on the right what a telephone photographs."""
        paper, width, inner = self._paper, _RIGHT - _LEFT, 5 * _MM
        paper.frame(_LEFT, y, width, _CODE_HEIGHT, _RULE)
        room = width - _QR - 3 * inner
        web = self._one_line(page.web, 600, (15.0, 13.0, 11.0, 9.0, 7.5), room)
        code = self._one_line(page.code, 700, (29.0, 26.0, 23.0), room)
        gap = 3 * _MM
        top = y + (_CODE_HEIGHT - web.height - gap - code.height) / 2
        paper.text(web, _LEFT + inner, top)
        paper.text(code, _LEFT + inner, top + web.height + gap)
        self._qr(page.qr, _RIGHT - inner - _QR, y + (_CODE_HEIGHT - _QR) / 2)

    def _one_line(self, text: str, weight: int, sizes: Sequence[float], room: float) -> Laid:
        for size in sizes:
            laid = self._paper.laid(said(text), Style(size, weight, colour=_INK), room)
            if len(laid.heights) == 1:
                break
        return laid

    def _qr(self, rows: Sequence[Sequence[int]], x: float, y: float) -> None:
        """Each stretch of dark modules is a box. The modules have whole units of the paper, so that no seams show between them."""
        module = int(_QR * 10 / (len(rows) + 2 * QUIET)) / 10
        left = round(x + (_QR - module * len(rows)) / 2, 1)
        top = round(y + (_QR - module * len(rows)) / 2, 1)
        for down, row in enumerate(rows):
            for begin, end in _dark(row):
                self._paper.box(left + begin * module, top + down * module, (end - begin) * module, module, _INK)


def _dark(row: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of dark modules: from which, up to which."""
    stretches: list[tuple[int, int]] = []
    begin: int | None = None
    for at, module in enumerate((*row, 0)):
        if module and begin is None:
            begin = at
        elif not module and begin is not None:
            stretches.append((begin, at))
            begin = None
    return stretches
