#!/usr/bin/env bash
# Check the workflows with actionlint and zizmor, without asking any other machine. DIR holds their commands (.venv/bin).
set -euo pipefail
cd "$(dirname "$0")/.."

bin=${1:-.venv/bin}
# shellcheck and pyflakes, where a machine happens to have them, would make the verdict depend on the machine.
"$bin/actionlint" -shellcheck= -pyflakes=
"$bin/zizmor" --offline --no-progress --quiet --strict-collection --pedantic .github
