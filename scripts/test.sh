#!/bin/sh
# Run every test; the last line is pytest's own. A server of Elasticsearch that this call starts is
# stopped again; one that ELASTICSEARCH_URL names or that runs already is left alone.
set -eu
cd "$(dirname "$0")/.."

started=no
if [ -z "${ELASTICSEARCH_URL:-}" ] && ! scripts/elasticsearch.sh status >/dev/null 2>&1; then
    started=yes
fi
ELASTICSEARCH_URL=$(scripts/elasticsearch.sh start)
export ELASTICSEARCH_URL
status=0
.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder "$@" || status=$?
if [ "$started" = yes ]; then
    # The address was ours to set, so the script would not take it for somebody else's server.
    env -u ELASTICSEARCH_URL scripts/elasticsearch.sh stop >/dev/null 2>&1 || true
fi
exit "$status"
