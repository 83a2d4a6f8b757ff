#!/usr/bin/env bash
# Put exactly what package-lock.json names into node_modules/, hashes checked; `make lint` needs it, the site does not.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
# By their commands, not their packages: some systems bring both in one.
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
((${#packages[@]} == 0)) || scripts/install_debian.sh "${packages[@]}"

echo "正在安装 TypeScript（检查浏览器脚本的类型）……"
npm ci --silent || {
    echo "npm ci 没有成功。请检查网络和 npm 的软件源，再运行：npm ci" >&2
    exit 1
}
