"""The settings: environment (``CONGVAN_…``) before ``.env`` before defaults; flags beat them all.

Read in app/ and flows/ only, and handed down as plain arguments.
"""

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from dispatch.errors import ConfigError


class Settings(BaseSettings):
    """Every setting has a default that needs no service."""

    model_config = SettingsConfigDict(
        env_prefix="CONGVAN_",
        env_nested_delimiter="__",
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
    )

    data_folder: Path = Field(default_factory=lambda: user_data_path("congvan", appauthor=False))
    index: str | None = None  # URL of the search index; the store in the data folder where not set
    archive: Path | None = None  # the store that feeds an Elasticsearch index
    lang: Literal["vi", "en"] = "vi"
    dask: str | None = None  # address of a Dask scheduler whose workers read the files
    jobs: int | None = Field(default=None, ge=1)  # worker processes; one a core where not set

    @property
    def index_url(self) -> str:
        """The index to use where no flag names one."""
        return self.index or f"sqlite:{self.data_folder / STORE_NAME}"

    @property
    def archive_path(self) -> Path:
        """The store to use with an Elasticsearch index where no flag names one."""
        return self.archive or self.data_folder / STORE_NAME


STORE_NAME = "archive.sqlite"


def read_settings() -> Settings:
    """Read the settings as they are now.

    Raises:
        ConfigError: a variable holds what cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "CONGVAN_" + "__".join(str(part) for part in first["loc"]).upper()
        raise ConfigError(
            f"{name} cannot be used ({first['msg']}): correct it in the environment or in .env.",
            vi=f"Không dùng được giá trị của {name} ({first['msg']}): hãy sửa trong biến môi "
            "trường hoặc trong tệp .env.",
        ) from error
