"""Certificates of the hub: an authority of its own, which laptops trust for this hub and no other, and what it shows.

Nobody has to buy anything: the authority is made with the hub, and its certificate goes to each laptop at enrolment. A
second one, the spare, goes along; its key leaves the machine at once and is kept with the backup key, so that a hub
whose machine was lost or broken into can be trusted again without every laptop being enrolled anew.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from capi.hub.errors import HubFolderError

AUTHORITY_DAYS = 3_650
SERVER_DAYS = 397
RENEW_DAYS = 60
"""A certificate with less time than this is made anew when the hub starts."""

_CLOCKS_APART = timedelta(days=2)
"""A certificate is valid from before it was made: laptops' clocks are wrong."""


@dataclass(frozen=True, slots=True)
class Certified:
    """PEM of a certificate and of its key."""

    certificate: bytes
    key: bytes = field(repr=False)


def new_authority(name: str, now: datetime) -> Certified:
    """An authority that may certify servers and nothing else."""
    key = generate_private_key(SECP256R1())
    subject = _name(name)
    certificate = (
        _builder(subject, subject, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Certified(certificate.public_bytes(serialization.Encoding.PEM), _key_pem(key))


def new_server_certificate(authority: Certified, hosts: Sequence[str], now: datetime) -> Certified:
    """For a server reached by these names and addresses. Raises HubFolderError for an authority that cannot be read."""
    try:
        issuer = x509.load_pem_x509_certificate(authority.certificate)
        issuer_key = serialization.load_pem_private_key(authority.key, None)
    except (ValueError, TypeError) as error:
        raise HubFolderError(
            "The hub's authority (authority.pem, authority.key) is damaged. Put both back from a copy."
        ) from error
    if not isinstance(issuer_key, EllipticCurvePrivateKey):
        raise HubFolderError("authority.key is not the key of the hub's authority. Put it back from a copy.")
    key = generate_private_key(SECP256R1())
    builder = (
        _builder(_name(hosts[0]), issuer.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    return Certified(builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM), _key_pem(key))


def days_left(certificate: bytes, now: datetime) -> int:
    """Until the first certificate of the PEM runs out. Raises HubFolderError."""
    return (_first(certificate).not_valid_after_utc - now).days


def is_for(certificate: bytes, hosts: Sequence[str]) -> bool:
    """Whether it was made for all these hosts."""
    try:
        names = _first(certificate).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    return all(_host(host) in names for host in hosts)


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of the first certificate of the PEM, in pairs of digits as browsers show it."""
    return _first(certificate).fingerprint(hashes.SHA256()).hex(":").upper()


def fit_host(host: str) -> bool:
    """Whether a certificate can be for it: a name in ASCII, or an address."""
    try:
        _host(host)
    except ValueError:
        return False
    return bool(host) and all(each.isalnum() or each in ".-:*" for each in host)


def _first(certificate: bytes) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(certificate)
    except ValueError as error:
        raise HubFolderError("This is no certificate in PEM. Put the hub's own back.") from error


def _builder(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_APART)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _key_pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
