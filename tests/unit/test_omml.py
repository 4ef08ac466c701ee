"""Formulas of Word become MathML, and every character of them arrives."""

from __future__ import annotations

import re

import pytest

from newsbook.formulas import drawing, installed
from newsbook.readers.documents.omml import mathml_of
from newsbook.safexml import parse_xml
from newsbook.xhtml.mathml import canonical

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'

SPACE = '<mspace width="0.25em"/>'
UPRIGHT = '<m:sty m:val="p"/>'


def r(text: str, properties: str = "") -> str:
    return f"<m:r><m:rPr>{properties}</m:rPr><m:t>{text}</m:t></m:r>"


def formula(inside: str) -> str:
    return mathml_of(parse_xml(f"<m:oMath {M}>{inside}</m:oMath>".encode()), display=False)


def short(inside: str) -> str:
    """Return a formula without its outermost element and without rows of one thing."""
    made = re.sub(r"^<math[^>]*>|</math>$", "", formula(inside))
    while True:
        shorter = re.sub(r"<mrow>(<(m[ino])[^>]*>[^<]*</\2>)</mrow>", r"\1", made)
        if shorter == made:
            return made
        made = shorter


def e(text: str) -> str:
    return f"<m:e>{r(text)}</m:e>"


def put(kind: str, inside: str, properties: str = "") -> str:
    return f"<m:{kind}><m:{kind}Pr>{properties}</m:{kind}Pr>{inside}</m:{kind}>"


FORMULAS = {
    "fraction": (put("f", f"<m:num>{r('a')}</m:num><m:den>{r('b')}</m:den>"),
                 "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
    "fraction in a line": (
        put("f", f"<m:num>{r('a')}</m:num><m:den>{r('b')}</m:den>", '<m:type m:val="lin"/>'),
        "<mrow><mi>a</mi><mo>/</mo><mi>b</mi></mrow>"),
    "binomial": (
        put("f", f"<m:num>{r('n')}</m:num><m:den>{r('k')}</m:den>", '<m:type m:val="noBar"/>'),
        '<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>'),
    "square root": (put("rad", f"<m:deg/>{e('x')}", '<m:degHide m:val="1"/>'),
                    "<msqrt><mi>x</mi></msqrt>"),
    "root": (put("rad", f"<m:deg>{r('3')}</m:deg>{e('x')}"),
             "<mroot><mi>x</mi><mn>3</mn></mroot>"),
    "sup": (put("sSup", f"{e('x')}<m:sup>{r('2')}</m:sup>"), "<msup><mi>x</mi><mn>2</mn></msup>"),
    "sub": (put("sSub", f"{e('x')}<m:sub>{r('i')}</m:sub>"), "<msub><mi>x</mi><mi>i</mi></msub>"),
    "both": (put("sSubSup", f"{e('x')}<m:sub>{r('i')}</m:sub><m:sup>{r('2')}</m:sup>"),
             "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
    "before": (put("sPre", f"<m:sub>{r('6')}</m:sub><m:sup>{r('14')}</m:sup>{e('C')}"),
               "<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>"),
    "integral": (
        put("nary", f"<m:sub>{r('0')}</m:sub><m:sup>{r('1')}</m:sup>{e('x')}"),
        "<mrow><msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup><mi>x</mi></mrow>"),
    "sum": (
        put("nary", f"<m:sub>{r('i')}</m:sub><m:sup/>{e('x')}", '<m:chr m:val="∑"/>'),
        "<mrow><munder><mo>∑</mo><mi>i</mi></munder><mi>x</mi></mrow>"),
    "brackets": (put("d", e("x") + e("y"), '<m:begChr m:val="["/><m:endChr m:val=""/>'),
                 '<mrow><mo stretchy="true">[</mo><mi>x</mi><mo stretchy="true">|</mo><mi>y</mi></mrow>'),
    "matrix": (put("m", f"<m:mr>{e('a')}{e('b')}</m:mr><m:mr>{e('c')}</m:mr>"),
               "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd>"
               "<mtd></mtd></mtr></mtable>"),
    "equations": (put("eqArr", f"{e('a&amp;=b#1')}{e('c')}"),
                  '<mtable columnalign="right left"><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi>'
                  "</mtd><mtd><mn>1</mn></mtd></mtr><mtr><mtd><mi>c</mi></mtd><mtd></mtd><mtd></mtd>"
                  "</mtr></mtable>"),
    "accent": (put("acc", e("x"), '<m:chr m:val="\u20d7"/>'),
               '<mover><mi>x</mi><mo stretchy="false">→</mo></mover>'),
    "accent over several": (put("acc", e("xy"), '<m:chr m:val="\u20d7"/>'),
                            '<mover><mrow><mi>x</mi><mi>y</mi></mrow><mo stretchy="true">→</mo></mover>'),
    "hat": (put("acc", e("x")), '<mover accent="true"><mi>x</mi><mo stretchy="false">^</mo></mover>'),
    "bar": (put("bar", e("x"), '<m:pos m:val="top"/>'),
            '<mover><mi>x</mi><mo stretchy="true">¯</mo></mover>'),
    "function": (
        put("func", f"<m:fName>{r('sin', UPRIGHT)}</m:fName>{e('x')}"),
        '<mrow><mi>sin</mi><mspace width="0.167em"/><mi>x</mi></mrow>'),
    "limit": (put("limLow", f"{e('x')}<m:lim>{r('0')}</m:lim>"),
              "<munder><mi>x</mi><mn>0</mn></munder>"),
    "limit above": (put("limUpp", f"{e('x')}<m:lim>{r('0')}</m:lim>"),
                    "<mover><mi>x</mi><mn>0</mn></mover>"),
    "brace": (put("groupChr", e("x")), '<munder><mi>x</mi><mo stretchy="true">⏟</mo></munder>'),
    "box": (put("box", e("x")), "<mi>x</mi>"),
    "framed": (put("borderBox", e("x")), '<menclose notation="box"><mi>x</mi></menclose>'),
    "struck": (put("borderBox", e("x"), "".join(
        f'<m:hide{s} m:val="1"/>' for s in ("Top", "Bot", "Left", "Right")) + "<m:strikeH/>"),
        '<menclose notation="horizontalstrike"><mi>x</mi></menclose>'),
    "phantom": (put("phant", e("x"), '<m:show m:val="0"/>'), "<mphantom><mi>x</mi></mphantom>"),
    "upright": (r("d", UPRIGHT), '<mi mathvariant="normal">d</mi>'),
    "bold": (r("xα1", '<m:sty m:val="b"/>'), "<mi>𝐱</mi><mi>𝛂</mi><mn>𝟏</mn>"),
    "scripts": (r("BR", '<m:scr m:val="script"/>') + r("R", '<m:scr m:val="double-struck"/>')
                + r("C", '<m:scr m:val="fraktur"/>'),
                "<mi>ℬ</mi><mi>ℛ</mi><mi>ℝ</mi><mi>ℭ</mi>"),
    "words": (r("if x", "<m:nor/>"), "<mtext>if x</mtext>"),
    "words with space around": (r(" if ", "<m:nor/>"), f"{SPACE}<mtext>if</mtext>{SPACE}"),
    "no words": (r("x", '<m:nor m:val="0"/>'), "<mi>x</mi>"),
    "signs": (r("5%°∞∂"), "<mn>5</mn><mi>%</mi><mi>°</mi><mi>∞</mi><mi>∂</mi>"),
    "typed brackets": (r("(x]"), '<mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">]</mo>'),
    "spaces around operators": (r("a = b c"), f"<mi>a</mi><mo>=</mo><mi>b</mi>{SPACE}<mi>c</mi>"),
    "numbers": (r("3.14-x&lt;y"), "<mn>3.14</mn><mo>−</mo><mi>x</mi><mo>&lt;</mo><mi>y</mi>"),
    "unknown": (f"<m:wobble>{e('x')}</m:wobble>", "<mi>x</mi>"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMULAS)
def test_every_element(name: str) -> None:
    source, mathml = FORMULAS[name]

    assert short(source) == mathml


@pytest.mark.skipif(not installed(), reason="the libraries that draw formulas are not installed")
@pytest.mark.parametrize("name", FORMULAS)
def test_every_element_can_be_drawn(name: str) -> None:
    made = canonical(formula(FORMULAS[name][0]))

    assert made
    assert drawing(made, True, None) is not None


def test_what_is_nested_too_deep_keeps_its_text() -> None:
    deep = r("x")
    for _ in range(60):
        deep = put("rad", f"<m:deg/><m:e>{deep}</m:e>")

    assert "<mtext>x</mtext>" in formula(deep)


def test_the_words_of_a_formula_go_with_it() -> None:
    made = formula(put("f", f"<m:num>{r('a&lt;b')}</m:num><m:den>{r('c')}</m:den>"))

    assert made.startswith('<math alttext="(a&lt;b)/c">')


def test_an_empty_formula_is_nothing() -> None:
    assert formula("") == ""
    assert formula(r(" ", "<m:nor/>")) == ""


def test_rows_hold_more_than_one_thing() -> None:
    made = formula(
        put(
            "f",
            f"<m:num>{r('a')}</m:num><m:den>{put('sSup', e('x') + '<m:sup>' + r('ab') + '</m:sup>')}</m:den>",
        )
    )

    assert (
        "<mfrac><mi>a</mi><msup><mi>x</mi><mrow><mi>a</mi><mi>b</mi></mrow></msup></mfrac>" in made
    )
