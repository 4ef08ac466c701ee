"""Formulas in TeX: what is one, what becomes of it in either medium, and what is said when it cannot."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

from newsbook.content import Block, Code, Listing, Math, Paragraph, Text
from newsbook.diagnostics import Collector
from newsbook.formulas import FormulaError, drawing, effort, installed, mathml_of, spelled
from newsbook.readers import Source, read
from newsbook.tree import plain_text, walk
from newsbook.world import World
from newsbook.xhtml import Renderer
from newsbook.xhtml.mathml import canonical
from tests.support.epubs import files

pytestmark = pytest.mark.skipif(not installed(), reason="the extra formulas is not installed")


def article(tmp_path: Path, text: str) -> tuple[tuple[Block, ...], Collector]:
    found = Collector()
    source = Source("a.md", f"# A\n\n{text}\n".encode())
    made = read(source, World(root=tmp_path, diagnostics=found))
    return made.body, found


def formulas(body: tuple[Any, ...]) -> list[Math]:
    return [node for node in walk(body) if isinstance(node, Math)]


def test_in_a_line_and_alone(tmp_path: Path) -> None:
    body, found = article(tmp_path, r"We know $E = mc^2$ well." "\n\n" r"$$\frac{a}{b}$$")
    line, alone = formulas(body)
    assert (line.alt, line.display) == ("E = mc^2", False)
    assert (alone.alt, alone.display) == (r"\frac{a}{b}", True)
    assert "<msup><mi>c</mi><mn>2</mn></msup>" in line.mathml
    assert alone in body
    assert not len(found)


@pytest.mark.parametrize(
    "text",
    [
        "It cost $5 and $10, or $1,000 to $2,000.",
        "Prices in US$ and A$ fell; 20$ and 30$ did not.",
        "Between $5 (five) and $6 (six), said $ab and b$.",
        r"Escaped: \$x^2\$ and \$y_1\$.",
        "In code: `$x^2$`.",
        "Paid $5^ and 10$5.",
        "Set $FOO_BAR/$BAZ, or US$5_000 and 6$.",
    ],
)
def test_money_is_text(tmp_path: Path, text: str) -> None:
    body, found = article(tmp_path, text)
    assert formulas(body) == []
    assert plain_text(*body) == text.replace("\\", "").replace("`", "")
    assert not len(found)


def test_of_several_lines(tmp_path: Path) -> None:
    text = "Before:\n$$\n\\begin{aligned}\na &= b \\\\\n- c &= d\n\\end{aligned}\n$$\nAfter."
    body, found = article(tmp_path, text)
    assert [type(block) for block in body] == [Paragraph, Math, Paragraph]
    assert formulas(body)[0].mathml.count("<mtr>") == 2
    body, _ = article(tmp_path, "```math\n\\sqrt{2}\n```")
    assert "<msqrt>" in formulas(body)[0].mathml
    body, _ = article(tmp_path, "$$\nnever closed\n\nmore text")
    assert formulas(body) == []
    assert "more text" in plain_text(*body)
    assert not len(found)


@pytest.mark.parametrize(
    ("tex", "why"),
    [
        (r"\unheard{x}", r"the command \unheard is not known"),
        (r"\frac{a}", "an argument is missing"),
        ("x_", "cannot be read"),
        ("x^2^3", "double superscripts"),
        (r"\left( x^2 \right", "cannot be read"),
        (r"\def\a{\a\a}\a", "recursion"),
        (r"\text{a<b}", "cannot be read"),
        ("{" * 3000 + "_", "recursion"),
        ("x^2 " * 2000, "too long"),
        (r"\frac{1}{" * 200 + "x" + "}" * 200, "nested too deeply"),
    ],
)
def test_what_is_not_understood_is_refused(tex: str, why: str) -> None:
    with pytest.raises(FormulaError, match=re.escape(why)):
        mathml_of(tex, display=True)


def test_what_is_refused_is_printed_as_it_is(tmp_path: Path) -> None:
    body, found = article(tmp_path, "A $\\unheard_x$ word.\n\n$$\n\\unheard\n$$")
    assert formulas(body) == []
    assert Code(r"\unheard_x") in list(walk(body))
    assert Listing(r"\unheard", "latex") in body
    messages = [d.message for d in found]
    assert len(messages) == 2
    assert all(r"the command \unheard is not known" in message for message in messages)


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        ("x^2+y_1", "x^2+y_1"),
        (r"\frac{a+b}{2}", "(a+b)/2"),
        (r"\sqrt{x}", "√x"),
        (r"\sum_{i=1}^n i", "∑_(i=1)^ni"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a, b; c, d)"),
        (r"\binom{n}{k}", "(n, k)"),
        (r"\hat{n}", "n\u0302"),
    ],
)
def test_in_one_line(tex: str, line: str) -> None:
    assert spelled(mathml_of(tex, display=False)) == line


def test_drawn_on_its_line() -> None:
    svg = drawing(mathml_of(r"\frac{1}{2}", display=False), False, "a half")
    assert svg is not None
    assert 'aria-label="a half"' in svg
    assert "vertical-align:-0." in svg
    assert "<path" in svg
    assert "ns0" not in svg
    assert drawing(mathml_of(r"\text{光}^2", display=False), False, None) is None


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1}{" * 15 + "x" + "}" * 15,
        "x^{" * 16 + "x" + "}" * 16,
        r"\left(" * 12 + "x" + r"\right)" * 12,
        r"\left(\frac{1}{" * 12 + "x" + r"}\right)" * 12,
        "{" * 20 + "x" + "}" * 20,
    ],
)
def test_what_nests_deep_is_set_a_few_times(tex: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No row is set twice for each row around it: the innermost of twelve four thousand times."""
    from ziamath.nodes import Mnode

    made = canonical(mathml_of(tex, display=True))
    times, begin = [0], Mnode.__init__

    def counting(*given: Any, **named: Any) -> None:
        times[0] += 1
        begin(*given, **named)

    monkeypatch.setattr(Mnode, "__init__", counting)
    assert drawing(made, True, tex)
    assert 20 < times[0] <= 2 * effort(made)  # measured, and set


@pytest.mark.parametrize(
    "inside",
    ["<mfenced><mi>a</mi>{}</mfenced>", "<mrow><mi>a</mi><mspace linebreak='newline'/>{}</mrow>"],
)
def test_what_would_take_minutes_is_not_drawn(inside: str) -> None:
    mathml = "<mi>x</mi>"
    for _ in range(16):
        mathml = inside.format(mathml)
    began = time.process_time()
    assert drawing(f"<math>{mathml}</math>", True, None) is None
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("tex", "height"),
    [
        (r"\left( \frac{a}{b} \right)", 1.8),
        (r"\left( \left( \frac{a}{\frac{b}{c}} \right) \right)^2", 2.5),
        (r"\frac{\left( \frac{a}{b} \right)^2}{\left\{ \frac{1}{x} \right\}}", 3.0),
    ],
)
def test_brackets_grow_with_what_they_enclose(tex: str, height: float) -> None:
    drawn = drawing(canonical(mathml_of(tex, display=True)), True, None)
    assert drawn is not None
    tall = re.search(r"height:([\d.]+)em", drawn)
    assert tall is not None
    assert float(tall[1]) > height


def test_an_article_of_more_formulas_than_are_drawn_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from newsbook.build import pouring
    from newsbook.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pouring, "MOST_EFFORT", 40)
    Path("few.md").write_text("# A\n\n" + "Same $x^2$. " * 40 + "Other $x^3$.\n", "utf-8")
    Path("many.md").write_text("# B\n\n" + "".join(f"$x^{n}$. " for n in range(9)), "utf-8")
    Path("manifest.yml").write_text(
        "title: A\nlanguage: en\ncontents: [few.md, many.md]\noutputs: {print: {}}\n", "utf-8"
    )
    assert main(["build", "--no-cache"]) == 1
    said = capsys.readouterr().err
    assert "many.md: error[limit-exceeded]: the article has 9 different formulas" in said
    assert "few.md" not in said
    assert not Path("dist").exists()


@pytest.mark.parametrize("tex", [r"a+\frac{1}{" * 8 + "x" + "}" * 8, r"\sqrt{" * 9 + "x" + "}" * 9])
def test_what_authors_nest_is_drawn(tex: str) -> None:
    assert drawing(canonical(mathml_of(tex, display=True)), True, None)


def test_markup_that_lacks_an_argument_is_not_drawn() -> None:
    assert drawing("<math><mfrac><mi>x</mi></mfrac></math>", True, None) is None


def test_fractions_keep_their_two_parts_however_deep() -> None:
    part = "<mfrac><mn>1</mn><mrow>"
    made = canonical("<math><mrow>" + part * 40 + "x" + "</mrow></mfrac>" * 40 + "</mrow></math>")
    for fraction in ElementTree.fromstring(made).iter():
        if fraction.tag.endswith("mfrac"):
            assert len(fraction) == 2
            assert not (fraction.text or "").strip()


def test_an_empty_one_is_not_drawn() -> None:
    opening = '<math xmlns="http://www.w3.org/1998/Math/MathML">'
    assert drawing(f"{opening}<mi></mi></math>", False, None) is None
    assert drawing(f"{opening}<mi>x</mi></math>", False, None)


def test_a_formula_that_stands_often_is_read_once(tmp_path: Path) -> None:
    mathml_of.cache_clear()
    body, _ = article(tmp_path, "And $x_i$. " * 100 + "Or $x_j$.")
    assert len(formulas(body)) == 101
    assert mathml_of.cache_info().misses == 2


def test_a_single_letter_can_stand_upright() -> None:
    assert '<mi mathvariant="normal">C</mi>' in mathml_of(r"20^\circ\mathrm{C}", display=False)
    assert "<mi>C</mi>" in mathml_of("C", display=False).replace("&#x00043;", "C")


def test_each_medium_gets_its_own() -> None:
    node = Math(canonical(mathml_of("x^2", display=False)), "x^2")
    epub = Renderer("epub", language="en").inlines((Text("a "), node))
    printed = Renderer("print", language="en").inlines((Text("a "), node))
    assert 'alttext="x^2"' in epub
    assert "<svg" not in epub
    assert "<math" not in printed
    assert '<span class="formula"><svg' in printed
    wide = Math(canonical(mathml_of(r"\text{光}^2", display=False)), "light")
    assert Renderer("print", language="en").inlines((wide,)) == '<span class="formula">光^2</span>'


@pytest.mark.slow
def test_a_book_with_formulas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from newsbook.checks.preflight import preflight, rules_for
    from newsbook.cli import main

    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(
        "# A\n\nBefore $\\sum_{i=1}^n i^2$ after.\n\n$$\\text{光}^2$$\n\n$$e^{i\\pi}+1=0$$\n",
        "utf-8",
    )
    Path("manifest.yml").write_text(
        "title: A\nlanguage: en\ncontents: [a.md]\n"
        "outputs: {epub: {}, print: {trim: a5, cover: none, press: {standard: pdf/x-1a}}}\n",
        "utf-8",
    )
    assert main(["build", "--no-cache"]) == 0
    assert "a formula is printed in one line: 光^2" in capsys.readouterr().err
    text = "".join(
        data.decode()
        for name, data in files(Path("dist/a.epub").read_bytes()).items()
        if name.endswith("a.xhtml")
    )
    assert text.count("<math") == 3
    assert 'alttext="e^{i\\pi}+1=0"' in text
    data = Path("dist/a-print.pdf").read_bytes()
    assert preflight(data, rules_for("pdf/x-1a")).passed
    with pikepdf.open(io.BytesIO(data)) as pdf:
        drawn = b"".join(bytes(page.obj.Contents.read_bytes()) for page in pdf.pages)
    assert drawn.count(b" c\n") > 50  # outlines
