"""Tables and exports by keyboard: a supervisor has them made at a real hub, reads them, saves them, takes them away."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from capi.screens.look import Look
from capi.screens.office.office_page import OUTPUTS
from capi.screens.office.outputs import OutputsPage
from capi.screens.office.outputs_preview import preview
from capi.sync.messages import Role
from capi.sync.output_client import NotSaved
from capi.sync.output_messages import Output, OutputKind, OutputOrder, OutputShown, OutputState
from tests.hub.statistics.outputs_scenario import backgrounds_at, people_at, unpacked
from tests.screens.office.conftest import SLOW, AtOffice
from tests.sync.field import Field

Office = Callable[..., AtOffice]
VERY_SLOW = 6 * SLOW
"""What is made is made in a process of its own."""


def at_outputs(keys: AtOffice) -> OutputsPage:
    keys.goes_to(OUTPUTS + 1)
    page = keys.window.desk(OUTPUTS).page
    assert isinstance(page, OutputsPage)
    return page


def finishes(keys: AtOffice, page: OutputsPage) -> None:
    keys.qtbot.waitUntil(lambda: bool(page.table.model_of_lines.lines) and not page.making, timeout=VERY_SLOW)
    keys.waits()


def chooses(keys: AtOffice, widget: QWidget, steps: int) -> None:
    widget.setFocus()
    for _ in range(steps):
        keys.press(Qt.Key.Key_Down)


@pytest.fixture
def saving(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the supervisor chooses to save."""
    path = tmp_path / "stick" / "made.zip"
    path.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


def test_tables_are_made_read_and_saved_by_keyboard_alone(field: Field, at_office: Office, saving: Path) -> None:
    backgrounds_at(field.scene, 24)
    keys = at_office()
    page = at_outputs(keys)
    assert keys.focused() is page.form.kind
    assert "24 of 24" in page._headline.text()
    keys.press(Qt.Key.Key_F8)
    keys.waits()
    assert page.table.model_of_lines.lines[0].state is OutputState.MAKING
    assert page.bar.isVisible()
    assert not page.save.isEnabled()
    finishes(keys, page)
    assert page.table.model_of_lines.lines[0].problem == ""
    assert not page.bar.isVisible()
    text = page.preview.toPlainText()
    assert "[c]: confidential" in text, "what is hidden is explained"
    assert "School type" in text
    page.table.setFocus()
    keys.enter()
    assert keys.focused() is page.preview
    keys.press(Qt.Key.Key_F9)
    keys.waits()
    assert "tables.html" in unpacked(saving.read_bytes())
    assert "made.zip" in keys.window._told.text()
    keys.press(Qt.Key.Key_Delete)
    keys.waits()
    assert page.table.model_of_lines.lines == []
    assert not page.preview.isVisible()


def test_an_export_says_what_it_leaves_out_before_it_is_saved(field: Field, at_office: Office, saving: Path) -> None:
    people_at(field.scene)
    keys = at_office()
    page = at_outputs(keys)
    chooses(keys, page.form.kind, 1)
    assert page.form.profile.isVisible()
    assert not page.form.weight.isVisible()
    assert "pension flags" in page.form.about_profile.text()
    keys.press(Qt.Key.Key_F8)
    finishes(keys, page)
    assert page.table.model_of_lines.lines[0].problem == ""
    text = page.preview.toPlainText()
    assert "a text in the respondent's own words" in text
    assert "canary.csv" in text
    assert "End-user licence" in text
    saving.write_bytes(b"older")
    keys.press(Qt.Key.Key_F9)
    keys.waits()
    assert "canary.csv" in unpacked(saving.read_bytes()), "the dialog has asked whether it may be replaced"
    assert [path.name for path in saving.parent.iterdir()] == ["made.zip"], "nothing half lies beside it"


def test_what_the_hub_refuses_and_what_fails_is_said_in_words(field: Field, at_office: Office) -> None:
    people_at(field.scene)
    keys = at_office()
    page = at_outputs(keys)
    page.form.weight.setFocus()
    keys.write("Heaviness")
    keys.press(Qt.Key.Key_F8)
    keys.waits()
    assert "no column 'Heaviness'" in keys.window._alarm.text()
    assert page.table.model_of_lines.lines == []
    page.form.weight.clear()
    keys.press(Qt.Key.Key_F8)
    finishes(keys, page)
    assert page.step.isVisible()
    assert "There are 2 persons" in page.step.text()
    assert not page.save.isEnabled()


def test_an_empty_hub_says_so_and_makes_nothing(at_office: Office) -> None:
    keys = at_office()
    page = at_outputs(keys)
    assert "no cases at the hub yet" in page._headline.text()
    assert not page.form.make.isEnabled()
    keys.press(Qt.Key.Key_F8)
    keys.waits()
    assert page.table.model_of_lines.lines == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CODER])
def test_only_supervisors_have_the_page(at_office: Office, role: Role) -> None:
    keys = at_office(role)
    keys.press(Qt.Key(Qt.Key.Key_1 + OUTPUTS), control=True)
    assert keys.window.shown != OUTPUTS


def test_saving_is_whole_or_not_at_all_and_overwrites_nothing_unasked(
    field: Field, at_office: Office, tmp_path: Path
) -> None:
    people_at(field.scene)
    client = at_office().window._client
    output = client.outputs.order(OutputOrder(kind=OutputKind.EXPORT))
    there = tmp_path / "there.zip"
    there.write_bytes(b"older")
    with pytest.raises(NotSaved, match="already"):
        client.outputs.save(output, there)
    with pytest.raises(NotSaved, match="No such file or directory"):
        client.outputs.save(output, tmp_path / "nowhere" / "made.zip")
    with pytest.raises(Exception, match="still being made"):
        client.outputs.save(msgspec.structs.replace(output, size=10), tmp_path / "early.zip")
    assert there.read_bytes() == b"older"
    assert {path.name for path in tmp_path.glob("*.zip*")} == {"there.zip"}
    assert list(tmp_path.glob(".*.zip*")) == []
    client.outputs.remove(output.id)


def test_a_text_of_the_hub_cannot_put_anything_into_the_page(look: Look) -> None:
    hostile = "<img src='http://example.org/x'><b>bold</b>"
    order = OutputOrder(kind=OutputKind.EXPORT)
    then = datetime(2026, 11, 22, tzinfo=UTC)
    output = Output(id="1", order=order, state=OutputState.READY, made_by="vera", asked=then)
    content = {
        "profile": hostile,
        "files": [{"name": hostile, "what": hostile, "bytes": 5}],
        "instruments": [{"left_out": [{"variable": hostile, "label": hostile, "reason": hostile}]}],
        "columns": [{"file": hostile, "variable": hostile, "label": hostile}],
        "warnings": [hostile],
    }
    html = preview(OutputShown(output=output, content=content), look.colours)
    assert "<img" not in html
    assert "<b>bold" not in html
    nonsense: Any
    for nonsense in (None, [], "text", {"tables": 3, "files": {"a": 1}, "columns": [None, 4]}):
        preview(OutputShown(output=output, content=nonsense), look.colours)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_everything_of_the_form_can_be_reached_at_any_scale(at_office: Office, look: Look, scale: float) -> None:
    keys = at_office()
    look.set_scale(scale)
    page = at_outputs(keys)
    QApplication.processEvents()
    assert page._right.width() + page._right.x() <= page.width()
    page.form.make.setEnabled(True)
    for widget in (page.form.weight, page.form.make, page.table):
        widget.setFocus()
        page._scroll.ensureWidgetVisible(widget)
        QApplication.processEvents()
        top = widget.mapTo(page, widget.rect().topLeft()).y()
        assert 0 <= top < page.height(), widget.accessibleName()
    look.set_scale(1.0)
