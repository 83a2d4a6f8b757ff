"""Hear a process out that may have been taken over: its command and input in; what it says, within limits, out."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a process said; `status` is how it ended, None when it was stopped for talking too long or too much."""

    said: bytes
    status: int | None


def hear(command: Sequence[str], given: bytes, environment: Mapping[str, str], *, seconds: float, most: int) -> Heard:
    """Run a process on its input, for so many seconds and so many bytes that it says; then it is ended."""
    late = time.monotonic() + seconds
    said, left = bytearray(), memoryview(given)
    with (
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(environment)
        ) as process,
        selectors.DefaultSelector() as waiting,
    ):
        stdin, stdout, stderr = process.stdin, process.stdout, process.stderr
        assert stdin is not None and stdout is not None and stderr is not None
        os.set_blocking(stdin.fileno(), False)
        waiting.register(stdin, selectors.EVENT_WRITE)
        # Its complaints are read too and dropped: a sealed process can't open what swallows them.
        talking = {waiting.register(stream, selectors.EVENT_READ).fileobj for stream in (stdout, stderr)}
        try:
            while (wait := late - time.monotonic()) > 0 and len(said) <= most:
                if not talking:
                    return Heard(said=bytes(said), status=process.wait(wait))
                for key, _ in waiting.select(wait):
                    if key.fileobj is stdin:
                        left = _give(key.fd, left)
                    elif not (chunk := os.read(key.fd, _CHUNK)):
                        talking.discard(key.fileobj)
                        waiting.unregister(key.fileobj)
                    elif key.fileobj is stdout:
                        said += chunk
                    if key.fileobj is stdin and not left:
                        waiting.unregister(stdin)
                        stdin.close()
        except subprocess.TimeoutExpired:
            pass
        finally:
            process.kill()
            with contextlib.suppress(OSError):
                stdin.close()
    return Heard(said=bytes(said[:most]), status=None)


def _give(to: int, left: memoryview) -> memoryview:
    """Return what of the input is still to be given; nothing once the process hears no more."""
    try:
        return left[os.write(to, left[:_CHUNK]) :]
    except BlockingIOError:
        return left
    except OSError:
        return left[:0]
