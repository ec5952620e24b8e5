"""Runs what docstrings and docs/python.md show, and the programs of examples/."""

import doctest
import importlib
import importlib.util
import json
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from package import ROOT, eigenlex, np, toy_corpus

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
EXAMPLES = ROOT / "examples"
FOLDER = tempfile.TemporaryDirectory()  # for what docstrings write


def compass() -> eigenlex.Vectors:
    names = "north northeast east southeast south southwest west northwest".split()
    angles = np.arange(8) * np.pi / 4
    return eigenlex.Vectors(names, np.stack([np.sin(angles), np.cos(angles)], axis=1))


def names() -> dict[str, object]:
    texts = ["a cat and a dog", "a dog and a cat", "a king and a queen"] * 10
    shared = {"eigenlex": eigenlex, "compass": compass(), "texts": texts, "np": np}
    return {**shared, "folder": Path(FOLDER.name)}


class Docstrings(unittest.TestCase):
    def test_their_examples_run(self):
        finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner(optionflags=OPTIONS)
        modules = [eigenlex]
        for found in pkgutil.iter_modules(eigenlex.__path__):
            if found.name != "_eigenlex":
                modules.append(importlib.import_module(f"eigenlex.{found.name}"))
        tried = 0
        for module in modules:
            for test in finder.find(module, extraglobs=names()):
                with self.subTest(name=test.name):
                    report: list[str] = []
                    result = runner.run(test, out=report.append)
                    self.assertEqual(result.failed, 0, "".join(report))
                    tried += result.attempted
        self.assertGreater(tried, 20)

    def test_everything_public_has_one(self):
        for name in eigenlex.__all__:
            each = getattr(eigenlex, name)
            if not callable(each):
                continue
            with self.subTest(name=name):
                self.assertTrue(each.__doc__)
                for attribute, value in vars(each).items() if isinstance(each, type) else ():
                    if not attribute.startswith("_") and callable(getattr(each, attribute)):
                        self.assertTrue(getattr(each, attribute).__doc__, attribute)


class Page(unittest.TestCase):
    def test_sessions_that_it_shows_run_as_they_stand(self):
        page = ROOT / "docs" / "python.md"
        sessions = re.findall(r"```pycon\n(.*?)```", page.read_text(), re.DOTALL)
        self.assertGreater(len(sessions), 3)
        with tempfile.TemporaryDirectory() as folder:
            before = os.getcwd()
            os.chdir(folder)
            try:
                shutil.copy(toy_corpus(), "corpus.txt")
                test = doctest.DocTestParser().get_doctest(
                    "\n".join(sessions), names(), page.name, None, 0
                )
                report: list[str] = []
                runner = doctest.DocTestRunner(optionflags=OPTIONS)
                failed = runner.run(test, out=report.append).failed
            finally:
                os.chdir(before)
        self.assertEqual(failed, 0, "".join(report))


class Examples(unittest.TestCase):
    def run_program(self, program: Path, *arguments: object) -> str:
        result = subprocess.run(
            [sys.executable, program, *map(str, arguments)], capture_output=True, text=True
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_each_runs(self):
        for program in sorted(EXAMPLES.glob("*.py")):
            with self.subTest(program=program.name), tempfile.TemporaryDirectory() as folder:
                self.assertTrue(self.run_program(program, toy_corpus(), folder).strip())

    def test_the_notebook_runs(self):
        notebook = EXAMPLES / "words.ipynb"
        cells = json.loads(notebook.read_text())["cells"]
        self.assertGreater(len(cells), 4)
        if not all(importlib.util.find_spec(name) for name in ("nbconvert", "ipykernel")):
            self.skipTest("jupyter-nbconvert or python3-ipykernel is not installed")
        with tempfile.TemporaryDirectory() as folder:
            result = subprocess.run(
                [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute",
                 "--output-dir", folder, notebook],
                capture_output=True, text=True,
                env={**os.environ, "CORPUS": str(toy_corpus()), "HOME": folder},
            )  # fmt: skip
            self.assertEqual(result.returncode, 0, result.stderr)
            executed = json.loads((Path(folder) / notebook.name).read_text())
        shown = [out for cell in executed["cells"] for out in cell.get("outputs", [])]
        self.assertTrue(any("text/html" in out.get("data", {}) for out in shown))


if __name__ == "__main__":
    unittest.main()
