"""Cases at a hub for tests of outputs: people with something to hide, and people whose background is asked.

hidden = people_at(scene)         # of an instrument with names, telephone numbers, a date of birth and words of their own
backgrounds_at(scene, 24)         # of the shipped questionnaire on socio-economic background
"""

import io
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from capi.fieldwork.contents import CaseCreated
from capi.hub.hub import Principal
from capi.hub.orders.instruments import add_instrument
from capi.instrument.loading import Snapshot, read_instrument, read_sources, snapshot
from capi.instrument.model import Answer, Mode
from capi.sync.messages import Role
from capi.sync.output_messages import Output, OutputState
from tests.fieldwork_scenario import instrument_of
from tests.hub.scenario import HubScene, Journal

SEB = Path(__file__).parents[3] / "questionnaires" / "seb" / "instrument.yaml"
PATIENCE_SECONDS = 120.0
"""A process of its own takes its time to begin on a machine that is at work."""

CANARY = """
    instrument: canary
    version: "1"
    title: Canary
    modes: [telephone]
    languages: [en]
    facts:
      Age: {label: Age, type: whole_number, minimum: 0, maximum: 120, unit: years}
      Name: {label: Name, type: text, longest: 50}
      Address: {label: Address, type: text, longest: 50}
      Telephone: {label: Telephone, type: whole_number, minimum: 0, maximum: 99999999999}
      Sex: {label: Sex, type: whole_number, minimum: 1, maximum: 2}
      DateOfBirth: {label: Date of birth, type: date}
      Weight: {label: Weight, type: decimal, minimum: 0, maximum: 100, places: 2}
    sections:
      - section: Work
        title: Your work
        ask:
          - Content:
              label: Content
              text: Are you content?
              categories: {1: Very, 2: Hardly}
          - Words:
              label: In their own words
              text: Why?
              type: text
              longest: 2000
"""
FORBIDDEN = (
    *(
        "Rosa Fletcher",
        "3 Mill Lane",
        "01632960001",
        "1632960001",
        "1958-03-14",
        "14/03/1958",
        "I never liked the boss",
    ),
    *("id-1042/01", "1042/01"),
)
"""What nobody may find in an end-user file: whose it is, and what only she said."""
_FACTS: dict[str, int | str] = {
    "Age": 68,
    "Name": "Rosa Fletcher",
    "Address": "3 Mill Lane",
    "Telephone": 1632960001,
    "Sex": 2,
    "DateOfBirth": "1958-03-14",
    "Weight": 2,
}


def people_at(scene: HubScene) -> Snapshot:
    """Two completed cases, and one that has only begun."""
    taken = _taken(scene, instrument_of(CANARY).sources)
    laptop = scene.laptop("anna", "L-people")
    for reference, facts in (("1042/01", _FACTS), ("1042/02", {**_FACTS, "Name": "Ann Other", "Age": 31})):
        journal = _begun(scene, laptop, taken, reference, facts)
        journal.answered("Content", 2).answered("Words", "I never liked the boss").completed()
        scene.send(laptop, journal.part(term=0))
    scene.send(laptop, _begun(scene, laptop, taken, "1042/03", _FACTS).answered("Content", 1).paused().part(term=0))
    return taken


def backgrounds_at(scene: HubScene, number: int) -> Snapshot:
    """Completed cases of socio-economic background, whose answers go through the categories."""
    taken = _taken(scene, snapshot(read_instrument(SEB)).sources)
    laptop = scene.laptop("ben", "L-backgrounds")
    for at in range(number):
        journal = _begun(scene, laptop, taken, f"2001/{at:03}", {})
        for field, value in _background(at).items():
            journal.answered(field, value)
        scene.send(laptop, journal.completed().part(term=0))
    return taken


def _background(at: int) -> Mapping[str, Answer]:
    return {
        "SchoolType": 1 + at % 2,
        "FreeMeals": 1 + at % 2,
        "EarnerStatus": 1,
        "EmployerSize": 1 + at % 2,
        "Supervisor": 1 + at % 2,
        "EarnerOccupation": 1 + at % 5,
        "ParentQual": 1 + at % 3,
    }


def _taken(scene: HubScene, sources: Mapping[str, str]) -> Snapshot:
    add_instrument(scene.hub, scene.office(Role.ADMINISTRATOR), sources)
    return snapshot(read_sources(dict(sources)))


def _begun(
    scene: HubScene, laptop: Principal, taken: Snapshot, reference: str, facts: Mapping[str, int | str]
) -> Journal:
    assert laptop.device is not None
    made = CaseCreated(
        reference, "Rosa Fletcher", taken.name, taken.version, taken.sha256, Mode.TELEPHONE, facts=dict(facts)
    )
    return Journal(f"id-{reference}", laptop.device, laptop.user, at=scene.time).write(made).opened()


def finished(look: Callable[[], Output]) -> Output:
    """The output when it is made or has failed."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (output := look()).state is OutputState.MAKING:
        assert time.monotonic() < until, f"{output.done} of {output.total} cases read, and nothing more"
        time.sleep(0.1)
    return output


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}
