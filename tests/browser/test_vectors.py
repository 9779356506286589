"""The vectors of scoring in a real browser: the script of the page, alone in it, gives what was worked out by hand."""

from __future__ import annotations

from playwright.sync_api import Browser

from perfsite.scoring.browser import write_program
from tests.scoring.parity import SCRIPT
from tests.scoring.test_vectors import expected, read_answer
from tests.scoring.vectors import worked

_RUN = """(asked) => asked.map(({program, inputs, words, names}) => {
  const calculator = module.exports;
  const read = calculator.readProgram(program);
  const known = new Map(Object.entries(inputs).map(([name, text]) => [name, calculator.read(text)]));
  return names.map((name) => {
    try {
      const value = calculator.Machine(read, known, new Map(Object.entries(words))).result(name);
      return value === null ? null : typeof value === "string" ? {word: value} : calculator.write(value);
    } catch (error) {
      if (!(error instanceof calculator.CannotScore)) throw error;
      return {reason: error.reason};
    }
  });
})"""


def test_a_browser_gives_every_vector(browser: Browser) -> None:
    ones = worked()
    asked = [
        {
            "program": write_program(one.program),
            "inputs": {name: str(value) for name, value in one.inputs.items()},
            "words": dict(one.words),
            "names": list(expected(one)),
        }
        for one in ones
    ]
    page = browser.new_page()
    page.evaluate("() => { window.module = {exports: {}}; }")
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    answers = page.evaluate(_RUN, asked)
    page.close()
    found = {
        one.name: dict(zip(expected(one), map(read_answer, said), strict=True))
        for one, said in zip(ones, answers, strict=True)
    }
    assert found == {one.name: expected(one) for one in ones}
