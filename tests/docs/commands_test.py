"""Runs every command that README.md and docs/ show after a prompt, in the order of the page.

What they read is made up here, under the names of the pages, with the words that they ask about; so
only that they work is tested, not what they print. The environment variable EIGENLEX names the
program.
"""

import array
import lzma
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True

from shown_runs import shown_runs  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("EIGENLEX", "eigenlex")).resolve()
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# What a package or the network gives, and is there under test by other means.
NOT_RUN = {"datasets/fetch gcide"}
ENGLISH = "moon sun planet man king woman queen ocean sea star table boat oil"
CHINESE = "北京 上海 武汉 中国"


def shown_commands(page: str) -> list[tuple[str, bool]]:
    """Each command that is shown, and whether the page shows that it fails."""
    return [
        (command, any(line.strip().startswith("eigenlex: ") for line in lines[:1]))
        for command, lines in shown_runs(page)
    ]


def python_blocks(page: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)


def text_of(words: list[str], lines: int) -> str:
    """Lines of words, the first ones the most frequent; some 20 of each even of the last."""
    draw = random.Random(1)
    weights = [1 / (rank + 20) for rank in range(len(words))]
    return "".join(" ".join(draw.choices(words, weights, k=12)) + "\n" for _ in range(lines))


def write_array(path: Path, rows: int, cols: int) -> None:
    """An array of float32 in NumPy's format 1.0."""
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {cols}), }}"
    header += " " * (-(10 + len(header) + 1) % 64) + "\n"
    draw = random.Random(3)
    numbers = array.array("f", [draw.gauss(0, 1) for _ in range(rows * cols)])
    size = len(header).to_bytes(2, "little")
    path.write_bytes(b"\x93NUMPY\x01\x00" + size + header.encode() + numbers.tobytes())


def make_inputs(folder: Path) -> None:
    others = [f"word{i}" for i in range(400)]
    (folder / "datasets").mkdir()
    (folder / "datasets" / "gcide.txt").write_text(text_of(ENGLISH.split() + others, 3000))
    wikipedia = text_of("dog cat bank river".split() + others, 3000)
    (folder / "wiki17.txt").write_text(wikipedia)
    chinese = text_of(CHINESE.split() + others, 3000).encode()
    (folder / "zhwiki.txt.xz").write_bytes(lzma.compress(chinese))
    write_array(folder / "images.npy", 300, 64)
    write_array(folder / "new.npy", 5, 64)
    words = ENGLISH.split()
    pairs = (f"{a}\t{b}\t{i + j}\n" for i, a in enumerate(words) for j, b in enumerate(words))
    (folder / "ws353.txt").write_text("".join(pairs))


class Commands(unittest.TestCase):
    def test_commands_and_failures_are_found(self):
        page = "```\n$ eigenlex info m       what it is\nx\n$ eigenlex b -k 2\neigenlex: no\n```\n"
        self.assertEqual(
            shown_commands(page), [("eigenlex info m", False), ("eigenlex b -k 2", True)]
        )
        self.assertEqual(python_blocks("```python\na = 1\nb = 2\n```\n"), ["a = 1\nb = 2\n"])

    def test_the_pages_show_commands(self):
        self.assertGreater(sum(len(shown_commands(page.read_text())) for page in PAGES), 10)

    def test_every_command_works(self):
        for page in PAGES:
            commands = shown_commands(page.read_text())
            if not commands:
                continue
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                make_inputs(folder)
                for program in python_blocks(page.read_text())[:1]:
                    (folder / "films.py").write_text(program)  # as recommendations.md calls it
                (folder / "eigenlex").symlink_to(PROGRAM)
                for command, fails in commands:
                    if command not in NOT_RUN:
                        with self.subTest(page=page.name, command=command):
                            self.run_shown(command, fails, folder)

    def run_shown(self, command: str, fails: bool, folder: Path):
        path = f"{folder}:{os.environ['PATH']}"
        finished = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.assertEqual(finished.returncode, 1 if fails else 0, finished.stderr)


if __name__ == "__main__":
    unittest.main()
