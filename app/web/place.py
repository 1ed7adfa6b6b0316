"""Where the web application finds what it serves."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where the archive is: the search index, the store that feeds it, and the data folder."""

    index: str
    archive: Path | None
    data_folder: Path
