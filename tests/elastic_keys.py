"""The core distribution completed by the three analysers that Elasticsearch's own index of API keys
needs: with them the real server makes keys, and keeps and checks them.

A full distribution has them in its module analysis-common, of which the core one holds Lucene's
classes only; tests/elastic_analysers names these to the server through the stable plugin API.
"""

import base64
import json
import ssl
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

from tests.command import PATIENCE
from tests.elastic_nodes import PASSWORD, USER, Node, distribution

SOURCES = Path(__file__).parent / "elastic_analysers"
_KIND = "org.elasticsearch.plugin.analysis"
_NAMED = {
    f"{_KIND}.TokenFilterFactory": {
        "pattern_capture": "congvan.PatternCapture",
        "unique": "congvan.Unique",
    },
    f"{_KIND}.TokenizerFactory": {"uax_url_email": "congvan.UaxUrlEmail"},
}


def home_with_keys(folder: Path) -> Path:
    """Return a home in ``folder`` whose server can make API keys."""
    home, core = folder / "home", distribution()
    plugin = home / "plugins" / "analysers"
    plugin.mkdir(parents=True)
    for name in ("bin", "lib", "modules"):
        (home / name).symlink_to(core / name)
    classes = folder / "classes"
    subprocess.run(
        ["javac", "-cp", f"{core / 'lib'}/*", "-d", str(classes), *map(str, _sources())],
        check=True,
        timeout=120,
    )
    jar = ["jar", "--create", "--file", str(plugin / "analysers.jar"), "-C", str(classes), "."]
    subprocess.run(jar, check=True, timeout=120)
    version = core.name.rpartition("-")[2]
    (plugin / "stable-plugin-descriptor.properties").write_text(
        "name=analysers\nversion=1\njava.version=17\n"
        f"description=what the index of API keys needs\nelasticsearch.version={version}\n"
    )
    (plugin / "named_components.json").write_text(json.dumps(_NAMED))
    return home


def make_key(node: Node, indices: str) -> tuple[str, str]:
    """Return the id and the encoded form of a key that may do all with ``indices``."""
    granted = {"indices": [{"names": [indices], "privileges": ["all"]}]}
    made = _ask(node, "POST", {"name": "congvan", "role_descriptors": {"archive": granted}})
    return made["id"], made["encoded"]


def withdraw_key(node: Node, key_id: str) -> None:
    """Take a key back."""
    assert _ask(node, "DELETE", {"ids": [key_id]})["invalidated_api_keys"] == [key_id]


def _sources() -> list[Path]:
    return sorted(SOURCES.glob("*.java"))


def _ask(node: Node, method: str, body: dict[str, Any]) -> dict[str, Any]:
    basic = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    request = urllib.request.Request(
        f"{node.url}/_security/api_key",
        method=method,
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Basic {basic}", "Content-Type": "application/json"},
    )
    context = ssl.create_default_context(cafile=node.ca)
    with urllib.request.urlopen(request, timeout=PATIENCE, context=context) as answer:
        found: dict[str, Any] = json.load(answer)
    return found
