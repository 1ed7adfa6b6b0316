"""Whether print opens with an office or a signing form, which tells a signer's column."""

import re
from functools import cache

from dispatch.text import fold
from dispatch.vocabulary import rows


def names_office(text: str) -> bool:
    """True where ``text`` opens with an office (CHỦ TRÌ, GIÁM ĐỐC) or a form before one (KT.)."""
    return _offices().match(fold(text)) is not None


@cache
def _offices() -> re.Pattern[str]:
    words = "|".join(re.escape(fold(row["words"])) for row in rows("position_words"))
    forms = "|".join(re.escape(row["spelling"]) for row in rows("signing_forms"))
    return re.compile(rf"\W*(?:(?:{forms})[.\s]|(?:{words})\b)")
