"""Where the hub is reached: the address that laptops are told to use, and whether anybody answers there on this machine."""

import contextlib
import http.client
import ipaddress
import ssl
from urllib.parse import SplitResult, urlsplit

import msgspec

from capi.hub.errors import HubFolderError
from capi.hub.keeping.certificates import fit_host
from capi.hub.keeping.folder import SETTINGS, FolderSettings, HubFolder, settings_file, write_folder

USUAL_PORT = 8443
ANSWER_SECONDS = 2.0
_LOOPBACK = "127.0.0.1"


def laptop_address(settings: FolderSettings) -> str:
    """The address that was set, or else where the hub last listened, or else where it would by itself."""
    if settings.url:
        return settings.url
    name = settings.hosts[0] if settings.hosts else _LOOPBACK
    if not settings.served:
        return address_of("https", name, USUAL_PORT)
    served = urlsplit(settings.served)
    host = served.hostname or name
    return address_of(served.scheme, name if _is_any(host) else host, served.port or USUAL_PORT)


def address_of(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def fit_address(url: str) -> SplitResult:
    """Raises HubFolderError for what no laptop could call."""
    found = urlsplit(url.strip())
    with contextlib.suppress(ValueError):  # a port that is no number
        unfit = found.path.strip("/") or found.query or found.fragment or found.username or found.port == 0
        loopback = found.scheme == "http" and found.hostname in (_LOOPBACK, "localhost")
        if (found.scheme == "https" or loopback) and found.hostname and fit_host(found.hostname) and not unfit:
            return found
    raise HubFolderError(f"{url} is no address of a hub. Write it as https://hub.example.org:8443.")


def set_address(folder: HubFolder, url: str) -> None:
    """Keeps it in hub.json; an empty one takes it out again. The certificate is for its host from the next start on.

    Raises HubFolderError.
    """
    settings = folder.settings
    if url:
        host = fit_address(url).hostname or ""
        hosts = settings.hosts if host in settings.hosts else (host, *settings.hosts)
        settings = msgspec.structs.replace(settings, url=url.strip().rstrip("/"), hosts=hosts)
    else:
        settings = msgspec.structs.replace(settings, url="")
    write_folder(folder.path, {SETTINGS: settings_file(settings)})


def remember_served(folder: HubFolder, scheme: str, host: str, port: int) -> None:
    """Where it listens now. A folder that cannot be written to does not keep the hub from serving."""
    served = address_of(scheme, host, port)
    if served != folder.settings.served:
        settings = msgspec.structs.replace(folder.settings, served=served)
        with contextlib.suppress(HubFolderError):
            write_folder(folder.path, {SETTINGS: settings_file(settings)})


def answers(served: str) -> bool:
    """Whether a hub is alive there, asked on this machine."""
    at = urlsplit(served)
    host = at.hostname or _LOOPBACK
    host, port = ("::1" if ":" in host else _LOOPBACK) if _is_any(host) else host, at.port or USUAL_PORT
    line: http.client.HTTPConnection
    if at.scheme == "https":
        line = http.client.HTTPSConnection(host, port, timeout=ANSWER_SECONDS, context=_trusting())
    else:
        line = http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    with contextlib.closing(line):
        try:
            line.request("GET", "/health/live")
            answer = line.getresponse()
            return answer.status == http.HTTPStatus.OK and b"live" in answer.read(1_000)
        except (OSError, http.client.HTTPException):
            return False


def _trusting() -> ssl.SSLContext:
    """Nothing is told to whoever answers and nothing of it believed, so its certificate may be anybody's."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _is_any(host: str) -> bool:
    """0.0.0.0 and its like: every address of the machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
