"""CPU of the PDF reader against a plain pdfplumber loop over the same digital files.

    python -m bench.pdf_speed FILE.pdf…

Prints seconds of CPU for reading the words alone, for the whole parse, and for pdfplumber's
``extract_words``, and their ratios.
"""

import sys
from pathlib import Path
from time import process_time

import pdfplumber

from parsers import parse
from parsers.source import open_file


def main(paths: list[Path]) -> None:
    """Time both readers, each file once after one file to warm up."""
    loaded = [open_file(path) for path in paths]
    parse(*loaded[0])
    began = process_time()
    for source, data in loaded:
        parse(source, data)
    ours = process_time() - began
    began = process_time()
    for path in paths:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_words()
                page.close()
    plain = process_time() - began
    print(f"parse {ours:.3f} s, pdfplumber words {plain:.3f} s, ratio {ours / plain:.3f}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
