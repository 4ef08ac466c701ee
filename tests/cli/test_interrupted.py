"""A build that is broken off leaves nothing behind, wherever it was: no file, no process."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_pressed_rebuilds import in_pictures, manifest
from tests.support.newsroom import Newsroom

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

STAGES = (
    "read", "transform", "compose", "typeset", "bind", "press", "preflight", "check", "package",
    "write",
)  # fmt: skip
PAUSE = """\
import sys, time
from newsbook.progress import SILENT
from newsbook.cli import main
from newsbook.terminal import StatusFile

original = StatusFile.stage

def stage(self, name, total=None):
    original(self, name, total)
    if name == sys.argv[1]:
        time.sleep({pause})

StatusFile.stage = stage

if __name__ == "__main__":
    sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = in_pictures(tmp_path)
    text = manifest().replace("outputs: {", "outputs: {epub: {}, ")
    (tmp_path / "tmp").mkdir()
    return made.write("manifest.yml", text)


class Build:
    """A build under way that stays a while in one stage."""

    def __init__(self, room: Newsroom, stage: str, pause: float = 60) -> None:
        self.top = room.folder.parent
        self.out, self.status = self.top / "out", self.top / "status.json"
        script = self.top / "paused.py"
        script.write_text(PAUSE.format(pause=pause))
        self.process = subprocess.Popen(
            [
                *(sys.executable, str(script), stage, "build", str(room.folder / "manifest.yml")),
                *("-o", str(self.out), "-j", "2", "--status-file", str(self.status)),
            ],
            env={
                **os.environ,
                "TMPDIR": str(self.top / "tmp"),
                "XDG_CACHE_HOME": str(self.top / "home"),
                "NEWSBOOK_TEST": str(self.top),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._wait_for(stage)

    def _wait_for(self, stage: str) -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with contextlib.suppress(OSError, ValueError):
                if json.loads(self.status.read_text())["stage"] == stage:
                    time.sleep(0.3)
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        self.process.kill()
        raise AssertionError(f"the build never came to {stage}: {self.process.communicate()}")

    def others(self) -> list[int]:
        """The processes that this build started and that still run."""
        return [number for number in self._session() if number != self.process.pid]

    def _session(self) -> Iterator[int]:
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError, IndexError, ValueError):
                    fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                    if int(fields[3]) == self.process.pid and fields[0] not in "ZX":
                        yield int(entry.name)

    def gone(self, seconds: float = 15) -> bool:
        """Whether all processes of the build end within `seconds`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not self.others():
                return True
            time.sleep(0.1)
        return False

    def left(self) -> list[str]:
        """Files left where no build should leave any: output, temporary files, drafts."""
        places = [self.out, self.top / "tmp", self.top / "home"]
        files = [p for place in places for p in place.rglob("*") if p.is_file() or p.is_socket()]
        kept = self.top / "home" / "newsbook"
        return [
            str(p.relative_to(self.top))
            for p in files
            if kept not in p.parents or p.name.startswith(".draft-")
        ]


@pytest.fixture
def builds() -> Iterator[list[Build]]:
    """Builds of a test, of which nothing is left when it ends."""
    made: list[Build] = []
    yield made
    for build in made:
        with contextlib.suppress(OSError):
            os.killpg(build.process.pid, signal.SIGKILL)
        build.process.communicate()


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("how", ["Ctrl-C", "SIGTERM"])
def test_a_build_broken_off_leaves_nothing(
    room: Newsroom, builds: list[Build], stage: str, how: str
) -> None:
    build = Build(room, stage)
    builds.append(build)
    if how == "Ctrl-C":  # the terminal sends it to all processes
        os.killpg(build.process.pid, signal.SIGINT)
    else:
        build.process.send_signal(signal.SIGTERM)
    _, said = build.process.communicate(timeout=30)
    assert build.process.returncode == (130 if how == "Ctrl-C" else 143)
    assert "Traceback" not in said
    assert build.gone()
    assert build.left() == []


@pytest.mark.parametrize("stage", ["typeset", "package"])
def test_processes_end_when_the_one_that_started_them_is_killed(
    room: Newsroom, builds: list[Build], stage: str
) -> None:
    build = Build(room, stage)
    builds.append(build)
    build.process.kill()
    assert build.gone()
    assert not list(build.out.rglob("*"))
