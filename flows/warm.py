"""Loaded by the one process that all workers of a run are forked from: models and readers are then
in memory once, and a new worker costs milliseconds instead of seconds.

Importing it is its whole work: one small document goes through everything.
"""

import parsers.pdf
import parsers.word
from flows.process import Processed, process
from parsers.source import source_file

LETTER = """ỦY BAN NHÂN DÂN TỈNH BẮC KẠN
Số: 1/UBND-VP
Bắc Kạn, ngày 02 tháng 01 năm 2023
V/v phát động thi đua
Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003;
"""
READERS = (parsers.pdf, parsers.word)


def _warm() -> Processed:
    data = LETTER.encode()
    return process(source_file("letter.txt", data), data, is_stored=True)


_warm()
