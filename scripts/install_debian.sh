#!/usr/bin/env bash
# Install the Debian packages PACKAGE… that are missing, as root or through sudo; else say how to, and exit 1.
set -euo pipefail

missing=()
for package in "$@"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $status == installed ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

if ! command -v apt-get >/dev/null; then
    echo "缺少：${missing[*]}。本机没有 apt-get，请用系统自带的软件管理工具安装后重试。" >&2
    exit 1
fi
if ((EUID == 0)); then
    as_root=()
elif command -v sudo >/dev/null; then
    as_root=(sudo)
else
    echo "缺少：${missing[*]}。请用管理员身份运行：apt-get update && apt-get install ${missing[*]}，然后重试。" >&2
    exit 1
fi

echo "正在安装 Debian 软件包：${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! {
    "${as_root[@]}" apt-get update &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"
} >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "安装失败：${missing[*]}。请检查网络和软件源，再运行：apt-get update && apt-get install ${missing[*]}" >&2
    exit 1
fi
