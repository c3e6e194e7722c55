"""Coding for tests: a hub with people who were asked about their work, coders, and small indexes made up here.

scene = CodingScene.set_up(database, folder)
scene.coded_words("1042/01", "Welder", industry="Makes ships")
job = scene.next(scene.cora)
scene.keep(scene.cora, job, "5215", "30110")
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import insert, select, update

from capi.classification.classification import Cell, Classification, Group, IndexEntry, Part, Scheme
from capi.classification.shelf import Shelf
from capi.hub import tables
from capi.hub.coding.automatic import code_automatically
from capi.hub.coding.keeping_codes import keep_codes
from capi.hub.coding.next_job import next_job
from capi.hub.coding.overview import coding_state, set_coding
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, Principal
from capi.hub.statistics.current_codes import current_codes
from capi.instrument.model import Answer, Missing
from capi.sync.coding_messages import (
    AutomaticallyCoded,
    AutomaticCoding,
    Codes,
    CodeScheme,
    CodesKept,
    CodingSettings,
    CodingState,
    GivenCode,
    JobToCode,
    NextJob,
    Stage,
)
from capi.sync.messages import Role
from tests.fieldwork_scenario import instrument_of
from tests.hub.scenario import NOW, HubScene, Journal

WORK = """
    instrument: work
    version: "1"
    title: Work
    modes: [telephone]
    sections:
      - section: Work
        ask:
          - Wrking: {label: In paid work, text: Did you do any paid work?, categories: {1: "Yes", 2: "No"}}
          - IndD: {label: What the firm did, asked_if: Wrking == 1, text: What did the firm do?, type: text}
          - OccT: {label: Job title, asked_if: Wrking == 1, text: What was your job?, type: text}
          - OccD: {label: What was done, asked_if: Wrking == 1, text: What did you mainly do?, type: text}
          - Stat:
              label: Employee or self-employed
              asked_if: Wrking == 1
              text: Were you an employee?
              categories: {1: Employee, 2: Self-employed}
          - Supvis: {label: Supervised others, asked_if: Stat == 1, text: Did you supervise?, categories: {1: "Yes", 2: "No"}}
"""
PEOPLE = """
    instrument: people
    version: "1"
    title: People and their work
    modes: [telephone]
    sections:
      - roster: People
        title: People
        row_name: "{Name|Person}"
        at_most: 6
        ask:
          - Name: {label: Name, text: What is the name?, type: text, disclosive: true}
          - OccT: {label: Job title, text: What is the job?, type: text}
          - OccD: {label: What is done, text: What is mainly done?, type: text}
          - Stat: {label: Employee or self-employed, text: Employee?, categories: {1: Employee, 2: Self-employed}}
        another:
          AnyoneElse: {text: Is there anyone else?, categories: {1: "Yes", 2: "No"}}
"""

SOC2020 = Classification(
    Scheme.SOC2020,
    Part.INDEX,
    "small SOC2020",
    "12",
    "a" * 64,
    groups=tuple(
        Group(*each)
        for each in (
            ("2", "Professionals"), ("23", "Teaching"), ("231", "Teaching professionals"),
            ("2314", "Primary teachers"), ("2319", "Other teachers"), ("5", "Trades"), ("5215", "Welding trades"),
            ("9139", "Elementary process plant"),
        )
    ),
    entries=(
        IndexEntry("2314", "Teacher", industry="primary school", soc2010="2315"),
        IndexEntry("2314", "Montessori teacher", soc2010="2319"),
        IndexEntry("2319", "Yoga teacher", soc2010="3443"),
        IndexEntry("5215", "Welder", soc2010="5215"),
        IndexEntry("5215", "Spot welder", soc2010="5215"),
        IndexEntry("9139", "Baler", industry="waste merchants"),
    ),
)  # fmt: skip
SOC2010 = Classification(
    Scheme.SOC2010,
    Part.INDEX,
    "small SOC2010",
    "5",
    "b" * 64,
    groups=(Group("2315", "Primary teachers"), Group("2319", "Other teachers"), Group("5215", "Welding trades")),
    entries=(IndexEntry("2315", "Primary school teacher"), IndexEntry("2319", "Teacher"), IndexEntry("5215", "Welder")),
)
SIC2007 = Classification(
    Scheme.SIC2007,
    Part.INDEX,
    "small SIC",
    "2022",
    "c" * 64,
    entries=(
        IndexEntry("30110", "Ship building"),
        IndexEntry("85200", "Primary school"),
        IndexEntry("25990", "Metal goods (manufacture)"),
    ),
)
SIC2007_STRUCTURE = Classification(
    Scheme.SIC2007,
    Part.STRUCTURE,
    "small structure",
    "",
    "d" * 64,
    groups=(Group("C", "MANUFACTURING"), Group("30", "Other transport"), Group("30110", "Building of ships"), Group("85200", "Primary education")),
)  # fmt: skip
NSSEC = Classification(
    Scheme.NSSEC_SOC2010,
    Part.TABLE,
    "small table",
    "2010",
    "e" * 64,
    cells=tuple(Cell(group, column, category) for group, category in (("5215", "L11.1"), ("2315", "L4.1")) for column in range(10)),
)  # fmt: skip
ALL = (SOC2020, SIC2007, SIC2007_STRUCTURE, NSSEC)


@dataclass
class CodingScene:
    """`cora`, `dora` and `enid` code; `ruth` supervises. Nobody is coded twice unless the test says so."""

    scene: HubScene
    laptop: Principal
    cora: Principal
    dora: Principal
    enid: Principal
    ruth: Principal

    @classmethod
    def set_up(
        cls,
        database: HubDatabase,
        folder: Path,
        loaded: tuple[Classification, ...] = ALL,
        *,
        instrument: str = WORK,
        double: float = 0.0,
    ) -> "CodingScene":
        scene = HubScene.set_up(database, instrument_of(instrument))
        scene.hub = replace(scene.hub, shelf=Shelf(folder))
        cora, dora, enid = (
            Principal(scene.account(name, Role.CODER), name, Role.CODER) for name in ("cora", "dora", "enid")
        )
        made = cls(scene, scene.laptop("anna"), cora, dora, enid, scene.office(Role.SUPERVISOR))
        made.load(*loaded)
        made.direct(double=double)
        return made

    @property
    def hub(self) -> Hub:
        return self.scene.hub

    def load(self, *classifications: Classification) -> None:
        for each in classifications:
            self.hub.shelf.add(each, NOW)

    def direct(self, *, threshold: float = 0.95, double: float = 0.0) -> CodingState:
        return set_coding(self.hub, self.ruth, CodingSettings(threshold=threshold, double=double))

    # What was said.

    def says(
        self,
        reference: str,
        title: str | Missing = "",
        did: str | Missing = "",
        industry: str | Missing = "",
        more: Mapping[str, Answer] = {"Stat": 1, "Supvis": 2},
    ) -> Journal:
        """A completed case of somebody who works, at the hub. What is empty was not known."""
        journal = self.scene.case(reference, self.laptop).opened()
        self.answer(journal, Wrking=1, IndD=industry, OccT=title, OccD=did, **more)
        self.send(journal.completed(), after=1)
        return journal

    def answer(self, journal: Journal, **answers: Answer) -> Journal:
        for field, answer in answers.items():
            journal.answered(field, Missing.DONT_KNOW if answer == "" else answer)
        return journal

    def send(self, journal: Journal, after: int) -> None:
        term = self.scene.row(journal.case_id).term
        self.scene.send(self.laptop, journal.part(after=after, term=term))

    def says_otherwise(self, journal: Journal, **answers: Answer) -> None:
        """The case is opened again, and completed with these answers."""
        after = len(journal.entries)
        self.answer(journal.opened(), **answers).completed()
        self.send(journal, after)

    def many(self, number: int, title: str = "Welder", industry: str = "Ship building") -> None:
        for at in range(number):
            self.says(f"{at}/1", title, industry=industry)

    # Coding.

    def ask(self, who: Principal) -> NextJob:
        return next_job(self.hub, who)

    def next(self, who: Principal) -> JobToCode:
        job = self.ask(who).job
        assert job is not None
        return job

    def codes(self, job: JobToCode, *codes: str, entry: str = "", stage: Stage | None = None) -> Codes:
        """In the order of what is wanted, unless the scheme is said: SOC2010=2315."""
        given = []
        for scheme, code in zip(job.wanted, codes, strict=False):
            given.append(GivenCode(scheme=scheme, code=code, entry=entry if scheme is CodeScheme.SOC2020 else ""))
        for said in codes[len(job.wanted) :]:
            named, _, code = said.partition("=")
            given.append(GivenCode(scheme=CodeScheme(named), code=code))
        return Codes(case=job.case, rows=job.rows, said=job.said, stage=stage or job.stage, codes=given)

    def keep(self, who: Principal, job: JobToCode, *codes: str, entry: str = "") -> CodesKept:
        return keep_codes(self.hub, who, self.codes(job, *codes, entry=entry))

    def code(self, who: Principal, *codes: str) -> CodesKept:
        """The next job, whatever it is."""
        return self.keep(who, self.next(who), *codes)

    def automatic(self, *, dry_run: bool = False, after: int = 0) -> AutomaticallyCoded:
        return code_automatically(self.hub, self.ruth, AutomaticCoding(dry_run=dry_run, after=after))

    @property
    def state(self) -> CodingState:
        return coding_state(self.hub, self.ruth)

    @property
    def standing(self) -> tuple[int, int, int, int]:
        """To code, to code again, to settle, coded."""
        state = self.state
        return state.to_code, state.to_code_again, state.to_settle, state.coded

    def lines(self) -> list[tuple[str, str, str, str, str | None]]:
        """All codes that were ever given: scheme, code, stage, how, by whom."""
        codes, users = tables.codes, tables.users
        wanted = select(codes.c.scheme, codes.c.code, codes.c.stage, codes.c.how, users.c.name)
        with self.hub.database.reading() as connection:
            found = connection.execute(wanted.outerjoin(users, users.c.key == codes.c.user_key).order_by(codes.c.key))
            return [tuple(row) for row in found]

    def holding(self) -> dict[tuple[str, str, str], str]:
        """The codes that hold, by case, rows and scheme, as statistics have them."""
        with self.hub.database.reading() as connection:
            return {(each.case, each.rows, each.scheme): each.code for each in current_codes(connection)}

    def audited(self) -> list[tuple[str, str, str, str]]:
        log = tables.audit.c
        with self.hub.database.reading() as connection:
            wanted = select(log.who, log.action, log.subject, log.details).order_by(log.number)
            return [tuple(row) for row in connection.execute(wanted)]

    def delete(self, journal: Journal) -> None:
        with self.hub.database.writing() as connection:
            own = tables.cases.c.id == journal.case_id
            connection.execute(update(tables.cases).where(own).values(deleted=1))


def replicate(scene: CodingScene, journal: Journal, number: int) -> None:
    """So many more cases as the one of this journal, in the tables alone."""
    cases, segments = tables.cases, tables.segments
    with scene.hub.database.writing() as connection:
        row = connection.execute(select(cases).where(cases.c.id == journal.case_id)).one()
        lines = connection.execute(select(segments).where(segments.c.case_key == row.key)).all()
        for at in range(number):
            own = {**row._mapping, "id": f"copy-{at}", "reference": f"copy-{at}"}
            del own["key"]
            key = connection.execute(insert(cases).values(own).returning(cases.c.key)).scalar_one()
            connection.execute(insert(segments), [{**line._mapping, "case_key": key} for line in lines])
