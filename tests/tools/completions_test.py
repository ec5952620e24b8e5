"""Asks the completions that were made for bash, and checks those for zsh and fish by their shells.

Usage: completions_test.py FOLDER   (what tools/lib/completions.py wrote)
"""

import shutil
import subprocess
import sys
import unittest
from pathlib import Path

FOLDER = Path(sys.argv.pop(1) if len(sys.argv) > 1 else ".")


def completed(line: str) -> list[str]:
    """What bash offers at the end of a line."""
    script = f"""
        source '{FOLDER / "eigenlex.bash"}'
        COMP_WORDS=({line} {"''" if line.endswith(" ") else ""})
        COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _eigenlex
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    finished = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return finished.stdout.split()


class Completions(unittest.TestCase):
    def test_commands_are_offered(self):
        self.assertIn("similar", completed("eigenlex "))
        self.assertEqual(completed("eigenlex sim"), ["similar"])
        self.assertIn("predict", completed("eigenlex classify "))

    def test_options_are_those_of_the_command(self):
        self.assertIn("--min-count", completed("eigenlex train corpus.txt --"))
        self.assertNotIn("--min-count", completed("eigenlex similar m --"))
        self.assertIn("--held-out", completed("eigenlex classify train data.tsv --h"))
        self.assertNotIn("--held-out", completed("eigenlex train data.tsv --h"))

    def test_values_are_the_choices(self):
        self.assertEqual(completed("eigenlex train c --method "), ["svd", "als"])
        self.assertEqual(completed("eigenlex train c --tokenizer u"), ["unicode"])

    def test_files_are_left_to_the_shell(self):
        self.assertEqual(completed("eigenlex similar "), [])
        self.assertEqual(completed("eigenlex train c -o "), [])

    def test_other_shells_can_read_theirs(self):
        for shell, name in (("zsh", "_eigenlex"), ("fish", "eigenlex.fish")):
            text = (FOLDER / name).read_text()
            self.assertIn("--min-count" if shell == "zsh" else "-l min-count", text)
            if shutil.which(shell):
                subprocess.run([shell, "-n", FOLDER / name], check=True)


if __name__ == "__main__":
    unittest.main()
