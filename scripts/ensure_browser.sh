#!/usr/bin/env bash
# See to it that the browser tests have what they need: the command `chromium` and a font with Chinese characters.
set -euo pipefail

packages=(fonts-noto-cjk)
# By its command, not its package: some systems bring Chromium without Debian's package.
command -v chromium >/dev/null || packages+=(chromium)
exec "$(dirname "$0")/install_debian.sh" "${packages[@]}"
