"""The arguments of a command: read by argparse, and no option taken for one that was not given."""

from __future__ import annotations

import argparse
from typing import Any


class Arguments(argparse.ArgumentParser):
    """argparse's parser, for which `--data=--` is a fault; argparse itself drops the value and goes on without it."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Return the options and what is left over; exit with 2 where an option's value is only `--`."""
        options, left = super().parse_known_args(args, namespace)
        for action in self._actions:
            if action.option_strings and action.nargs is None and getattr(options, action.dest, None) == []:
                self.error(f"{action.option_strings[0]} 的值不能只是 --")
        return options, left
