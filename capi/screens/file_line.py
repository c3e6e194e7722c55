"""A line for the path of a file, with a small button beside it that lets one choose the file."""

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget


class FileLine(QWidget):
    """`line` holds the path, which may be typed too."""

    def __init__(self, title: str, kinds: str) -> None:
        """`title` is that of the dialogue; `kinds` as Qt wants them, such as `PEM (*.pem)`."""
        super().__init__()
        self._title = title
        self._kinds = kinds
        self.line = QLineEdit()
        self.choose = QPushButton(self.tr("Choose…"))
        self.choose.setAccessibleName(title)
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.choose)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self._title, "", self._kinds)
        if path:
            self.line.setText(path)
