"""The one error family: what went wrong, which exit code it ends in, and what the user does next.

A message always names the file or the thing and the remedy, in English and in Vietnamese; the
``code`` is stable and lower case with hyphens, and is what quarantine and JSON carry.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit status of every command."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    MISSING_TOOL = 3
    UNREADABLE = 4
    INDEX_UNAVAILABLE = 5
    INDEX_SCHEMA = 6
    DEFECT = 70
    INTERRUPTED = 130


class DispatchError(Exception):
    """Base of all expected errors.

    Args:
        message: English sentence naming the thing and the remedy.
        vi: The same in Vietnamese, for the people at the desk.
        code: Stable code; the class's own where not given.
    """

    code = "error"
    exit_code = ExitCode.DEFECT

    def __init__(self, message: str, *, vi: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.vi = vi
        if code is not None:
            self.code = code

    def localized(self, lang: str) -> str:
        """Return the message in ``vi`` or ``en``."""
        return self.vi if lang == "vi" else self.message

    @property
    def in_both(self) -> str:
        """The two sentences, Vietnamese first, one a line: what the ledger keeps."""
        return f"{self.vi}\n{self.message}"

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive Exception's own pickling, and every
        # error crosses a process boundary on its way from a worker.
        return _rebuild, (type(self), self.message, self.vi, self.code)


def _rebuild(kind: type[DispatchError], message: str, vi: str, code: str) -> DispatchError:
    return kind(message, vi=vi, code=code)


def in_language(kept: str, lang: str) -> str:
    """Return the one sentence of what ``in_both`` made; other text is given back as it is."""
    lines = kept.splitlines() or [""]
    return lines[0 if lang == "vi" else -1]


class ConfigError(DispatchError):
    """A flag, variable or setting that cannot be used."""

    code = "config"
    exit_code = ExitCode.USAGE


class MissingToolError(DispatchError):
    """An external program, language pack or optional package is not installed."""

    code = "missing-tool"
    exit_code = ExitCode.MISSING_TOOL


class SourceError(DispatchError):
    """The file is the problem; it goes to quarantine and the batch goes on."""

    code = "source"
    exit_code = ExitCode.UNREADABLE


class UnsupportedFormatError(SourceError):
    """The bytes are of no format that is read."""

    code = "unsupported-format"


class EncryptedFileError(SourceError):
    """The file needs a password."""

    code = "encrypted"


class DamagedFileError(SourceError):
    """The bytes begin like their format but do not hold together."""

    code = "damaged"


class NoTextError(SourceError):
    """The file is whole, but holds nothing to read."""

    code = "no-text"


class LimitError(SourceError):
    """A limit of size, time, depth or memory was reached."""

    code = "limit"


class MissingFileError(SourceError):
    """The path does not exist or may not be read."""

    code = "missing-file"


class IndexUnavailableError(DispatchError):
    """The search backend or the store does not answer."""

    code = "index-unavailable"
    exit_code = ExitCode.INDEX_UNAVAILABLE
    LASTING = frozenset(
        f"index-{name}" for name in ("refused", "forbidden", "certificate", "product", "version")
    )
    """Codes of what stays as it is until a person changes something: waiting does not help."""


class IndexSchemaError(DispatchError):
    """The index was written by another version and needs ``congvan reindex``."""

    code = "index-schema"
    exit_code = ExitCode.INDEX_SCHEMA


class QueryError(DispatchError):
    """The query cannot be understood."""

    code = "query"
    exit_code = ExitCode.USAGE
