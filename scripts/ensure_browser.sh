#!/usr/bin/env bash
# See to it that the browser tests have what they need: the commands `chromium` and `node` (which runs the search module)
# and a font with Chinese characters.
set -euo pipefail

packages=(fonts-noto-cjk)
# By their commands, not their packages: some systems bring them without Debian's packages.
command -v chromium >/dev/null || packages+=(chromium)
command -v node >/dev/null || packages+=(nodejs)
exec "$(dirname "$0")/install_debian.sh" "${packages[@]}"
