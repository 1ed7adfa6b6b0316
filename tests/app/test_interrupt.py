"""Ctrl-C ends every command with 130 and one sentence: while it loads, while it hangs, twice."""

import subprocess
import sys

import pytest

from tests.command import SAMPLES

IN_AN_IMPORT = """
import os, signal, sys
from app import command

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
"""

IN_A_DESTRUCTOR = """
import os, signal, sys
from app import command

class Dying:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        len("the signal is told here")

class Dropping:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            sys.meta_path.remove(self)
            Dying()
            import time
            time.sleep(30)

sys.meta_path.insert(0, Dropping())
"""

A_THREAD_THAT_NEVER_ENDS = """
import os, signal, sys, threading
from app import command
threading.Thread(target=threading.Event().wait).start()
command.GRACE_SECONDS = 0.5
threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()
"""

TWICE = """
import os, signal, sys, threading, time
from app import command
threading.Thread(target=threading.Event().wait).start()
for seconds in (0.01, 1.5):
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()
"""


@pytest.mark.parametrize(
    "program", [IN_AN_IMPORT, IN_A_DESTRUCTOR, A_THREAD_THAT_NEVER_ENDS, TWICE]
)
def test_interrupt_is_certain(program: str) -> None:
    run = "sys.argv = ['congvan', 'doctor', '--lang', 'en']\ncommand.main()\n"
    done = subprocess.run(
        [sys.executable, "-c", program + run],
        capture_output=True,
        text=True,
        cwd=SAMPLES.parent,
        check=False,
        timeout=60,
    )
    assert done.returncode == 130, done.stderr
    assert "Stopped as asked" in done.stderr
    assert "Traceback" not in done.stderr


def test_whoever_switched_ctrl_c_off_keeps_it_off() -> None:
    program = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "from app import command\n"
        "sys.argv = ['congvan', '--help']\n"
        "try:\n"
        "    command.main()\n"
        "finally:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=SAMPLES.parent, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr


def test_models_that_are_being_loaded_are_left_without_a_trace() -> None:
    program = (
        "import os, signal, sys, time\n"
        "from flows.process import warm_up\n"
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(130))\n"
        "warm_up()\n"
        "time.sleep(1)\n"
        "os.killpg(0, signal.SIGINT)\n"
        "time.sleep(60)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=SAMPLES.parent,
        check=False,
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=120,
    )
    # Both streams are closed: the process that loads them is gone as well.
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
