"""Days as people type them."""

from dispatch.errors import ConfigError, QueryError


def iso_day(text: str | None, *, is_end: bool) -> str | None:
    """Return a day as ISO: ``2023-07-20``, ``20/7/2023``, a month ``7/2023`` or a year ``2023``,
    of which the first day, or with ``is_end`` the last.

    Raises:
        ConfigError: it is no day of the calendar.
    """
    from index.fields import first_and_last  # keeps the index out of --help

    if text is None:
        return None
    try:
        return first_and_last(text)[is_end]
    except QueryError as error:
        raise ConfigError(
            f"{text!r} is no day: write 20/7/2023 or 2023-07-20.",
            vi=f"{text!r} không phải ngày: hãy viết 20/7/2023 hoặc 2023-07-20.",
        ) from error
