"""One example of each message, for the description of the service. They are messages themselves, so they cannot be out of date."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Raw, Struct

from capi.fieldwork.calls import Medium
from capi.fieldwork.contact import Contact
from capi.hub.service.frames import FrameText
from capi.hub.service.health import Health
from capi.hub.service.instruments import InstrumentSources
from capi.sync import calling_messages as ca
from capi.sync import coding_messages as c
from capi.sync import messages as m
from capi.sync import office_messages as o
from capi.sync import output_messages as out

_HUB = "0193f2a0-58c1-7aa0-9c6e-2d6d1f6b5a10"
_EPOCH = "5f0c9d1e7a2b"
_DEVICE = "0193f2a4-1111-7c3d-8e2f-0a1b2c3d4e5f"
_CASE = "0193f2a4-7d3e-7b1c-a5f4-9e8d7c6b5a43"
_BATCH = "0193f2b7-0a0b-7c0d-8e0f-a1b2c3d4e5f6"
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_START = "0" * 64
_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
_AUDIT = f"128:{_HASH}"
_THEN = datetime(2026, 11, 22, 17, 58, 3, tzinfo=UTC)
_NOW = datetime(2026, 11, 22, 18, 4, 11, tzinfo=UTC)

_CONTACT = Contact(name="Mrs A. Example", address=("1 Example Street", "Exampleton"), telephones=("01632 960001",))
_TOKENS = m.Tokens(
    access="cGxlYXNlIGRvIG5vdCB1c2UgdGhpcyBvbmU", access_expires=_NOW, refresh="bm9yIHRoaXMgb25lIGVpdGhlcg"
)
_CASE_TALLY = m.CaseTally(case=_CASE, term=1, number=61, hash=_HASH)
_COUNTS = o.Counts(name="anna", total=24, assigned=10, in_progress=2, completed=12, accepted=4, last_received=_NOW)
_ANSWER = o.FieldAnswer(
    field="age", label="What was your age last birthday?", text="47", value="47", mode="self_completion", alone=True
)
_CASE_LINE = o.CaseLine(
    id=_CASE,
    reference="10034",
    instrument="lfs_core",
    version="1.0",
    mode="face_to_face",
    area="12",
    status="completed",
    user="anna",
    holder=_DEVICE,
    entries=61,
    completed=_THEN,
    received=_NOW,
)
_INVITATION = o.Invitation(
    serial=1, made=_THEN, made_by="office", expires=_NOW, entered=_NOW, letters=2, last_letter=_THEN, seen=_NOW
)
_CALL = o.CallAttempt(
    entry=2, began=_THEN, medium=Medium.VISIT, result="nobody_in", label="Nobody in", who="anna", note="Curtains drawn."
)
_RATE = ca.RateLine(
    name="RR5",
    formula="RR5 = I / ((I + P) + (R + NC + O))",
    meaning="Complete interviews among the cases known to be eligible.",
    counts={"I": 612, "P": 0, "R": 140, "NC": 88, "O": 0},
    percent="72.9",
    words="RR5 is 72.9 %: 612 of 840 cases.",
)
_FIELDWORK = ca.Fieldwork(
    time=_NOW,
    frame="uk 1.0",
    zone="Europe/London",
    cases=1_000,
    outcomes=[ca.OutcomeCount(code="110", label="Complete interview with the sampled person", cases=612)],
    rates=[_RATE],
    slots=[ca.SlotCount(day=1, hour=18, calls=310, contacts=120, interviews=54)],
    results=[ca.ResultCount(result="no_answer", label="No answer", medium="telephone", calls=1_408)],
    attempts=[ca.AttemptCount(attempts=0, cases=24)],
    callers=[
        ca.CallerLine(
            name="anna",
            calls=310,
            today=12,
            contacts=120,
            interviews=54,
            completed=52,
            refused=11,
            seconds=9_300,
            last_call=_NOW,
        )
    ],
    appointments=14,
    missed=2,
    in_queue=120,
    delivered=6,
)
_WHY = ca.Sentence(context="Queue", text="Hard appointment at {time}.", fills={"time": "17:40"})
_QUARANTINE = o.QuarantineLine(
    id="17",
    case=_CASE,
    reference="10034",
    device=_DEVICE,
    user="anna",
    reason=m.Reason.NOT_HOLDER,
    detail="Another laptop holds the case.",
    first=58,
    last=61,
    received=_NOW,
)
_DEVICE_LINE = o.DeviceLine(
    device=_DEVICE,
    user="anna",
    host="LAPTOP-7",
    state=o.DeviceState.ACTIVE,
    enrolled=_THEN,
    ended=None,
    last_seen=_NOW,
    clock_ahead_ms=-1_200,
    holds=24,
)
_TABLES = out.OutputOrder(kind=out.OutputKind.TABLES, instrument="lfs_core", weight="Weight")
_OUTPUT = out.Output(
    id="0193f2c1-2b3c-7d4e-8f50-1a2b3c4d5e6f",
    order=_TABLES,
    state=out.OutputState.READY,
    made_by="sofia",
    asked=_NOW,
    done=240,
    total=240,
    size=48_213,
)
_SUGGESTED = c.Suggested(
    scheme=c.CodeScheme.SOC2020,
    code="5215",
    title="Welder",
    group="Welding trades",
    score=0.97,
    exact=True,
    why="word for word",
    soc2010="5215",
)
_AGREED = c.Agreed(scheme=c.CodeScheme.SOC2020, digits=4, pairs=240, agreed=204, kappa=0.82, low=0.77, high=0.87)
_CODING = c.CodingState(
    to_code=120,
    to_code_again=12,
    to_settle=3,
    coded=405,
    automatic=160,
    indexes={"SOC2020": "SOC2020 coding index, version 12", "SOC2010": "", "SIC2007": "SIC 2007 index, version 2022"},
    settings=c.CodingSettings(),
    agreement=(_AGREED,),
)
_EARLIER = c.EarlierCode(
    scheme=c.CodeScheme.SOC2020,
    code="5215",
    group="Welding trades",
    stage=c.Stage.FIRST,
    how=c.How.SUGGESTED,
    by="cora",
    made=_THEN,
    classification="SOC2020 coding index, version 12",
)
_JOB = c.JobToCode(
    case=_CASE,
    rows="2",
    reference="10034",
    said=_HASH,
    stage=c.Stage.FIRST,
    title="Welder",
    did="Welds hulls",
    industry="Builds ships",
    facts=[("Employee or self-employed", "1 · Employee")],
    suggested=[_SUGGESTED],
    wanted=(c.CodeScheme.SOC2020, c.CodeScheme.SIC2007),
)
_GIVEN = c.GivenCode(scheme=c.CodeScheme.SOC2020, code="5215", entry="Welder")
_PART = m.Part(
    case=_CASE,
    term=0,
    after=0,
    after_hash=_START,
    entries=[Raw(b'{"the":"bytes of an entry as the journal keeps them"}')],
    contact=_CONTACT,
)
_APPLIED = m.PartReceipt(case=_CASE, outcome=m.Outcome.APPLIED, number=61, hash=_HASH)

EXAMPLES: tuple[Struct, ...] = (
    m.HubFacts(hub=_HUB, name="Labour Force Survey", epoch=_EPOCH, time=_NOW, versions=(1,), public_key=_KEY),
    m.Enrolment(code="K7QF-9D2M-X4TB-3HZN-8WPC-6VRA-5J", device=_DEVICE, public_key=_KEY, host="LAPTOP-7"),
    _TOKENS,
    m.Enrolled(
        hub=_HUB,
        name="Labour Force Survey",
        epoch=_EPOCH,
        public_key=_KEY,
        user="anna",
        role=m.Role.INTERVIEWER,
        tokens=_TOKENS,
    ),
    m.Refresh(device=_DEVICE, refresh=_TOKENS.refresh, signature="c2lnbmVkIGJ5IHRoZSBsYXB0b3A="),
    m.SignIn(name="sofia", password="seven quiet otters"),  # noqa: S106 - an example
    m.SignedIn(user="sofia", full_name="Sofia Supervisor", role=m.Role.SUPERVISOR, token=_TOKENS.access, expires=_NOW),
    _CONTACT,
    _PART,
    m.Batch(batch=_BATCH, device=_DEVICE, epoch=_EPOCH, clock=_NOW, parts=[_PART]),
    _APPLIED,
    m.Receipt(
        hub=_HUB,
        epoch=_EPOCH,
        batch=_BATCH,
        device=_DEVICE,
        digest=_HASH,
        received=_NOW,
        parts=[_APPLIED],
        audit=_AUDIT,
    ),
    m.BegunOnline(case=_CASE, term=1, since=_THEN),
    m.Recalled(case=_CASE, term=1, reason="Anna is ill.", by="sofia"),
    m.Orders(
        epoch=_EPOCH,
        orders=[m.Order(number=1, made=_THEN, what=m.Recalled(case=_CASE, term=1, reason="Anna is ill.", by="sofia"))],
        cursor=1,
        more=False,
    ),
    m.InstrumentFiles(
        sha256=_HASH, name="lfs_core", version="1.0", sources={"lfs_core.yaml": "instrument: lfs_core\n"}
    ),
    m.GoOn(consent=True),
    m.Release(case=_CASE, term=1, number=61, hash=_HASH),
    m.Released(hub=_HUB, epoch=_EPOCH, case=_CASE, term=1, number=61, hash=_HASH, backed_up=True),
    _CASE_TALLY,
    m.Tally(epoch=_EPOCH, device=_DEVICE, count=1, digest=_HASH, cases=[_CASE_TALLY]),
    m.Difference(case=_CASE, number=58, hash=_HASH, why="The hub has 58 entries."),
    m.TallyReceipt(
        hub=_HUB,
        epoch=_EPOCH,
        device=_DEVICE,
        received=_NOW,
        count=1,
        digest=_HASH,
        agreed=True,
        differing=[],
        unlisted=(),
        backed_up=(_CASE,),
        audit=_AUDIT,
    ),
    m.Problem(
        type="urn:capi:conflict",
        title="It contradicts what is there",
        status=409,
        code="conflict",
        detail="There is an account of that name.",
        trace="8c5d1f0b6a2e4d37",
    ),
    Health("ready"),
    _COUNTS,
    o.Day(day="2026-11-22", completed=12),
    o.Progress(
        time=_NOW,
        whole=_COUNTS,
        interviewers=[_COUNTS],
        areas=[_COUNTS],
        days=[o.Day(day="2026-11-22", completed=12)],
        quarantined=1,
        recalled=0,
    ),
    _CASE_LINE,
    o.CaseLines(cases=[_CASE_LINE], total=1),
    _ANSWER,
    o.CaseDetail(
        line=_CASE_LINE,
        contact=_CONTACT,
        answers=[_ANSWER],
        remarks={},
        history=["2026-11-22 17:02 UTC assigned to anna by sofia"],
        calls=[_CALL],
        self_completion=True,
        invitation=_INVITATION,
    ),
    _CALL,
    _WHY,
    ca.NextWanted(zone="Europe/London"),
    ca.NextCase(because=_WHY, case=_CASE),
    ca.CallableCase(case=_CASE, reference="10034", label="Mrs A. Example", ready=True, because=_WHY),
    o.Assignment(to="anna", area="12"),
    o.AssignmentResult(assigned=24, recalled=0, unchanged=0),
    o.Recall(reason="Anna is ill."),
    o.Return(note="Look at the hours again.", fields=("hours",)),
    o.Acceptance(number=61),
    o.OfficeAppointment(local="2026-11-24T17:40", zone="Europe/London", hard=True, note="After work."),
    o.CallingOff(reason="They are away then."),
    o.OfficeOutcome(code="410", reason="Refused by letter to the office."),
    _INVITATION,
    o.NewAccessCode(until=_NOW),
    o.AccessCode(
        code="7QK4-M2XD-9H3P",
        case=_CASE,
        reference="10034",
        expires=_NOW,
        serial=2,
        address="https://survey.example",
    ),
    _FIELDWORK,
    *(each[0] for each in (_FIELDWORK.outcomes, _FIELDWORK.rates, _FIELDWORK.slots, _FIELDWORK.results)),
    _FIELDWORK.attempts[0],
    _FIELDWORK.callers[0],
    _QUARANTINE,
    o.FieldDifference(field="age", label="What was your age last birthday?", journal="47", part="74"),
    o.QuarantineDetail(
        line=_QUARANTINE,
        readable=True,
        follows_head=False,
        entries=["58 answered age"],
        differences=[o.FieldDifference(field="age", label="What was your age last birthday?", journal="47", part="74")],
    ),
    o.Deciding(decision=o.Decision.APPLY, note="Anna has confirmed it."),
    o.Account(
        name="anna",
        full_name="Anna Interviewer",
        role=m.Role.INTERVIEWER,
        active=True,
        has_password=False,
        cases=24,
        devices=1,
    ),
    o.Calling(languages=("cy",), skills=("refusals",), may_pick=True),
    o.NewAccount(name="anna", full_name="Anna Interviewer", role=m.Role.INTERVIEWER),
    o.AccountChange(active=False),
    o.EnrolmentCode(code="K7QF-9D2M-X4TB-3HZN-8WPC-6VRA-5J", user="anna", expires=_NOW),
    _DEVICE_LINE,
    o.DeviceEnd(state=o.DeviceState.LOST, reason="Left on a train."),
    o.HeldCase(
        case=_CASE,
        reference="10034",
        status="in_progress",
        entries=12,
        has_contact=True,
        fields=("age",),
        holds_now=True,
    ),
    o.Held(device=_DEVICE_LINE, cases=[]),
    o.AuditLine(number=128, time=_NOW, who="sofia", action="device_ended", subject=_DEVICE, details={"state": "lost"}),
    o.RowProblem(row=7, column="Reference", value="10034", problem="Row 3 has this reference too."),
    o.SampleResult(sample="November", rows=240, added=240, problems=[], problem_count=0),
    o.SampleLine(name="November", instrument="lfs_core", version="1.0", cases=240, added=_THEN, added_by="office"),
    o.InstrumentLine(
        sha256=_HASH, name="lfs_core", version="1.0", title="Labour Force Survey", offered=True, cases=240, added=_THEN
    ),
    _TABLES,
    _OUTPUT,
    out.OutputShown(output=_OUTPUT, content={"format": "capi tables", "tables": []}),
    out.OutputInstrument(name="lfs_core", title="Labour Force Survey", cases=240, completed=231),
    out.Outputs(
        outputs=[_OUTPUT],
        instruments=(out.OutputInstrument(name="lfs_core", title="Labour Force Survey", cases=240, completed=231),),
    ),
    _SUGGESTED,
    _AGREED,
    _CODING,
    c.CodingSettings(threshold=0.9, double=0.2),
    _EARLIER,
    _JOB,
    c.NextJob(job=_JOB, state=_CODING),
    c.Looking(scheme=c.CodeScheme.SOC2020, words="welder", industry="ships"),
    c.Found(suggested=[_SUGGESTED]),
    _GIVEN,
    c.Codes(case=_CASE, rows="2", said=_HASH, stage=c.Stage.FIRST, codes=[_GIVEN]),
    c.CodesKept(stands=True, derived=[("NS-SEC, 8 classes", "5")], state=_CODING),
    c.CodeHistory(codes=[("2", _EARLIER)]),
    c.AutomaticCoding(dry_run=True),
    c.AutomaticallyCoded(coded=160, left=0, state=_CODING, after=7_431),
    InstrumentSources(sources={"lfs_core.yaml": "instrument: lfs_core\n"}),
    FrameText(text="frame: uk\n"),
    ca.FrameLine(sha256=_HASH, name="uk", version="1", title="United Kingdom", taken=True, added=_THEN, added_by="ada"),
    ca.FrameFile(sha256=_HASH, name="uk", version="1", text="frame: uk\n"),
)


def examples() -> Mapping[str, Any]:
    """By the name of the shape."""
    return {type(each).__name__: msgspec.json.decode(msgspec.json.encode(each)) for each in EXAMPLES}
