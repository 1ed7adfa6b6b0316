#!/bin/sh
# Put the locked Python packages and this project into .venv; does nothing when the lock file and
# pyproject.toml are those of the last time.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/.set-up-$(cat requirements.lock pyproject.toml | sha256sum | cut -c1-16)
if [ -e "$stamp" ] && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 is needed (Debian 12 has it as python3); set PYTHON to its path." >&2
    exit 3
}

if ! .venv/bin/python -c '' 2>/dev/null; then
    python=$(find_python)
    echo "Making .venv with $python"
    rm -rf .venv
    "$python" -m venv .venv
fi
echo "Installing the locked Python packages (about two minutes the first time)"
# The lock is complete, so pip has nothing to resolve; letting it look would make it refuse
# sqlalchemy's extras, which carry no hash of their own.
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes \
    -r requirements.lock
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
rm -f .venv/.set-up-*
touch "$stamp"
