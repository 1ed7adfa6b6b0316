#!/bin/sh
# A real Elasticsearch on this machine, without Docker: fetched once as a Maven package, kept outside
# the checkout, on 127.0.0.1 only. Usage: scripts/elasticsearch.sh start|stop|url|status|fetch
# (fetch prints the folder of the distribution, for tests that start nodes of their own).
set -eu

version=8.19.21
home="${XDG_CACHE_HOME:-$HOME/.cache}/congvan/elasticsearch"
# Elasticsearch refuses to run as root, so root keeps it where another user can reach it.
if [ "$(id -u)" = 0 ]; then
    home=/var/cache/congvan/elasticsearch
fi
server="$home/elasticsearch-$version"
user=congvan-es
memory="${CONGVAN_ES_HEAP:-512m}"

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 3; }

answers() {
    curl -fsS -m 3 -o /dev/null "$1/_cluster/health" 2>/dev/null
}

current_url() {
    if [ -n "${ELASTICSEARCH_URL:-}" ]; then
        printf '%s\n' "$ELASTICSEARCH_URL"
    elif [ -f "$home/port" ]; then
        printf 'http://127.0.0.1:%s\n' "$(cat "$home/port")"
    else
        return 1
    fi
}

fetch() {
    [ -x "$server/bin/elasticsearch" ] && return
    command -v mvn >/dev/null || fail "mvn is missing; run: apt-get install maven"
    command -v unzip >/dev/null || fail "unzip is missing; run: apt-get install unzip"
    package="${M2_REPOSITORY:-$HOME/.m2/repository}/org/elasticsearch/distribution/integ-test-zip"
    archive="$package/elasticsearch/$version/elasticsearch-$version.zip"
    if [ ! -f "$archive" ]; then
        say "Fetching Elasticsearch $version (107 MB) …"
        mvn -q -B dependency:get -Dtransitive=false \
            "-Dartifact=org.elasticsearch.distribution.integ-test-zip:elasticsearch:$version:zip" >&2 ||
            fail "Elasticsearch could not be fetched; check the network and Maven's settings."
    fi
    mkdir -p "$home"
    unzip -q -o "$archive" -d "$home"
}

fetch_alone() {
    mkdir -p "$home"
    exec 9>"$home/lock"
    flock 9
    fetch
    if [ "$(id -u)" = 0 ]; then
        id "$user" >/dev/null 2>&1 || useradd --system --no-create-home --shell /bin/sh "$user"
        chown -R "$user" "$server"
    fi
}

java_home() {
    if [ -n "${ES_JAVA_HOME:-}" ]; then
        printf '%s\n' "$ES_JAVA_HOME"
        return
    fi
    java=$(command -v java) || fail "java is missing; run: apt-get install openjdk-17-jre-headless"
    dirname "$(dirname "$(readlink -f "$java")")"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

configure() {
    cat > "$server/config/elasticsearch.yml" <<YAML
cluster.name: congvan
discovery.type: single-node
network.host: 127.0.0.1
http.port: $1
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
YAML
}

launch() {
    set -- env "ES_JAVA_HOME=$(java_home)" "ES_JAVA_OPTS=-Xms$memory -Xmx$memory" \
        "$server/bin/elasticsearch" -d -p "$home/pid"
    if [ "$(id -u)" = 0 ]; then
        id "$user" >/dev/null 2>&1 || useradd --system --no-create-home --shell /bin/sh "$user"
        chown -R "$user" "$home"
        setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups "$@" >"$home/log" 2>&1
    else
        "$@" >"$home/log" 2>&1
    fi
}

start() {
    if [ -n "${ELASTICSEARCH_URL:-}" ]; then
        answers "$ELASTICSEARCH_URL" || fail "ELASTICSEARCH_URL=$ELASTICSEARCH_URL does not answer."
        current_url
        return
    fi
    mkdir -p "$home"
    # One starter at a time; the others find its server.
    exec 9>"$home/lock"
    flock 9
    if url=$(current_url) && answers "$url"; then
        printf '%s\n' "$url"
        return
    fi
    fetch
    port=$(free_port)
    configure "$port"
    printf '%s\n' "$port" > "$home/port"
    # The daemon must not inherit the lock.
    launch 9>&- || fail "Elasticsearch did not start; see $home/log"
    tries=0
    until curl -fsS -m 5 -o /dev/null \
        "http://127.0.0.1:$port/_cluster/health?wait_for_status=yellow&timeout=2s" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 120 ] || fail "Elasticsearch is not healthy; see $server/logs/congvan.log"
        sleep 1
    done
    current_url
}

stop() {
    if [ -f "$home/pid" ]; then
        kill "$(cat "$home/pid")" 2>/dev/null || true
    fi
    rm -f "$home/pid" "$home/port"
}

case "${1:-}" in
    start) start ;;
    stop) stop ;;
    url) current_url || fail "No Elasticsearch was started; run: scripts/elasticsearch.sh start" ;;
    status) url=$(current_url) && answers "$url" && say "answers: $url" ;;
    fetch) fetch_alone && printf '%s\n' "$server" ;;
    *) say "usage: scripts/elasticsearch.sh start|stop|url|status|fetch"; exit 2 ;;
esac
