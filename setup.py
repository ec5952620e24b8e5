"""Builds the package for Python: CMake makes its module from the same sources as the program.

What the environment may say:
    EIGENLEX_BUILD_DIR    a folder that CMake has configured with -DEIGENLEX_PYTHON=ON for the same
                          Python, whose module is taken; by default a folder of its own is
    EIGENLEX_CMAKE_ARGS   arguments for CMake there, as -DEIGENLEX_NATIVE=ON for a wheel that runs
                          on processors such as this one alone
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = Path(__file__).resolve().parent


def version():
    return re.search(r"project\(eigenlex VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text())[1]


class BuildByCMake(build_ext):
    def build_extension(self, extension):
        folder = os.environ.get("EIGENLEX_BUILD_DIR")
        if folder is None:
            folder = Path(self.build_temp).resolve()
            self.configure(folder)
        jobs = str(self.parallel or len(os.sched_getaffinity(0)))
        subprocess.run(
            ["cmake", "--build", folder, "--target", "eigenlex_python", "--parallel", jobs], check=True
        )
        target = Path(self.get_ext_fullpath(extension.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(folder) / "python" / "eigenlex" / target.name, target)

    def configure(self, folder):
        arguments = [
            "-DCMAKE_BUILD_TYPE=Release",
            "-DCMAKE_UNITY_BUILD=ON",
            "-DEIGENLEX_PYTHON=ON",
            "-DEIGENLEX_TESTS=OFF",
            "-DEIGENLEX_NEURAL=OFF",
            f"-DPython3_EXECUTABLE={sys.executable}",
        ]
        if shutil.which("ninja") and not (folder / "CMakeCache.txt").exists():
            arguments += ["-G", "Ninja"]
        arguments += shlex.split(os.environ.get("EIGENLEX_CMAKE_ARGS", ""))
        subprocess.run(["cmake", "-S", ROOT, "-B", folder, *arguments], check=True)


setup(
    version=version(),
    ext_modules=[Extension("eigenlex._eigenlex", sources=[])],
    cmdclass={"build_ext": BuildByCMake},
)
