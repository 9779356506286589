"""Changes the code of scoring in one small place after the other and tells which changes no test notices: `make mutate`.

    scripts/mutate.py [--only PART] [--one-in N] [--quick] [MODULE …]

The tests of scoring are collected once. For each mutant a child is forked, in which the functions of the mutated module get
their new code, and the tests that ran through the changed function are run, the quickest first, until one fails. What a
module does when it is imported cannot be changed in that way; for such a mutant the tests are run in a process of its own.

Texts in which people are spoken to (in `Phrase`, in f-strings, in what is raised), docstrings and annotations stay as they
are. The survivors that are known, each with the reason why no test can notice it, are listed in docs/mutation.md.
"""

from __future__ import annotations

import argparse
import ast
import copy
import functools
import gc
import importlib.machinery
import json
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "src" / "perfsite" / "scoring"
# Modules by what they do, each kind with the tests that are quick to tell.
COMPUTING = (
    "exact", "ranking", "published", "program", "cases", "evaluate", "compile", "limits", "positions", "browser",
)  # fmt: skip
GATHERING = (
    "grounds", "outcomes", "workings", "groups", "contest", "listing", "sharing", "exceptions", "recomputed",
    "eligibility", "promotions", "splits",
)  # fmt: skip
TELLING = (
    "explain", "explained", "explained_promotions", "lines", "captions", "propose", "proposal", "evidence", "screening", "lacks", "comparison",
)  # fmt: skip
_VECTORS = ("exact", "ranking", "rules", "vectors", "outcome_vectors", "limits", "outcomes", "evaluate")
_GATHERED = ("outcome_vectors", "promotion_vectors", "limits", "outcomes", "grounds", "promotions", "parts", "told")
TESTS = {
    **dict.fromkeys(COMPUTING, (*_VECTORS, "oracle", "browser_parity", "parts", "told", "wording")),
    **dict.fromkeys(GATHERING, (*_GATHERED, "propose", "proposed_rows", "screened")),
    **dict.fromkeys(
        TELLING,
        (*_GATHERED, "rules", "explained", "explained_promotions", "propose", "proposed_rows", "screened", "wording"),
    ),
}
# Slow: the sample as a whole, random cases, and the second computation. What they show is shown by the vectors too.
LEFT_OUT = (
    "computed_as_the_oracle", "oracle_gives_the_vectors", "random_cases", "whole_sample", "test_a_year_is", "test_a_score_of_the_year", "test_key_results",
    "samples_examples", "without_node", "a_difference_is_found", "result_of_the_sample", "proposed_is_computed_to_the_same",
    "page_computes_outcomes_the_same", "that_several_rest_on", "counts_everyone_once", "sum_to_the_group",
)  # fmt: skip
# Functions that have done their work when a module is imported.
AT_IMPORT = ("_passing",)
# What the tests hold of the records does not rest on scoring, and is costly to make again.
KEPT = {"library", "read_vectors", "read_outcome_vectors", "read_promotion_vectors", "worked", "_base"}

Key = tuple[str, str, int]
CACHE = type(functools.cache(len))
_COMPARE: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
_BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "floor": "ceil", "ceil": "floor", "any": "all", "all": "any"}


class Mutant:
    """One change: in which module and function, on which line, and what it is."""

    def __init__(self, file: Path, function: str, line: int, what: str, code: CodeType, first: int) -> None:
        self.file, self.function, self.line, self.what, self.code, self.first = file, function, line, what, code, first

    @property
    def name(self) -> str:
        return f"{self.file.stem}:{self.line} {self.function or '(module)'}: {self.what}"


# Making mutants


class Sites(ast.NodeVisitor):
    """The places of a module that can be changed, each with the function it is in."""

    def __init__(self) -> None:
        self.found: list[tuple[ast.AST, str, int]] = []
        self.path: list[str] = []
        self.first = 0

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            self._scope(node)
        elif isinstance(node, ast.Assert | ast.Import | ast.ImportFrom | ast.JoinedStr) or (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Phrase", "TypeVar")
        ):
            return
        elif isinstance(node, ast.keyword) and node.arg == "strict" and isinstance(node.value, ast.Constant):
            # That of `zip` guards against what cannot be.
            return
        elif isinstance(node, ast.Raise):
            self._add(node)
        elif isinstance(node, ast.AnnAssign):
            self._add(node)
            if node.value is not None:
                self.visit(node.value)
        elif (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) or (
            isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        ):
            return
        else:
            self._add(node)
            self.generic_visit(node)

    def _scope(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        outer = self.first
        if isinstance(node, ast.FunctionDef):
            for default in (*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)):
                self.visit(default)
        is_module = not self.path
        self.path.append(node.name)
        if isinstance(node, ast.FunctionDef) and (is_module or not outer) and node.name not in AT_IMPORT:
            self.first = min((node.lineno, *(d.lineno for d in node.decorator_list)))
        for statement in node.body:
            self.visit(statement)
        self.path.pop()
        self.first = outer

    def _add(self, node: ast.AST) -> None:
        self.found.append((node, ".".join(self.path) if self.first else "", self.first))


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What a place can be changed to, with the words for it."""
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            for other in _COMPARE[type(operator)]:
                yield _with(node, ops=[*node.ops[:index], other(), *node.ops[index + 1 :]])
    elif isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        yield _with(node, op=_BINARY[type(node.op)]())
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp):
        yield f"{ast.unparse(node)} → {ast.unparse(node.operand)}", node.operand
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in _NAMES:
        yield _with(node, id=_NAMES[node.id])
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        new = copy.copy(node)
        new.test = ast.UnaryOp(ast.Not(), node.test)
        yield f"if {ast.unparse(node.test)} → if not", new
    elif isinstance(node, ast.comprehension):
        for index, test in enumerate(node.ifs):
            freed = copy.copy(node)
            freed.ifs = [*node.ifs[:index], *node.ifs[index + 1 :]]
            yield f"for … if {ast.unparse(test)} → without the condition", freed
    else:
        yield from _statements(node)


def _with(node: ast.expr, **parts: Any) -> tuple[str, ast.AST]:
    new = copy.copy(node)
    for name, value in parts.items():
        setattr(new, name, value)
    return f"{ast.unparse(node)} → {ast.unparse(new)}", new


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} → {not value}", ast.Constant(not value)
    elif isinstance(value, int):
        yield f"{value} → {value + 1}", ast.Constant(value + 1)
    elif isinstance(value, str):
        yield f"{value!r} → {'XX' + value!r}", ast.Constant("XX" + value)


def _statements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Return) and node.value is not None:
        if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield f"{ast.unparse(node)} → return None", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.AugAssign | ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield f"{ast.unparse(node)} → pass", ast.Pass()
    elif isinstance(node, ast.Continue):
        yield "continue → break", ast.Break()
    elif isinstance(node, ast.Break):
        yield "break → continue", ast.Continue()


class Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        if node is self.old:
            return ast.copy_location(self.new, node)
        return self.generic_visit(node)


def mutants_of(file: Path) -> Iterator[Mutant]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    sites = Sites()
    sites.visit(tree)
    for node, function, first in sites.found:
        for what, changed in changes(node):
            Replace(node, changed).visit(tree)
            ast.fix_missing_locations(tree)
            try:
                code = compile(tree, str(file), "exec", dont_inherit=True)
            except (SyntaxError, ValueError):
                continue
            finally:
                Replace(changed, node).visit(tree)
            line = getattr(node, "lineno", None) or getattr(getattr(node, "target", None), "lineno", first)
            yield Mutant(file, function, line, what.replace("\n", " "), code, first)


# Putting new code into a living process


def inner_codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from inner_codes(constant)


def living() -> dict[str, list[FunctionType]]:
    """The functions of scoring that live in this process, by file: those in tables and closures too."""
    found: dict[str, list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(str(FOLDER)):
            found.setdefault(one.__code__.co_filename, []).append(one)
    return found


def put(mutant: Mutant, functions: list[FunctionType]) -> bool:
    """Gives the functions of a module their mutated code; False where one cannot take it."""
    new: dict[tuple[str, int], list[CodeType]] = {}
    for code in inner_codes(mutant.code):
        new.setdefault((code.co_qualname, code.co_firstlineno), []).append(code)
    changed = False
    for function in functions:
        code = function.__code__
        found = new.get((code.co_qualname, code.co_firstlineno), [])
        if len(found) != 1:
            return False
        if found[0] != code:
            try:
                function.__code__ = found[0]
            except ValueError:
                return False
            changed = True
    return changed


def caches() -> list[Any]:
    """What the tests and scoring keep, and must forget when scoring is changed."""
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, CACHE)
        and (one.__module__ or "").startswith(("perfsite.scoring", "tests.scoring"))
        and one.__name__ not in KEPT
    ]


# Running tests


class Runner:
    """Takes over pytest's loop: each test once as it is, with what it runs through, then the mutants."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.touched: dict[Key, list[int]] = {}
        self.seconds: list[float] = []
        self.survivors: list[Mutant] = []
        self.counts = {"killed": 0, "survived": 0, "not covered": 0}

    def pytest_configure(self) -> None:
        # Listening makes tests slower, and a machine may be busy: no test fails for the time it takes.
        from hypothesis import settings

        settings.register_profile("mutate", deadline=None, database=None)
        settings.load_profile("mutate")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if not any(name in item.nodeid for name in LEFT_OUT)]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = session.items
        self._baseline(items)
        order = sorted(range(len(items)), key=lambda index: self.seconds[index])
        files = [FOLDER / f"{name}.py" for name in self.options.modules]
        for file in files:
            for mutant in mutants_of(file):
                if self.options.only not in mutant.name or (self.options.quick and not mutant.function):
                    continue
                if zlib.crc32(mutant.name.encode()) % self.options.one_in:
                    continue
                self._try(mutant, items, order)
            print(f"{file.stem}: {json.dumps(self.counts)}", flush=True)
        return True

    def _baseline(self, items: list[pytest.Item]) -> None:
        self.caches = caches()
        here: set[Key] = set()
        folder = str(FOLDER)

        def listen(frame: FrameType, event: str, _: object) -> None:
            code = frame.f_code
            if event == "call" and code.co_filename.startswith(folder):
                here.add((code.co_filename, code.co_qualname, code.co_firstlineno))

        for index, item in enumerate(items):
            here.clear()
            self.forget()
            begun = time.process_time()
            sys.setprofile(listen)
            reports = runtestprotocol(item, log=False, nextitem=items[index + 1] if index + 1 < len(items) else None)
            sys.setprofile(None)
            self.seconds.append(time.process_time() - begun)
            if any(report.failed for report in reports):
                raise SystemExit(f"{item.nodeid} fails without any change")
            for key in here:
                self.touched.setdefault(key, []).append(index)
        self.functions = living()
        print(f"{len(items)} tests in {sum(self.seconds):.0f} s", flush=True)

    def forget(self) -> None:
        for one in self.caches:
            one.cache_clear()

    def _try(self, mutant: Mutant, items: list[pytest.Item], order: list[int]) -> None:
        wanted = set()
        for (file, name, _), indexes in self.touched.items():
            plain = name.replace(".<locals>", "")
            inside = plain == mutant.function or plain.startswith(f"{mutant.function}.")
            if file == str(mutant.file) and (inside or not mutant.function):
                wanted |= set(indexes)
        chosen = [index for index in order if index in wanted]
        if not chosen:
            self._count("not covered", mutant)
            return
        outcome = _child(lambda: self._fast(mutant, items, chosen)) if mutant.function else "cannot"
        self._count(_slow(mutant) if outcome == "cannot" else outcome, mutant)

    def _fast(self, mutant: Mutant, items: list[pytest.Item], chosen: list[int]) -> str:
        gc.disable()
        if not put(mutant, self.functions.get(str(mutant.file), [])):
            return "cannot"
        self.forget()
        for position, index in enumerate(chosen):
            # Time of this process alone, so that a busy machine stops nothing; what loops for ever is stopped, and noticed.
            signal.setitimer(signal.ITIMER_VIRTUAL, 3 + 10 * self.seconds[index])
            following = items[chosen[position + 1]] if position + 1 < len(chosen) else None
            if any(one.failed for one in runtestprotocol(items[index], log=False, nextitem=following)):
                return "killed"
        return "survived"

    def _count(self, outcome: str, mutant: Mutant) -> None:
        self.counts[outcome] += 1
        if outcome in ("survived", "not covered"):
            self.survivors.append(mutant)
            print(f"  {outcome}: {mutant.name}", flush=True)


def _child(work: Callable[[], str]) -> str:
    """What a forked child says of its mutant; of one that dies or is stopped by its timer, that it was noticed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        try:
            said = work()
        except BaseException:  # noqa: BLE001 - whatever goes wrong in a child was noticed
            said = "killed"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    said = os.read(reading, 100).decode()
    os.close(reading)
    os.waitpid(pid, 0)
    return said or "killed"


def tests_of(modules: Iterable[str]) -> list[str]:
    """The files of tests that are quick to tell of a change in some modules."""
    return [f"tests/scoring/test_{name}.py" for name in dict.fromkeys(name for one in modules for name in TESTS[one])]


def _slow(mutant: Mutant) -> str:
    """The tests in a process that imports the mutated module."""
    environment = os.environ | {"PERFSITE_MUTANT": f"{mutant.file}\t{mutant.name}"}
    try:
        run = subprocess.run(
            [sys.executable, __file__, "--one"], env=environment, capture_output=True, check=False, timeout=600
        )
    except subprocess.TimeoutExpired:
        return "killed"
    return "killed" if run.returncode else "survived"


def run_one() -> int:
    """In a process of its own: imports the one mutated module and runs the tests until one fails."""
    file, _, name = os.environ["PERFSITE_MUTANT"].partition("\t")
    mutant = next(one for one in mutants_of(Path(file)) if one.name == name)
    as_it_is = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> CodeType | None:
        return mutant.code if self.path == file else as_it_is(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
    skipped = " and ".join(f"not {name}" for name in LEFT_OUT)
    return int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", "-k", skipped, *tests_of([Path(file).stem])]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="those that compute and those that gather where none is named")
    parser.add_argument("--only", default="", help="mutants whose name holds this text")
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="only so many of them, always the same")
    parser.add_argument("--quick", action="store_true", help="leave out what modules do at their import")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.chdir(ROOT)
    if options.one:
        return run_one()
    options.modules = options.modules or [*COMPUTING, *GATHERING]
    unknown = sorted(set(options.modules) - set(TESTS))
    if unknown:
        parser.error(f"no tests are named for {', '.join(unknown)}; there are {', '.join(TESTS)}")
    runner = Runner(options)
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", *tests_of(options.modules)], plugins=[runner])
    counts = runner.counts
    all_of_them = sum(counts.values())
    noticed = counts["killed"]
    print(f"{noticed} of {all_of_them} mutants are noticed ({100 * noticed / max(all_of_them, 1):.1f}%)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
