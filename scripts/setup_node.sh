#!/usr/bin/env bash
# Put exactly what package-lock.json names into node_modules/, hashes checked; `make lint` and the tests need it, the site does not.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
# By their commands, not their packages: some systems bring both in one.
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
((${#packages[@]} == 0)) || scripts/install_debian.sh "${packages[@]}"

echo "正在安装检查用的 JavaScript 程序（脚本的类型、Schema、YAML 的编辑提示）……"
npm ci --silent || {
    echo "npm ci 没有成功。请检查网络和 npm 的软件源，再运行：npm ci" >&2
    exit 1
}
