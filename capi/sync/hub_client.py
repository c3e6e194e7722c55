"""The laptop's line to its hub: the only file that reaches the network. What it says is in PROTOCOL.md.

    with HubClient(link.url, link.certificates) as client:
        facts = client.facts()
        client.expect(link.hub, facts.epoch)
        signed = client.push(body, body_digest(body))     # a receipt, to be verified by who asked

Certificates are always verified, redirects never followed, and only this machine is reached without encryption. A
request that fails on the way is made again a few times; all of them may be made twice, except an enrolment.
"""

import gzip
import random
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from capi import __version__
from capi.sync.address import host_of, hub_address, is_loopback
from capi.sync.answers import Answer, check, not_the_hub
from capi.sync.calling_messages import CallableCase, NextCase, NextWanted
from capi.sync.errors import (
    HubBusy,
    HubRefused,
    HubUnreachable,
    NotSignedIn,
    NotTrusted,
    NotUnderstood,
    UnfitCertificates,
)
from capi.sync.messages import (
    DEVICE_HEADER,
    DIGEST_HEADER,
    VERSION,
    Enrolled,
    Enrolment,
    GoOn,
    HubFacts,
    Orders,
    Refresh,
    Release,
    Tally,
    Tokens,
)
from capi.sync.timing import Chance, back_off
from capi.wording import Wording

if TYPE_CHECKING:
    import httpx

    Transport: TypeAlias = httpx.BaseTransport

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0
LARGEST_ANSWER = 64 * 2**20
"""Bytes. A page of orders is a few megabytes; a portal may send for ever."""

_WITHOUT_TOKEN = ("hub", "tokens", "enrolments")

_Shape = TypeVar("_Shape")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is made before the round gives up, and how it waits in between; `longest` in seconds."""

    tries: int = 3
    longest: float = 20.0
    sleep: Callable[[float], None] = time.sleep
    chance: Chance = random.random


PATIENT = Patience()


class HubClient:
    """One line to one hub, closed by `close` or at the end of `with`. Every method raises SyncError."""

    def __init__(
        self,
        url: str,
        certificates: str = "",
        transport: "Transport | None" = None,
        *,
        patience: Patience = PATIENT,
    ) -> None:
        """`certificates`: PEM of the authorities trusted for this hub and no others; empty for the system's."""
        import httpx  # costs a tenth of a second at the start of the window

        self.url = hub_address(url)
        self.host = host_of(self.url)
        self.bearer = ""
        self.renew: Callable[[], str] | None = None
        """Gives another access token where the hub asks for one."""
        self._device = ""
        self._hub = ""
        self._epoch = ""
        self._patience = patience
        self._http = httpx.Client(
            verify=trusting(certificates) if certificates or self.url.startswith("https:") else _trusting_nobody(),
            transport=transport,
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=not is_loopback(self.url),  # proxies; but nobody stands between a machine and itself
            headers={"User-Agent": f"capi/{__version__}", "Accept": "application/json"},
        )

    def expect(self, hub: str, epoch: str, device: str = "") -> None:
        """From here on another hub, or another epoch of it, raises NotTheHub or HubRestored."""
        self._hub, self._epoch, self._device = hub, epoch, device

    # --- what laptops ask ---

    def facts(self) -> HubFacts:
        return self.ask("GET", "hub", HubFacts)

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        return self.ask("POST", "enrolments", Enrolled, enrolment, once=True)

    def refresh(self, refresh: Refresh) -> Tokens:
        return self.ask("POST", "tokens", Tokens, refresh)

    def push(self, body: bytes, digest: str) -> bytes:
        """The receipt of a batch, as it came."""
        headers = {"Content-Encoding": "gzip", DIGEST_HEADER: digest}
        return self.send("POST", "batches", gzip.compress(body, 6, mtime=0), headers)

    def orders(self, after: int, limit: int) -> Orders:
        return self.ask("GET", f"orders?after={after}&limit={limit}", Orders)

    def instrument(self, sha256: str) -> bytes:
        """InstrumentFiles in their envelope, as they came."""
        return self.send("GET", f"instruments/{sha256}")

    def frame(self, sha256: str) -> bytes:
        """A FrameFile in its envelope, as it came."""
        return self.send("GET", f"frames/{sha256}")

    def next_case(self, wanted: NextWanted) -> NextCase:
        """Asked again it gives the same case again, as long as that is not given up."""
        return self.ask("POST", "telephone/next", NextCase, wanted)

    def callable_cases(self, search: str) -> list[CallableCase]:
        """Those that may be picked by hand."""
        return self.ask("GET", f"telephone/cases?{urlencode({'search': search})}", list[CallableCase])

    def go_on(self, case_id: str, wanted: GoOn) -> None:
        """The case comes with the next orders."""
        self.send("POST", f"cases/{quote(case_id, safe='')}/go-on", msgspec.json.encode(wanted))

    def release(self, release: Release) -> bytes:
        """Released in its envelope, as it came."""
        return self.send("POST", "releases", msgspec.json.encode(release))

    def tally(self, tally: Tally) -> bytes:
        """A TallyReceipt in its envelope, as it came."""
        return self.send("POST", "tallies", msgspec.json.encode(tally))

    # --- how anything is asked ---

    def ask(
        self, method: str, path: str, shape: type[_Shape], message: msgspec.Struct | None = None, *, once: bool = False
    ) -> _Shape:
        """The hub's answer in its shape. Raises NotUnderstood where it has another one."""
        body = None if message is None else msgspec.json.encode(message)
        return self.read(self.send(method, path, body, once=once), shape)

    def read(self, data: bytes, shape: type[_Shape]) -> _Shape:
        """Raises NotUnderstood."""
        try:
            return msgspec.json.decode(data, type=shape)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            raise NotUnderstood(self.host) from error

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        once: bool = False,
    ) -> bytes:
        """The body of the hub's answer, where that is a yes. `once`: not made again where it may have arrived."""
        attempt, renewed = 0, False
        while True:
            attempt += 1
            try:
                answer = self._answer(method, path, body, headers or {})
                check(answer, self.host, self._hub, self._epoch)
                return answer.body
            except NotSignedIn:
                if renewed or self.renew is None or path in _WITHOUT_TOKEN:
                    raise
                renewed, wait = True, 0.0
                self.bearer = self.renew()
            except (HubUnreachable, HubBusy, HubRefused) as error:
                patient = self._wait(attempt, error)
                if once or patient is None:
                    raise
                wait = patient
            self._patience.sleep(wait)

    def _wait(self, attempt: int, error: HubUnreachable | HubBusy | HubRefused) -> float | None:
        """Seconds until the same request is made again; None where it is not."""
        asked = None
        if isinstance(error, HubRefused) and error.status < 500:
            return None
        if isinstance(error, HubBusy):
            asked = error.retry_after
        wait = back_off(attempt, self._patience.chance, asked)
        return wait if attempt < self._patience.tries and wait <= self._patience.longest else None

    def _answer(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        import httpx

        url = f"{self.url}/v{VERSION}/{path}"
        try:
            with self._http.stream(method, url, content=body, headers={**self._who(path, body), **headers}) as response:
                content = bytearray()
                for part in response.iter_bytes():
                    content += part
                    if len(content) > LARGEST_ANSWER:
                        raise not_the_hub(self.host)
                named = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, bytes(content), named)
        except httpx.DecodingError as error:
            raise not_the_hub(self.host) from error
        except httpx.HTTPError as error:
            if _is_of_tls(error):
                raise _other_certificate(self.host) from error
            raise HubUnreachable(self.host) from error

    def _who(self, path: str, body: bytes | None) -> dict[str, str]:
        headers = {} if body is None else {"Content-Type": "application/json"}
        if self.bearer and path not in _WITHOUT_TOKEN:
            headers["Authorization"] = f"Bearer {self.bearer}"
        if self._device:
            headers[DEVICE_HEADER] = self._device
        return headers

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def trusting(certificates: str) -> ssl.SSLContext:
    """TLS 1.2 or later, with a certificate of one of these authorities. Raises UnfitCertificates."""
    try:
        context = ssl.create_default_context(cadata=certificates or None)
    except (ssl.SSLError, ValueError) as error:
        raise UnfitCertificates(
            Wording(
                "Sync",
                "The certificates given for the hub cannot be read. They are a text that begins with -----BEGIN CERTIFICATE-----. "
                "Ask your office for the file.",
            )
        ) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not certificates and not context.cert_store_stats()["x509_ca"]:
        import certifi  # a Python for macOS brings no authorities of its own

        context.load_verify_locations(certifi.where())
    return context


def _trusting_nobody() -> ssl.SSLContext:
    """For a line without encryption, which asks for no certificate: to read the system's authorities costs a twentieth of a second."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _is_of_tls(error: BaseException) -> bool:
    """Whether the encrypted line could not be made, as with another authority's certificate."""
    cause: Any = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError)
        cause = cause.__cause__ or cause.__context__
    return False


def _other_certificate(host: str) -> NotTrusted:
    return NotTrusted(
        Wording(
            "Sync",
            "{host} cannot show that it is your hub: its certificate is not one this laptop trusts. Nothing was sent. Use "
            "another network; if it stays, tell your office.",
        ).filled(host=host)
    )
