"""Nodes of the real Elasticsearch that a test starts for itself: more than one, secured, mortal.

They come from the distribution that scripts/elasticsearch.sh keeps, each with its own folder of
configuration and data on 127.0.0.1, and end with the test.
"""

import base64
import contextlib
import datetime
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SCRIPT = Path(__file__).parents[1] / "scripts" / "elasticsearch.sh"
USER, PASSWORD = "thu_ky", "mat-khau-rieng"
_ACCOUNT = "congvan-es"
"""Elasticsearch refuses to run as root; the script has made this account where it is root."""
_START_SECONDS = 300  # three at once on a busy machine; a quiet one needs 20


def distribution() -> Path:
    """Return the folder of the unpacked distribution."""
    found = subprocess.run(
        [str(SCRIPT), "fetch"], capture_output=True, text=True, timeout=280, check=True
    )
    return Path(found.stdout.strip())


@dataclass
class Node:
    """One server: ``folder`` holds its configuration, data and log; ports are given by the OS."""

    folder: Path
    name: str
    http: int
    transport: int
    settings: Mapping[str, str]
    heap: str = "256m"
    ca: Path | None = None
    home: Path = field(default_factory=distribution)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"{'https' if self.ca else 'http'}://127.0.0.1:{self.http}"

    def start(self) -> None:
        """Start the server; ``wait`` tells when it answers."""
        java = shutil.which("java")
        assert java is not None
        environment = {
            **os.environ,
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_JAVA_HOME": str(Path(java).resolve().parents[1]),
            # The first compiler alone starts a third sooner; none of them lives for long.
            "ES_JAVA_OPTS": f"-Xms{self.heap} -Xmx{self.heap} -XX:TieredStopAtLevel=1",
        }
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [*_as_account(), str(self.home / "bin" / "elasticsearch"), "-p", str(self._pid)],
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait(self, *, nodes: int = 1) -> None:
        """Wait until the server answers and ``nodes`` have found one another."""
        asked = f"{self.url}/_cluster/health?wait_for_nodes={nodes}&timeout=1s"
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, self._told()
            if _answers(asked, self.ca):
                return
            time.sleep(0.3)
        raise AssertionError(f"{self.name} does not answer: {self._told()}")

    def add_user(self, name: str, password: str, role: str) -> None:
        """Let ``name`` in, with what ``role`` may do; a running server sees it within seconds."""
        java = shutil.which("java")
        assert java is not None
        environment = {
            **os.environ,
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_JAVA_HOME": str(Path(java).resolve().parents[1]),
        }
        tool = str(self.home / "bin" / "elasticsearch-users")
        subprocess.run(
            [*_as_account(), tool, "useradd", name, "-p", password, "-r", role],
            env=environment,
            check=True,
            capture_output=True,
            timeout=120,
        )

    def add_reader(self, name: str, password: str, indices: str) -> None:
        """Let ``name`` in, who may only search ``indices``, and wait until the server knows."""
        roles = self.folder / "config" / "roles.yml"
        with roles.open("a", encoding="utf-8") as file:
            file.write(
                f"reader:\n  indices:\n    - names: ['{indices}']\n"
                "      privileges: ['read', 'view_index_metadata']\n"
            )
        self.add_user(name, password, "reader")
        basic = base64.b64encode(f"{name}:{password}".encode()).decode()
        asked = urllib.request.Request(
            f"{self.url}/{indices}/_count", headers={"Authorization": f"Basic {basic}"}
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                context = ssl.create_default_context(cafile=self.ca)
                urllib.request.urlopen(asked, timeout=5, context=context).close()
                return
            except urllib.error.HTTPError:  # files are looked at every five seconds
                time.sleep(0.5)
        raise AssertionError(f"{self.name} does not know {name}")

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the server as its manager would."""
        self._end(signal.SIGTERM)

    @property
    def _pid(self) -> Path:
        return self.folder / "pid"

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        # The launcher has a child of its own, the server.
        if self._pid.exists():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(self._pid.read_text()), number)
        elif self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=60)
        self._pid.unlink(missing_ok=True)
        self.process = None

    def _told(self) -> str:
        return (self.folder / "output").read_text(errors="replace")[-2000:]


@contextlib.contextmanager
def room() -> Iterator[Path]:
    """A folder that the account can reach; those of pytest are closed to all but its own user."""
    with tempfile.TemporaryDirectory(prefix="congvan-nodes-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


def nodes(folder: Path, count: int) -> list[Node]:
    """Return ``count`` nodes of one cluster, not yet started."""
    transports, https = free_ports(count), free_ports(count)
    seeds = ", ".join(f'"127.0.0.1:{port}"' for port in transports)
    names = [f"node-{at}" for at in range(count)]
    settings = {
        "cluster.name": f"congvan-{os.getpid()}",
        "discovery.seed_hosts": f"[{seeds}]",
        "cluster.initial_master_nodes": f"[{', '.join(names)}]",
        "xpack.security.enabled": "false",
    }
    return [
        _configured(Node(folder / name, name, http, transport, settings))
        for name, http, transport in zip(names, https, transports, strict=True)
    ]


@contextlib.contextmanager
def cluster(folder: Path, count: int) -> Iterator[list[Node]]:
    """Start ``count`` nodes that have found one another; kill what is left of them afterwards."""
    found = nodes(folder, count)
    try:
        for node in found:
            node.start()
        for node in found:
            node.wait(nodes=count)
        yield found
    finally:
        for node in found:
            node.kill()


def secured(folder: Path, home: Path) -> Node:
    """Return a node of ``home`` that speaks TLS under an authority of its own and knows one
    user."""
    http, transport = free_ports(2)
    settings = {
        "discovery.type": "single-node",
        "xpack.security.enabled": "true",
        "xpack.security.authc.api_key.enabled": "true",
        "xpack.security.http.ssl.enabled": "true",
        "xpack.security.http.ssl.key": "server.key",
        "xpack.security.http.ssl.certificate": "server.crt",
    }
    ca = folder / "ca.crt"
    node = Node(folder / "secured", "secured", http, transport, settings, ca=ca, home=home)
    _configured(node)
    _certify(node.folder / "config", ca)
    _own(node.folder)
    node.add_user(USER, PASSWORD, "superuser")
    return node


def free_ports(count: int) -> list[int]:
    """Return ports of 127.0.0.1 that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _configured(node: Node) -> Node:
    config = node.folder / "config"
    shutil.copytree(distribution() / "config", config)
    # Settings of the shared server that the script keeps are none of this one's.
    (config / "elasticsearch.keystore").unlink(missing_ok=True)
    own = {
        "node.name": node.name,
        "network.host": "127.0.0.1",
        "http.port": str(node.http),
        "transport.port": str(node.transport),
        "path.data": str(node.folder / "data"),
        "path.logs": str(node.folder / "logs"),
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        **node.settings,
    }
    lines = "".join(f"{name}: {value}\n" for name, value in own.items())
    (config / "elasticsearch.yml").write_text(lines, encoding="utf-8")
    _own(node.folder)
    return node


def _as_account() -> Sequence[str]:
    if os.getuid() != 0:
        return ()
    group = pwd.getpwnam(_ACCOUNT).pw_gid
    return ("setpriv", "--reuid", _ACCOUNT, "--regid", str(group), "--clear-groups")


def _own(folder: Path) -> None:
    """Let the account reach and write the node's folder."""
    if os.getuid() != 0:
        return
    known = pwd.getpwnam(_ACCOUNT)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, known.pw_uid, known.pw_gid)


def _answers(url: str, ca: Path | None) -> bool:
    request = urllib.request.Request(url)
    context = ssl.create_default_context(cafile=ca) if ca else None
    try:
        with urllib.request.urlopen(request, timeout=5, context=context) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        # Who asks without a password is refused by a server that is up.
        return error.code == 401
    except OSError:
        return False


def _certify(config: Path, ca: Path) -> None:
    """Write an authority to ``ca`` and a certificate for 127.0.0.1 that it signs to ``config``."""
    root, root_key = _certificate("congvan test authority", issuer=None)
    server, key = _certificate("127.0.0.1", issuer=(root, root_key))
    pem = serialization.Encoding.PEM
    ca.write_bytes(root.public_bytes(pem))
    (config / "server.crt").write_bytes(server.public_bytes(pem))
    (config / "server.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _certificate(
    name: str, *, issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer is not None:
        address = x509.IPAddress(ip_address("127.0.0.1"))
        builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256()), key
