"""The office's line to the hub: what supervisors and administrators see and decide, one method for each endpoint.

with OfficeClient("https://hub.example.org") as office:
    office.sign_in("vera", password)
    office.assign(Assignment(to="anna", area="Leeds 3"))
"""

from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from capi.sync.calling_messages import Fieldwork, FrameFile, FrameLine
from capi.sync.coding_client import CodingClient
from capi.sync.hub_client import PATIENT, HubClient, Patience
from capi.sync.messages import HubFacts, SignedIn, SignIn
from capi.sync.office_messages import (
    Acceptance,
    AccessCode,
    Account,
    AccountChange,
    Assignment,
    AssignmentResult,
    AuditLine,
    CallingOff,
    CaseDetail,
    CaseLine,
    CaseLines,
    Deciding,
    DeviceEnd,
    DeviceLine,
    EnrolmentCode,
    Held,
    InstrumentLine,
    NewAccessCode,
    NewAccount,
    OfficeAppointment,
    OfficeOutcome,
    Progress,
    QuarantineDetail,
    QuarantineLine,
    Recall,
    Return,
    SampleLine,
    SampleResult,
)
from capi.sync.output_client import OutputClient

if TYPE_CHECKING:
    from capi.sync.hub_client import Transport

LINES_OF_A_PAGE = 200


class WhichCases(Struct, frozen=True, omit_defaults=True):
    """Which cases of the office's list, and where its page begins. `area` may be empty, for cases without one. `outcome`: a code of the
    frame, or `none`; `result`: of the last call."""

    status: str = ""
    area: str | None = None
    user: str = ""
    outcome: str = ""
    result: str = ""
    search: str = ""
    after: str = ""
    limit: int = LINES_OF_A_PAGE


class WhichFieldwork(Struct, frozen=True, omit_defaults=True):
    """Of which cases: those of one sample, of one area, or all."""

    sample: str = ""
    area: str | None = None


class SampleFile(Struct, frozen=True, omit_defaults=True):
    """What goes with the file of a sample. `mapping`: headings by what is in their columns; empty: found by the headings."""

    name: str
    instrument: str
    mode: str = ""
    dry_run: bool = False
    mapping: dict[str, str] = {}


class _Text(Struct, frozen=True):
    text: str


class _Sources(Struct, frozen=True):
    sources: dict[str, str]


class OfficeClient:
    """Somebody of the office at the hub, from `sign_in` on. Every method raises SyncError; HubRefused says why in words.

    What changes something is asked once: where its answer is lost, look before it is asked again.
    """

    def __init__(
        self,
        url: str,
        certificates: str = "",
        transport: "Transport | None" = None,
        *,
        patience: Patience = PATIENT,
    ) -> None:
        """`certificates`: PEM of the authorities trusted for this hub and no others; empty for the system's."""
        self._line = HubClient(url, certificates, transport, patience=patience)
        self.coding = CodingClient(self._line)
        self.outputs = OutputClient(self._line)

    def sign_in(self, name: str, password: str) -> SignedIn:
        """Raises NotSignedIn; HubBusy after too many tries."""
        self._line.expect(self._line.facts().hub, "")
        signed_in = self._line.ask("POST", "sessions", SignedIn, SignIn(name=name, password=password), once=True)
        self._line.bearer = signed_in.token
        return signed_in

    def sign_out(self) -> None:
        """On all machines."""
        self._line.send("DELETE", "sessions/current", once=True)
        self._line.bearer = ""

    def facts(self) -> HubFacts:
        """Which hub this is."""
        return self._line.facts()

    def progress(self) -> Progress:
        return self._line.ask("GET", "progress", Progress)

    def cases(self, which: WhichCases = WhichCases()) -> CaseLines:  # noqa: B008 - it cannot be changed
        return self._line.ask("GET", _path("cases", which), CaseLines)

    def case(self, case_id: str) -> CaseDetail:
        return self._line.ask("GET", f"cases/{_quoted(case_id)}", CaseDetail)

    def assign(self, assignment: Assignment) -> AssignmentResult:
        return self._line.ask("POST", "assignments", AssignmentResult, assignment, once=True)

    def recall(self, case_id: str, recall: Recall) -> CaseLine:
        return self._decided(case_id, "recall", recall)

    def return_case(self, case_id: str, returned: Return) -> CaseLine:
        return self._decided(case_id, "return", returned)

    def accept(self, case_id: str, acceptance: Acceptance) -> CaseLine:
        return self._decided(case_id, "accept", acceptance)

    def appoint(self, case_id: str, appointment: OfficeAppointment) -> CaseLine:
        return self._decided(case_id, "appointments", appointment)

    def call_off(self, case_id: str, calling_off: CallingOff) -> CaseLine:
        """The appointment that stands."""
        return self._decided(case_id, "call-off", calling_off)

    def set_outcome(self, case_id: str, outcome: OfficeOutcome) -> CaseLine:
        return self._decided(case_id, "outcome", outcome)

    def new_access_code(self, case_id: str, wanted: NewAccessCode = NewAccessCode()) -> AccessCode:  # noqa: B008 - it cannot be changed
        """In place of those the case had; shown once."""
        return self._line.ask("POST", f"cases/{_quoted(case_id)}/access-code", AccessCode, wanted, once=True)

    def revoke_access_code(self, case_id: str) -> CaseLine:
        return self._line.ask("POST", f"cases/{_quoted(case_id)}/access-code/revoke", CaseLine, once=True)

    def fieldwork(self, which: WhichFieldwork = WhichFieldwork()) -> Fieldwork:  # noqa: B008 - it cannot be changed
        """What has come of calls and cases."""
        return self._line.ask("GET", _path("fieldwork", which), Fieldwork)

    def quarantined(
        self, *, open_only: bool = True, after: str = "", limit: int = LINES_OF_A_PAGE
    ) -> list[QuarantineLine]:
        query = {"open": _said(open_only), "after": after, "limit": str(limit)}
        return self._line.ask("GET", f"quarantine?{urlencode(query)}", list[QuarantineLine])

    def quarantine_detail(self, part: str) -> QuarantineDetail:
        return self._line.ask("GET", f"quarantine/{_quoted(part)}", QuarantineDetail)

    def decide(self, part: str, deciding: Deciding) -> QuarantineLine:
        return self._line.ask("POST", f"quarantine/{_quoted(part)}/decision", QuarantineLine, deciding, once=True)

    def accounts(self) -> list[Account]:
        return self._line.ask("GET", "accounts", list[Account])

    def create_account(self, account: NewAccount) -> Account:
        return self._line.ask("POST", "accounts", Account, account, once=True)

    def change_account(self, name: str, change: AccountChange) -> Account:
        return self._line.ask("PATCH", f"accounts/{_quoted(name)}", Account, change, once=True)

    def new_code(self, name: str) -> EnrolmentCode:
        """For a laptop of this account; shown once."""
        return self._line.ask("POST", f"accounts/{_quoted(name)}/enrolment-codes", EnrolmentCode, once=True)

    def devices(self) -> list[DeviceLine]:
        return self._line.ask("GET", "devices", list[DeviceLine])

    def end_device(self, device: str, end: DeviceEnd) -> DeviceLine:
        return self._line.ask("POST", f"devices/{_quoted(device)}/end", DeviceLine, end, once=True)

    def held(self, device: str) -> Held:
        return self._line.ask("GET", f"devices/{_quoted(device)}/held", Held)

    def audit(self, *, after: int = 0, limit: int = LINES_OF_A_PAGE) -> list[AuditLine]:
        return self._line.ask("GET", f"audit?after={after}&limit={limit}", list[AuditLine])

    def instruments(self) -> list[InstrumentLine]:
        return self._line.ask("GET", "instruments", list[InstrumentLine])

    def add_instrument(self, sources: dict[str, str]) -> InstrumentLine:
        """`sources`: its files by their names, the instrument's own file first."""
        return self._line.ask("POST", "instruments", InstrumentLine, _Sources(sources), once=True)

    def frames(self) -> list[FrameLine]:
        """The one of the fieldwork first."""
        return self._line.ask("GET", "frames", list[FrameLine])

    def frame(self) -> FrameFile:
        """Of the fieldwork."""
        return self._line.ask("GET", "frame", FrameFile)

    def add_frame(self, text: str) -> FrameLine:
        """It is taken for the fieldwork from now on."""
        return self._line.ask("POST", "frames", FrameLine, _Text(text), once=True)

    def samples(self) -> list[SampleLine]:
        return self._line.ask("GET", "samples", list[SampleLine])

    def add_sample(self, sample: SampleFile, content: bytes) -> SampleResult:
        """`content`: the CSV or XLSX file."""
        data = self._line.send("POST", _path("samples", sample), content, {"Content-Type": _media(content)}, once=True)
        return self._line.read(data, SampleResult)

    def close(self) -> None:
        self._line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _decided(self, case_id: str, what: str, decision: Struct) -> CaseLine:
        return self._line.ask("POST", f"cases/{_quoted(case_id)}/{what}", CaseLine, decision, once=True)


def _path(path: str, query: Struct) -> str:
    given = msgspec.to_builtins(query)
    return f"{path}?{urlencode({name: _said(value) for name, value in given.items()})}" if given else path


def _said(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return msgspec.json.encode(value).decode()
    return str(value)


def _quoted(part: str) -> str:
    return quote(part, safe="")


def _media(content: bytes) -> str:
    """By its first bytes: an XLSX file is a ZIP archive."""
    if content.startswith(b"PK\x03\x04"):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return "text/csv"
