#!/usr/bin/env bash
# See to it that the tests have what they need: the commands `chromium` and `node` (which runs the search module), a font
# with Chinese characters, and `rclone`, which publishes a site; where it can be had, also Chromium without a window.
set -euo pipefail

install=$(dirname "$0")/install_debian.sh
packages=(fonts-noto-cjk)
# By their commands, not their packages: some systems bring them without Debian's packages.
command -v chromium >/dev/null || packages+=(chromium)
command -v node >/dev/null || packages+=(nodejs)
command -v rclone >/dev/null || packages+=(rclone)
"$install" "${packages[@]}"

command -v chromium-headless-shell >/dev/null || "$install" chromium-headless-shell 2>/dev/null ||
    echo "装不上 chromium-headless-shell，测试改用 chromium，多花约三分之一的时间。"
