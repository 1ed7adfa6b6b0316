"""A signature's CMS structure (RFC 5652) becomes the signer's name and a verdict on the bytes.

``altered``: digest or signature do not agree with the signed bytes. ``intact``: they agree and the
certificate's issuers, as far as the signature carries them, sign one another up to a root.
``unknown-root``: the bytes agree, the chain cannot be followed. No root is trusted by itself: which
authority stands at the end is for the reader of ``certificate`` to judge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# asn1crypto is pyHanko's own reader of certificates; it ships no type hints.
from asn1crypto import algos, cms, tsp, x509  # type: ignore[import-untyped]
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from parsers.signed_bytes import SignedFile

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_LONGEST_CHAIN = 8


@dataclass(frozen=True, slots=True)
class Signer:
    """What the signer's certificate says, and the verdict on the bytes."""

    name: str | None
    organization: str | None
    subject: str
    time: str | None  # the signer's own clock, ISO 8601
    valid: str | None


Signed = tuple[SignedFile, Sequence[tuple[int, int]]]
"""What a signature is made over: ranges of a file, each an offset and a length."""


def read_cms(contents: bytes, signed: Signed) -> Signer | None:
    """Read a signature's CMS ``contents``, made over ``signed``; None if it is none."""
    try:
        signed_data = cms.ContentInfo.load(contents)["content"]
        info = signed_data["signer_infos"][0]
        carried = signed_data["certificates"].dump(), info["sid"].dump()
        certificate = _signer_certificate(*carried)
        attributes = _attributes(info)
    except (ValueError, TypeError, KeyError, IndexError):
        # What asn1crypto raises on bytes that are no CMS.
        return None
    if certificate is None:
        return None
    name, organization, subject = _subject(certificate.dump())
    return Signer(
        name=name,
        organization=organization,
        subject=subject,
        time=_signing_time(attributes),
        valid=_verdict(info, attributes, carried, signed),
    )


def is_stamp_altered(contents: bytes, signed: Signed) -> bool:
    """Tell whether a time stamp (RFC 3161, 2.4.2) is made over other bytes than ``signed``."""
    file, ranges = signed
    try:
        token = cms.ContentInfo.load(contents)["content"]["encap_content_info"]["content"]
        imprint = tsp.TSTInfo.load(bytes(token))["message_imprint"]
        name = imprint["hash_algorithm"]["algorithm"].native
        return bool(imprint["hashed_message"].native != file.digest(name, ranges))
    except (ValueError, TypeError, KeyError):
        # What asn1crypto raises on bytes that are no time stamp; no verdict is made of them.
        return False


# A file's signatures carry the same few certificates, and so do the files of an office; what is
# told by their bytes is told once.


@lru_cache(maxsize=32)
def _certificates(certificate_set: bytes) -> tuple[Any, ...]:
    carried = cms.CertificateSet.load(certificate_set, implicit=0)  # as SignedData tags it
    return tuple(choice.chosen for choice in carried)


@lru_cache(maxsize=256)
def _subject(certificate: bytes) -> tuple[str | None, str | None, str]:
    """Return the certificate's common name, its unit and body, and its whole subject."""
    subject = x509.Certificate.load(certificate).subject
    names = subject.native
    return _text(names.get("common_name")), _organization(names), str(subject.human_friendly)


@lru_cache(maxsize=256)
def _public_key(info: bytes) -> PublicKeyTypes:
    return serialization.load_der_public_key(info)


@lru_cache(maxsize=64)
def _signer_certificate(certificate_set: bytes, signer: bytes) -> Any | None:
    """Return the certificate that the ``signer`` identifier of a signature names."""
    identifier = cms.SignerIdentifier.load(signer).chosen
    for certificate in _certificates(certificate_set):
        if not isinstance(certificate, x509.Certificate):
            continue
        if isinstance(identifier, cms.IssuerAndSerialNumber):
            if certificate.serial_number == identifier["serial_number"].native and _is_same_name(
                certificate.issuer, identifier["issuer"]
            ):
                return certificate
        elif certificate.key_identifier == identifier.native:
            return certificate
    return None


def _is_same_name(one: Any, other: Any) -> bool:
    """Compare two distinguished names; preparing their strings as X.520 asks costs as much as
    reading the whole signature, and issuers copy the name as it stands."""
    if one.dump() == other.dump():
        return True
    return len(one.chosen) == len(other.chosen) and bool(one == other)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return str(value).strip() or None if value is not None else None


def _organization(subject: dict[str, Any]) -> str | None:
    """Return unit and body, the nearer one first, as letterheads name them."""
    units = subject.get("organizational_unit_name")
    parts = [*(units if isinstance(units, list) else [units]), subject.get("organization_name")]
    named = [text for text in (_text(part) for part in parts) if text]
    return ", ".join(named) or None


def _attributes(info: Any) -> dict[str, Any]:
    """Return the values that the signature is made over beside the bytes, by their names."""
    attributes = info["signed_attrs"]
    if not isinstance(attributes, cms.CMSAttributes):
        return {}
    return {attribute["type"].native: attribute["values"] for attribute in attributes}


def _signing_time(attributes: dict[str, Any]) -> str | None:
    try:
        return str(attributes["signing_time"][0].native.isoformat())
    except (KeyError, ValueError):
        return None


def _verdict(
    info: Any, attributes: dict[str, Any], carried: tuple[bytes, bytes], signed: Signed
) -> str | None:
    """Return what is to be said of the signed bytes; ``carried`` are the certificates that came
    with the signature, and which of them is the signer's."""
    file, ranges = signed
    try:
        name = info["digest_algorithm"]["algorithm"].native
        if attributes:
            if attributes["message_digest"][0].native != file.digest(name, ranges):
                return "altered"
            message = info["signed_attrs"].untag().dump()
        else:
            message = file.joined(ranges)
        algorithm = info["signature_algorithm"].dump()
        certificate = _signer_certificate(*carried)
        if not _agrees(certificate, info["signature"].native, message, algorithm, name):
            return "altered"
        return "intact" if _has_root(*carried) else "unknown-root"
    except (ValueError, TypeError, KeyError, UnsupportedAlgorithm):
        # An algorithm or a key that cannot be checked here is no verdict.
        return None


def _agrees(certificate: Any, value: bytes, message: bytes, algorithm: bytes, digest: str) -> bool:
    """Tell whether ``certificate``'s key made the signature ``value`` over ``message``."""
    key = _public_key(certificate.public_key.dump())
    chosen, padded = _scheme(algorithm, digest)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, message, ec.ECDSA(chosen))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(value, message, padded, chosen)
        else:
            raise UnsupportedAlgorithm("neither RSA nor an elliptic curve")
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=64)
def _scheme(
    identifier: bytes, digest: str
) -> tuple[hashes.HashAlgorithm, padding.AsymmetricPadding]:
    """Return the hash that a signature algorithm uses, ``digest`` where it names none, and how
    RSA pads it."""
    algorithm = algos.SignedDigestAlgorithm.load(identifier)
    try:
        chosen = _HASHES[algorithm.hash_algo]
    except (ValueError, KeyError):
        chosen = _HASHES[digest]
    if algorithm["algorithm"].native == "rsassa_pss":
        salt = algorithm["parameters"]["salt_length"].native
        return chosen, padding.PSS(padding.MGF1(chosen), int(salt))
    return chosen, padding.PKCS1v15()


@lru_cache(maxsize=64)
def _has_root(certificate_set: bytes, signer: bytes) -> bool:
    """Tell whether the issuers that the signature carries lead up to one that signed itself."""
    certificates, current = (
        _certificates(certificate_set),
        _signer_certificate(certificate_set, signer),
    )
    if current is None or current.self_issued:
        return False
    for _ in range(_LONGEST_CHAIN):
        issuer = next((other for other in certificates if _issued(other, current)), None)
        if issuer is None:
            return False
        if issuer.self_issued:
            return True
        current = issuer
    return False


def _issued(issuer: Any, certificate: Any) -> bool:
    if not isinstance(issuer, x509.Certificate) or not _is_same_name(
        issuer.subject, certificate.issuer
    ):
        return False
    algorithm = certificate["signature_algorithm"].dump()
    message = certificate["tbs_certificate"].dump()
    return _agrees(issuer, certificate.signature, message, algorithm, "sha256")
