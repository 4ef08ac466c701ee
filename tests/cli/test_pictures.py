"""Pictures from the file to the book, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from newsbook.cli import main

PRESS = "{press: {standard: pdf/x-4}, cover: none}"


def photograph(width: int, height: int) -> Image.Image:
    return Image.radial_gradient("L").resize((width, height)).convert("RGB")


def project(folder: Path, text: str, outputs: str) -> Path:
    (folder / "pine.md").write_text(f"# A pine\n\n{text}\n", "utf-8")
    manifest = folder / "manifest.yml"
    manifest.write_text(
        f"title: A Book\nlanguage: en\ncontents: [pine.md]\noutputs:\n{outputs}\n", "utf-8"
    )
    return manifest


@pytest.mark.parametrize(
    ("outputs", "codes"),
    [
        ("  print: {}\n  epub: {}", ["coarse-picture"]),
        (f"  print: {PRESS}", ["pdf-resolution"]),
        ("  epub: {}", []),
    ],
)
def test_too_few_pixels_are_told_once_and_of_print_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], outputs: str, codes: list[str]
) -> None:
    (tmp_path / "art").mkdir()
    photograph(420, 280).save(tmp_path / "art" / "pine.jpg")
    photograph(1200, 800).save(tmp_path / "art" / "lake.jpg")
    text = "It stood.\n\n![A pine](art/pine.jpg)\n\n![A lake](art/lake.jpg)"
    manifest = project(tmp_path, text, outputs)
    assert main(["build", str(manifest), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    warnings = [finding for finding in found if finding["severity"] == "warning"]
    assert [finding["code"] for finding in warnings] == codes
    if codes == ["coarse-picture"]:
        assert (warnings[0]["file"], warnings[0]["line"]) == ("pine.md", 5)
        assert "art/pine.jpg prints 111 mm wide at 96 ppi" in warnings[0]["message"]
        assert "prints well up to 71 mm" in warnings[0]["hint"]
