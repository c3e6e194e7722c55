"""What stands behind a rate: its formula, the counts put in, where e comes from, and the sentence to publish it with."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from capi.outcomes.frame import Disposition
from capi.outcomes.rate_formulas import E_FORMULA
from capi.screens.contact_sheet import selectable
from capi.screens.language import number, said
from capi.screens.look import Look
from capi.screens.office.rate_in_numbers import LETTERS, e_in_numbers, in_numbers
from capi.screens.office.scrolled_sheet import ScrolledSheet
from capi.sync.calling_messages import RateLine
from capi.wording import Wording


class RateSheet(ScrolledSheet):
    def __init__(self, look: Look, parent: QWidget, rate: RateLine, counts: dict[str, int], frame: str) -> None:
        """`counts`: of all cases by letter. `frame`: name and version of what makes letters of outcome codes."""
        super().__init__(look, parent, rate.name, width=860)
        told = self.add_text(f"{said(Wording('Rates', rate.meaning))}\n{rate.words}")
        selectable(told)
        self.put_inside(told)
        formulas = [rate.formula, in_numbers(rate)]
        letters = list(rate.counts)
        if rate.e is not None or E_FORMULA.partition(" ")[0] + "(" in rate.formula:
            formulas += [E_FORMULA, e_in_numbers(rate, counts)] if rate.e is not None else [E_FORMULA]
            letters.append(Disposition.NOT_ELIGIBLE.value)
        self.formulas = self.add_text("\n".join(formulas))
        self.formulas.setAccessibleName(self.tr("The formula, and with the counts put in"))
        selectable(self.formulas)
        self.put_inside(self.formulas)
        self._counts({letter: counts.get(letter, 0) for letter in letters})
        source = self.add_text(
            self.tr(
                "By the Standard Definitions of AAPOR (10th edition, 2023); the letters are those of the outcome frame {frame}."
            ).format(frame=frame),
            "soft",
        )
        self.put_inside(source)
        close = self.add_buttons((self.tr("Close"), "Esc"))[0]
        close.clicked.connect(self.put_away)
        self.open(close)

    def _counts(self, counts: dict[str, int]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._look.px(18))
        for row, (letter, cases) in enumerate(counts.items()):
            words = [letter, said(LETTERS[Disposition(letter)]), number(cases)]
            for column, text in enumerate(words):
                label = QLabel(text)
                label.setWordWrap(column == 1)
                grid.addWidget(
                    label, row, column, Qt.AlignmentFlag.AlignRight if column == len(words) - 1 else Qt.AlignmentFlag(0)
                )
                if column != 1:
                    label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        grid.setColumnStretch(1, 1)
        self.put_inside(grid)
