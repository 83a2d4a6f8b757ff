"""A client of the YAML language server that VS Code's extension runs, as far as a test needs one."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path
from queue import Queue
from typing import Any

from .support import ROOT

SERVER = ROOT / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
PATIENCE_S = 120  # a busy machine starts it slowly


class LanguageServer:
    """A running server, told the settings of .vscode/; files are opened under paths that need not exist."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", str(SERVER), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
        self._number = 0
        self._answers: Queue[dict[str, Any]] = Queue()
        self._found: dict[str, Queue[list[dict[str, Any]]]] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        root = ROOT.as_uri()
        able = {"workspace": {"configuration": True}, "textDocument": {"completion": {}, "hover": {}}}
        folders = [{"uri": root, "name": "library"}]
        self.ask("initialize", processId=None, rootUri=root, capabilities=able, workspaceFolders=folders)
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings={"yaml": self._yaml_settings()})

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """Open a file with a text and return what the server finds in it."""
        found = self._found.setdefault(path.as_uri(), Queue())
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", textDocument=document)
        return found.get(timeout=PATIENCE_S)

    def ask(self, method: str, **params: Any) -> Any:
        """Return the server's answer to a request."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while (answer := self._answers.get(timeout=PATIENCE_S))["id"] != self._number:
            pass
        return answer["result"]

    def at(self, method: str, path: Path, line: int, character: int) -> Any:
        """Return the answer to a request about a place in an open file, counted from 0."""
        document, place = {"uri": path.as_uri()}, {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", textDocument=document, position=place)

    def close(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.wait()

    def _yaml_settings(self) -> dict[str, Any]:
        """Return the settings below `yaml`, as VS Code hands them on: nested, the schemas by their whole addresses."""
        nested: dict[str, Any] = {}
        for name, value in self._settings.items():
            if name.startswith("yaml."):
                *above, last = name.split(".")[1:]
                place = nested
                for step in above:
                    place = place.setdefault(step, {})
                place[last] = value
        nested["schemas"] = {(ROOT / schema).as_uri(): glob for schema, glob in nested["schemas"].items()}
        return nested

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        raw = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(raw), raw))
        self._process.stdin.flush()

    def _listen(self) -> None:
        out = self._process.stdout
        assert out is not None
        while head := out.readline():
            size = int(head.split(b":")[1])
            while out.readline().strip():
                pass
            message = json.loads(out.read(size))
            if "method" not in message:
                self._answers.put(message)
            elif message["method"] == "textDocument/publishDiagnostics":
                found = message["params"]
                self._found.setdefault(found["uri"], Queue()).put(found["diagnostics"])
            elif message["method"] == "workspace/configuration":
                asked = [item["section"] for item in message["params"]["items"]]
                self._send({"id": message["id"], "result": [self._section(name) for name in asked]})
            elif "id" in message:
                self._send({"id": message["id"], "result": None})

    def _section(self, name: str) -> Any:
        if name == "yaml":
            return self._yaml_settings()
        return {"[yaml]": self._settings["[yaml]"]}.get(name, {})
