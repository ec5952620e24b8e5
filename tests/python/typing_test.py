"""The types of the package, by mypy in strict mode; left out where it is not installed."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

USER = """
import eigenlex

model = eigenlex.train("corpus.txt", dim=100, method="als", progress=True)
model.save("model")
answers: list[tuple[str, float]] = eigenlex.Neighbours(model.most_similar("king"))
size: int = len(model)
user = eigenlex.factorize([[1, 2]], dim=1).recommend("0")
word: str = user[0][0]
one: float = model.similarity("a", "b")
found: list[tuple[int, str, float]] = eigenlex.SearchIndex("texts.index").search("a question")
same: float = eigenlex.Translator(model, eigenlex.align(model, model).vectors).translate("a")[0][1]
eigenlex.train("corpus.txt", dim="many")  # type: ignore[arg-type]
eigenlex.train("corpus.txt", dims=100)  # type: ignore[call-arg]
model["king"] + 1
eigenlex.EigenlexVectorizer(dim=3)
"""


@unittest.skipIf(importlib.util.find_spec("mypy") is None, "mypy is not installed")
class Types(unittest.TestCase):
    def test_the_package_and_a_program_that_uses_it_are_clean_in_strict_mode(self):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "program.py"
            program.write_text(USER)
            result = subprocess.run(
                [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml",
                 "--cache-dir", Path(folder) / "cache", ROOT / "python" / "eigenlex", program],
                capture_output=True, text=True, cwd=folder,
                env={**os.environ, "MYPYPATH": str(ROOT / "python")},
            )  # fmt: skip
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
