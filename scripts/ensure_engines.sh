#!/usr/bin/env bash
# See to it that the site can be read in browsers beside Chromium: Firefox, WebKit with its driver, a screen for it, and
# a font with Chinese characters.
set -euo pipefail

packages=(fonts-noto-cjk)
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || packages+=(firefox-esr)
command -v WebKitWebDriver >/dev/null || packages+=(webkit2gtk-driver)
command -v xvfb-run >/dev/null || packages+=(xvfb xauth)
exec "$(dirname "$0")/install_debian.sh" "${packages[@]}"
