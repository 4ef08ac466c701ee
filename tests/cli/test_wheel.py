"""The wheel, as a stranger gets it: installed alone in a clean environment, run from elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**environment, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", out, ROOT]
    made = run(*command, cwd=out)
    assert made.returncode == 0, made.stdout + made.stderr
    (path,) = out.glob("*.whl")
    return path


def test_the_wheel_holds_layouts_fonts_profiles_and_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for part in (
        "newsbook/_data/layouts/classic/layout.yml",
        "newsbook/_data/fonts/fonts.yml",
        "newsbook/pdf/icc/FOGRA39L.icc",
        "newsbook/py.typed",
    ):
        assert part in names, part
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any("OFL-1.1" in name for name in names)
    assert not [name for name in names if name.startswith(("tests", "examples"))]


def test_an_installed_wheel_builds_a_book_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    python = environment / "bin" / "python"
    assert run(sys.executable, "-m", "venv", environment, cwd=tmp_path).returncode == 0
    for words in (["-r", ROOT / "requirements-run.lock"], [wheel]):
        done = run(python, "-m", "pip", "install", "-q", "--no-deps", *words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert run(python, "-m", "pip", "check", cwd=tmp_path).returncode == 0
    book = tmp_path / "a book"
    shutil.copytree(ROOT / "examples" / "minimal", book)
    built = run(environment / "bin" / "newsbook", "build", book, "--no-cache", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    files = [Path(line) for line in built.stdout.splitlines()]
    assert [file.suffix for file in files] == [".epub", ".pdf"]
    assert all((tmp_path / file).stat().st_size > 5_000 for file in files)
    asked = run(python, "-c", "import newsbook; print(newsbook.__file__)", cwd=tmp_path)
    assert asked.stdout.startswith(str(environment)), "the checkout was imported, not the wheel"
