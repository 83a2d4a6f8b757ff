#!/usr/bin/env bash
# Review a change: `review.sh BASE [OUT]` appends to OUT (standard output) what it means, the addresses, the
# sources and the proof; pictures of where figures stand go to build/review. Exit status 1 when the proof fails, a
# document does not give its text, a plan can't be read, or a published address would vanish or change hands.
set -euo pipefail
cd "$(dirname "$0")/.."

base=$1
out=${2:-/dev/stdout}
python=.venv/bin/python
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0

# What a build remembers is made by that build: a verdict that comes with a change is somebody's word for it.
if [ -n "$(git ls-files -- .cache)" ]; then
    echo "改动里有 .cache/ 下的文件：那是程序自己记的，不随改动提交，请删去" >&2
    exit 1
fi

# A job's summary takes 1 MB; what a change of all plans says beyond that is cut.
limit=700000
"$python" scripts/compare_plans.py "$base" data --format markdown >"$folder/changes" || status=1
"$python" scripts/check_addresses.py "$base" data --format markdown >"$folder/addresses" || status=1
rm -rf build/review
"$python" scripts/review_sources.py "$base" --format markdown --pictures build/review >"$folder/sources" || status=1
"$python" scripts/prove_source.py >"$folder/proof" || status=1

{
    printf '## 改动的含义\n\n'
    head -c "$limit" "$folder/changes" | iconv -c -f UTF-8 -t UTF-8
    printf '\n## 已发布的网址\n\n'
    head -c 100000 "$folder/addresses" | iconv -c -f UTF-8 -t UTF-8
    printf '\n## 来源\n\n'
    head -c 100000 "$folder/sources" | iconv -c -f UTF-8 -t UTF-8
    printf '\n## 逐字核对\n\n'
    # Indented by four, every line is text to Markdown.
    head -c 100000 "$folder/proof" | iconv -c -f UTF-8 -t UTF-8 | sed 's/^/    /'
} >>"$out"
exit "$status"
