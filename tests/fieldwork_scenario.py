"""Fieldwork for tests: a small questionnaire, a case file, and cases interviewed as an interviewer would."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent

from capi.engine.answers import from_plain
from capi.engine.plan import plan
from capi.fieldwork.case import Case
from capi.fieldwork.journal import Moment
from capi.instrument.loading import Snapshot, read_sources, snapshot
from capi.instrument.model import Mode
from capi.sitting import Sitting
from capi.store.case_file import CaseFile
from capi.store.hold import Holder

NOW = datetime(2026, 11, 18, 14, 30, tzinfo=UTC)
"""A Wednesday."""

HEALTH = """
    instrument: health
    version: "1"
    title: Health <& wellbeing>
    modes: [face_to_face, telephone]
    languages: [en]
    facts:
      Age: {label: Age, type: whole_number, minimum: 0, maximum: 120, unit: years}
      Name: {label: Name, type: text, longest: 50}
      Postcode: {label: Output area, type: whole_number, minimum: 1, maximum: 9999, disclosive: true}
    sections:
      - section: Health
        title: Your health
        ask:
          - General:
              label: General health
              text: How is your health in general?
              categories:
                1: Good
                2: {text: Fair, telephone: {text: Not so good}}
                3: Bad
                refused: {text: Prefer not to say, spontaneous: true}
          - Illness:
              label: Illness
              asked_if: General in (2, 3) or General is missing
              text: What is the matter with you?
              type: text
              longest: 2000
          - Visits:
              label: Visits to a doctor
              asked_if: General != 1
              text: How often did you see a doctor?
              type: whole_number
              minimum: 0
              maximum: 99
          - Income:
              label: Income
              text: What is your income?
              type: whole_number
              minimum: 0
              maximum: 1000000
              disclosive: true
"""


def instrument_of(text: str) -> Snapshot:
    """The instrument in this text, which may be indented."""
    return snapshot(read_sources({"instrument.yaml": dedent(text)}))


class Fieldwork:
    """A case file under `path`, encrypted where a passphrase is given, and an interviewer."""

    def __init__(self, path: Path, passphrase: str | None = None) -> None:
        holder = Holder("Anna", "L-12", "laptop", 1, NOW)
        self.path = path
        self.case_file = CaseFile.create(path, passphrase, holder)

    def add(
        self,
        reference: str,
        snapshot: Snapshot,
        mode: Mode = Mode.TELEPHONE,
        facts: Mapping[str, int | str] | None = None,
    ) -> str:
        """A case nobody has opened; its id."""
        case_id = f"id-{reference}"
        self.case_file.keep_snapshot(snapshot)
        case = Case(
            case_id,
            reference,
            "Rosa Fletcher, 3 Mill Lane",
            snapshot.name,
            snapshot.version,
            snapshot.sha256,
            mode,
            dict(facts or {}),
        )
        self.case_file.add_case(case, _moment(NOW))
        return case_id

    def sit(self, case_id: str, at: datetime = NOW, *, offset_minutes: int = 0) -> Sitting:
        record = self.case_file.record(case_id)
        instrument = self.case_file.snapshot(record.case.sha256).instrument()
        compiled = plan(instrument, record.case.mode)
        return Sitting(self.case_file, record, compiled, lambda: _moment(at, offset_minutes))

    def interview(
        self,
        reference: str,
        snapshot: Snapshot,
        answers: Mapping[str, object],
        *,
        mode: Mode = Mode.TELEPHONE,
        facts: Mapping[str, int | str] | None = None,
        at: datetime = NOW,
        offset_minutes: int = 0,
    ) -> str:
        """Gives the answers in order, and completes the case where the end is reached; its id."""
        case_id = self.add(reference, snapshot, mode, facts)
        sitting = self.sit(case_id, at, offset_minutes=offset_minutes)
        for field, value in answers.items():
            sitting.answer(field, from_plain(value))
        if sitting.interview.complete:
            sitting.complete()
        else:
            sitting.pause()
        return case_id


def _moment(at: datetime, offset_minutes: int = 0) -> Moment:
    return Moment(at, offset_minutes, int(timedelta(seconds=1).total_seconds() * 1000))
