"""Makes a wheel as `pip wheel` does, installs it into a new environment and runs it there.

The environment variable EIGENLEX_BUILD_DIR names a folder of CMake, whose module is taken.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("pip", "setuptools", "wheel", "venv")

PROGRAM = """
import eigenlex, numpy, os, sys
assert os.path.dirname(eigenlex.__file__).startswith(sys.prefix), eigenlex.__file__
model = eigenlex.train(["the king rules", "the queen rules"] * 20, dim=2)
model.save("model")
assert eigenlex.load("model").vectors.shape == (4, 2)
assert numpy.shares_memory(model.vectors, model["king"])
print(eigenlex.__version__)
"""


def run(*command, folder, **environment):
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, cwd=folder, env=kept | environment
    )
    if result.returncode != 0:
        raise AssertionError(f"{command}: {result.stdout}{result.stderr}")
    return result.stdout


@unittest.skipUnless(
    all(importlib.util.find_spec(name) for name in NEEDED), f"{', '.join(NEEDED)} are needed"
)
class Wheel(unittest.TestCase):
    def test_it_is_made_without_a_network_and_runs_where_it_is_installed(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            # Not in the source tree, where setuptools would leave its files.
            source = folder / "source"
            source.mkdir()
            for file in ("pyproject.toml", "setup.py", "README.md", "CMakeLists.txt"):
                shutil.copy(ROOT / file, source)
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / "python", source / "python", ignore=ignored)
            pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
            offline = ("--no-index", "--no-deps", "--no-cache-dir")
            run(*pip, "wheel", *offline, "--no-build-isolation", "-w", folder, source, folder=folder)
            (wheel,) = folder.glob("eigenlex-*.whl")
            self.assert_complete(wheel)
            environment = folder / "environment"
            run(sys.executable, "-m", "venv", "--system-site-packages", "--without-pip", environment,
                folder=folder)  # fmt: skip
            python = environment / "bin" / "python"
            run(*pip, "--python", python, "install", *offline, wheel, folder=folder)
            version = run(python, "-c", PROGRAM, folder=folder).strip()
            self.assertIn(f"-{version}-", wheel.name)

    def assert_complete(self, wheel: Path):
        names = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("eigenlex/")}
        expected = {
            f"eigenlex/{path.name}"
            for path in (ROOT / "python" / "eigenlex").iterdir()
            if path.suffix in (".py", ".pyi", ".typed") or path.name == "py.typed"
        }
        (module,) = names - expected
        self.assertRegex(module, r"^eigenlex/_eigenlex\..*\.so$")
        self.assertEqual(names - {module}, expected)


if __name__ == "__main__":
    unittest.main()
