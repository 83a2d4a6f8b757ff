"""The built site in browsers beside Chromium: Debian's Firefox and WebKit (`make browsers`)."""
