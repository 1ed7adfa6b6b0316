"""Answers about lines are kept, those about longer texts are not."""

from nlp.line_memory import LINE, remembered


def test_a_line_is_asked_about_once_and_a_long_text_each_time() -> None:
    asked: list[str] = []

    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    answer = remembered(length)
    line, text = "a" * LINE, "a" * (LINE + 1)
    assert [answer(line), answer(line), answer(text), answer(text)] == [LINE] * 2 + [LINE + 1] * 2
    assert asked == [line, text, text]
