#!/usr/bin/env bash
# See to it that the tests have what they need: the commands `chromium` and `node` (which runs the search module), a font
# with Chinese characters, and `rclone`, which publishes a site.
set -euo pipefail

packages=(fonts-noto-cjk)
# By their commands, not their packages: some systems bring them without Debian's packages.
command -v chromium >/dev/null || packages+=(chromium)
command -v node >/dev/null || packages+=(nodejs)
command -v rclone >/dev/null || packages+=(rclone)
exec "$(dirname "$0")/install_debian.sh" "${packages[@]}"
