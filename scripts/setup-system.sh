#!/bin/sh
# Install the Debian packages that running (run) or testing (test) needs; does nothing when all are
# there. Elsewhere than on Debian and its children it only says what is missing.
set -eu

run_packages="python3-venv tesseract-ocr tesseract-ocr-vie tesseract-ocr-osd
libreoffice-writer-nogui antiword fonts-liberation fonts-dejavu-core"
# The older fonts-liberation has no Vietnamese letters: pages set in it are patched from other fonts.
# The compiler makes the analysers that a test of API keys adds to Elasticsearch.
test_packages="maven openjdk-17-jdk-headless unzip curl chromium fonts-liberation2"

wanted="$run_packages"
[ "${1:-run}" = test ] && wanted="$run_packages $test_packages"

if ! command -v dpkg-query >/dev/null; then
    missing=""
    for tool in tesseract soffice; do
        command -v "$tool" >/dev/null || missing="$missing $tool"
    done
    [ -z "$missing" ] && exit 0
    echo "Missing:$missing. Install them with this system's package manager" \
        "(on Debian: apt-get install" $wanted")." >&2
    exit 3
fi

missing=""
for package in $wanted; do
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] && continue
    case "$package" in
        # Another Python than Debian's brings its own venv, and the full Writer serves as well.
        python3-venv) "${PYTHON:-python3}" -c 'import ensurepip' 2>/dev/null && continue ;;
        libreoffice-writer-nogui) command -v soffice >/dev/null && continue ;;
        openjdk-17-jdk-headless) command -v javac >/dev/null && continue ;;
    esac
    missing="$missing $package"
done
[ -z "$missing" ] && exit 0

sudo=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "Run as root: apt-get install$missing" >&2
        exit 3
    }
    sudo=sudo
fi
echo "Installing system packages:$missing"
$sudo apt-get update -q
# The lists' word splitting is wanted here.
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
