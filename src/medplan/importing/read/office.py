"""Turn an old Office file into a Word one by LibreOffice: its bytes in, the bytes of a .docx out.

LibreOffice runs with a profile of its own that forbids macros, active content and the network, and is thrown away;
its folder is all that it can write in, and it has no network, where the system can see to that.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

from medplan.importing.guard.seal import Guards, load_guards
from medplan.importing.read.confined import command
from medplan.importing.read.limits import MAX_FILE_BYTES, OFFICE_MEMORY_BYTES, OFFICE_SECONDS, Refused

# The import filter is named, so that a file is read as what it was found to be and as nothing else.
_FILTERS = {".doc": "MS Word 97", ".rtf": "Rich Text Format", ".odt": "writer8", ".xml": "MS Word 2003 XML"}
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_MOST_TOLD = 4096  # bytes of the line on what holds it
_INSTALL = "安装 LibreOffice（apt-get install libreoffice-writer）后再导入，或用 Word、WPS 另存为 .docx"
_BROKEN = "文件可能已损坏或加了密码；用 Word 或 WPS 打开，另存为 .docx"


def find_office() -> str | None:
    """Return the path of LibreOffice's program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert_office(raw: bytes, suffix: str) -> tuple[bytes, Guards]:
    """Return a document as LibreOffice writes it for Word, and what held it meanwhile.

    Raise Refused when it is missing or fails.
    """
    program = find_office()
    if program is None:
        raise Refused("这种文件要靠 LibreOffice 转换，电脑上没有装", _INSTALL)
    with tempfile.TemporaryDirectory(prefix="medplan-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        _write_settings(folder / "profile" / "user" / "registrymodifications.xcu")
        (folder / f"document{suffix}").write_bytes(raw)
        guards = _run(office_command(program, folder, suffix), folder)
        made = folder / "made" / "document.docx"
        if made.is_symlink() or not made.is_file():
            raise Refused("LibreOffice 打不开这份文件", _BROKEN)
        if made.stat().st_size > MAX_FILE_BYTES:
            raise Refused("LibreOffice 转出的文件太大", _BROKEN)
        return made.read_bytes(), guards


def office_command(program: str, folder: Path, suffix: str) -> list[str]:
    """Return the command that turns `document` in a folder into `made/document.docx`."""
    convert = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard", "--nologo"),
        f"--infilter={_FILTERS[suffix]}",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made")),
        str(folder / f"document{suffix}"),
    ]
    return command(OFFICE_SECONDS, OFFICE_MEMORY_BYTES, MAX_FILE_BYTES, folder, convert)


def _write_settings(path: Path) -> None:
    """Write the settings of a profile, as LibreOffice keeps what a user has changed."""
    space = "{http://openoffice.org/2001/registry}"
    items = ElementTree.Element(f"{space}items")
    for where, name, value in _SETTINGS:
        item = ElementTree.SubElement(items, "item", {f"{space}path": where})
        changed = ElementTree.SubElement(item, "prop", {f"{space}name": name, f"{space}op": "fuse"})
        ElementTree.SubElement(changed, "value").text = value
    path.parent.mkdir(parents=True)
    ElementTree.ElementTree(items).write(path, encoding="utf-8", xml_declaration=True)


def _run(command: list[str], folder: Path) -> Guards:
    """Run LibreOffice and all it starts, and return what held them; end them all when they take too long."""
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    environment |= dict.fromkeys(("HOME", "TMPDIR"), str(folder))
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        late = time.monotonic() + 2 * OFFICE_SECONDS
        try:
            # Not yet reaped, so that the group's number is still its own when the group is ended.
            while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                if time.monotonic() > late:
                    raise Refused("LibreOffice 转换得太久，已停下", _BROKEN)
                time.sleep(0.05)
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        assert process.stdout is not None
        told = process.stdout.readline(_MOST_TOLD)
    return load_guards(told.decode("utf-8")) if told else Guards()
