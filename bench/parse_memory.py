"""Peak memory of one process that reads the same files again and again.

    python -m bench.parse_memory FILE…

Prints the resident peak after 10, 100 and 1,000 readings: a reader that keeps nothing stays flat.
"""

import resource
import sys
from pathlib import Path

from parsers import parse
from parsers.source import open_file

_AFTER = (10, 100, 1_000)


def main(paths: list[Path]) -> None:
    """Read the files round and round, and print the peak at each mark."""
    for reading in range(1, _AFTER[-1] + 1):
        parse(*open_file(paths[reading % len(paths)]))
        if reading in _AFTER:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{reading:6} readings: peak {peak:.0f} MiB", flush=True)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
