#!/usr/bin/env bash
# Make the virtual environment DIR (.venv) anew with exactly what requirements.lock names, hashes checked.
# PYTHON names the interpreter to use, python3 by default.
set -euo pipefail
cd "$(dirname "$0")/.."

dir=${1:-.venv}
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "需要 Python 3.11 或更高版本（命令 $python）。可用 make PYTHON=python3.12 … 指定另一个解释器。" >&2
    exit 1
fi

# Debian leaves ensurepip out of python3, and `python3 -m venv` then stops half-way.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "Python 缺少 venv 组件，正在安装 Debian 软件包 python3-venv。"
    scripts/install_debian.sh python3-venv
fi

echo "正在准备 Python 环境 $dir（首次约需一两分钟）……"
"$python" -m venv --clear "$dir"
# Wheels only: building from source would fetch build tools that no hash vouches for.
"$dir/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: \
    --require-hashes --requirement requirements.lock
