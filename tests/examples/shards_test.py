"""Runs the scripts of examples/shards, which count a corpus in parts, and compares with one count.

GNU parallel, Slurm and Kubernetes are played by scripts that take what the examples give to the real
ones, refuse what those would, and run the tasks, so that every command of the examples is run. The real
`parallel` takes its turn where it is installed. The environment variable EIGENLEX names the program.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))

from support import PROGRAM, toy_corpus  # noqa: E402

SCRIPTS = ROOT / "examples" / "shards"
FILES = ("counts.json", "vocab.tsv", "indptr.npy", "indices.npy", "values.npy")
PARTS = 5

# Each plays a program: the tasks that it is given run at once, in an order that is none of theirs.
PARALLEL = """#!/usr/bin/python3
import subprocess, sys
arguments = sys.argv[1:]
while arguments[0].startswith("-"):
    takes_value = arguments[0] in ("--env", "-j")
    arguments = arguments[1 + takes_value:]
failed = 0
for line in reversed(sys.stdin.read().split()):
    failed += subprocess.run([*arguments, line]).returncode != 0
sys.exit(failed)
"""
SBATCH = """#!/usr/bin/python3
import os, re, subprocess, sys
from pathlib import Path
jobs = Path(os.environ["JOBS"])
options, command = {}, []
for argument in sys.argv[1:]:
    match = None if command else re.fullmatch(r"--([a-z-]+)(?:=(.*))?", argument)
    if match:
        options[match[1]] = match[2]
    else:
        command.append(argument)
assert "parsable" in options and options["export"] == "ALL", options
number = len(list(jobs.iterdir())) + 1
ready = True
if "dependency" in options:
    kind, before = options["dependency"].split(":")
    assert kind == "afterok"
    ready = (jobs / before).read_text() == "0"
status = 1
if ready:
    tasks = [None]
    if "array" in options:
        first, last = map(int, options["array"].split("-"))
        tasks = range(last, first - 1, -1)
    status = 0
    for task in tasks:
        environment = dict(os.environ)
        if task is not None:
            environment["SLURM_ARRAY_TASK_ID"] = str(task)
        log = options["output"].replace("%A", str(number)).replace("%a", str(task))
        with open(log, "w") as out:
            done = subprocess.run(command, env=environment, stdout=out, stderr=out)
        status = max(status, done.returncode)
(jobs / str(number)).write_text(str(status))
print(number)
"""
KUBECTL = """#!/usr/bin/python3
import json, os, re, subprocess, sys
from pathlib import Path
jobs, data = Path(os.environ["JOBS"]), os.environ["DATA"]
if sys.argv[1] == "wait":
    name = sys.argv[-1].removeprefix("job/")
    sys.exit((jobs / name).read_text() != "0")
assert sys.argv[1:] == ["apply", "-f", "-"]
manifest = sys.stdin.read()
def field(name):
    return re.search(rf"^ *{name}: (.*)$", manifest, re.MULTILINE)[1]
assert (field("completionMode"), field("image")) == ("Indexed", "an-image:1")
assert field("persistentVolumeClaim") == "{claimName: a-claim}"
command = [part.replace("/data", data) for part in json.loads(field("command"))]
environment = dict(os.environ)
for name, value in re.findall(r"^ *- {name: ([A-Z]+), value: (\\".*\\")}$", manifest, re.MULTILINE):
    environment[name] = json.loads(value).replace("/data", data)
status = 0
for task in reversed(range(int(field("completions")))):
    environment["JOB_COMPLETION_INDEX"] = str(task)
    status = max(status, subprocess.run(command, env=environment).returncode)
(jobs / field("name")).write_text(str(status))
"""


class Shards(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.text, self.work = self.folder / "text", self.folder / "work"
        self.text.mkdir()
        lines = toy_corpus().read_text().splitlines(keepends=True)[:1500]
        for part in range(PARTS):
            # An empty part, names with a blank, and an order of names that is not that of numbers.
            name = f"part {10 - part if part % 2 else part}.txt"
            begin, end = (part * 300, (part + 1) * 300) if part != 2 else (0, 0)
            (self.text / name).write_text("".join(lines[begin:end]))
        self.programs, self.jobs = self.folder / "bin", self.folder / "jobs"
        self.programs.mkdir()
        self.jobs.mkdir()
        self.options = {"READING": "--tokenizer whitespace", "COUNTING": "--window 4 --min-count 3"}

    def play(self, name: str, script: str):
        path = self.programs / name
        path.write_text(script)
        path.chmod(0o755)

    def run_script(self, name: str, *arguments, **variables) -> subprocess.CompletedProcess:
        environment = os.environ | self.options | {
            "TEXT": str(self.text), "WORK": str(self.work), "JOBS": str(self.jobs),
            "EIGENLEX": PROGRAM, "PATH": f"{self.programs}:{os.environ['PATH']}",
        } | variables  # fmt: skip
        return subprocess.run([SCRIPTS / name, *arguments], env=environment, capture_output=True,
                              text=True, timeout=300)  # fmt: skip

    def succeed(self, name: str, *arguments, **variables) -> str:
        finished = self.run_script(name, *arguments, **variables)
        self.assertEqual(finished.returncode, 0, finished.stderr)
        return finished.stdout

    def assert_is_one_count(self):
        parts = sorted(self.text.iterdir(), key=lambda path: os.fsencode(path.name))
        at_once = self.folder / "at_once"
        options = " ".join(self.options.values()).split()
        subprocess.run([PROGRAM, "count", *parts, "-o", at_once, "--quiet", *options], check=True)
        for name in FILES:
            merged = self.work / "all.counts" / name
            self.assertEqual((at_once / name).read_bytes(), merged.read_bytes(), name)

    def test_by_hand(self):
        for step in ("vocabulary", "count"):
            for part in range(PARTS):
                self.succeed("step.sh", step, str(part))
            self.succeed("step.sh", "vocabularies" if step == "vocabulary" else "merge")
        self.assert_is_one_count()

    def test_what_is_there_is_not_made_again_and_what_is_not_is_said(self):
        self.succeed("step.sh", "vocabulary", "0")
        self.succeed("step.sh", "vocabulary", "0")
        for arguments, status, says in (
            (("vocabulary", str(PARTS)), 1, f"there is no part {PARTS}"),
            (("vocabulary",), 2, "which part?"),
            (("other",), 2, "usage"),
            (("count", "0"), 1, "all.vocabulary"),
        ):
            failed = self.run_script("step.sh", *arguments)
            self.assertEqual(failed.returncode, status, arguments)
            self.assertIn(says, failed.stderr)
        self.assertFalse((self.work / "counts" / "part 0.txt").exists())

    def test_gnu_parallel(self):
        self.play("parallel", PARALLEL)
        self.succeed("parallel.sh", "-j", "2")
        self.assert_is_one_count()

    @unittest.skipUnless(
        shutil.which("parallel")
        and "GNU" in subprocess.run(["parallel", "--version"], capture_output=True, text=True).stdout,
        "GNU parallel is not installed",
    )
    def test_gnu_parallel_itself(self):
        self.succeed("parallel.sh", "-j", "2", HOME=str(self.folder))
        self.assert_is_one_count()

    def test_slurm(self):
        self.play("sbatch", SBATCH)
        last = self.succeed("slurm.sh", "--cpus-per-task=2", "--mem=1G").strip()
        self.assertEqual((last, (self.jobs / last).read_text()), ("4", "0"))
        self.assert_is_one_count()

    def test_slurm_goes_on_from_what_there_is_after_a_failure(self):
        self.play("sbatch", SBATCH)
        spoiled = self.text / "part 0.txt"
        whole = spoiled.read_bytes()
        spoiled.write_bytes(b"\xff\xfe\xff not text\n")
        self.succeed("slurm.sh")
        self.assertNotEqual((self.jobs / "4").read_text(), "0")
        self.assertFalse((self.work / "all.vocabulary").exists())
        spoiled.write_bytes(whole)
        shutil.rmtree(self.jobs)
        self.jobs.mkdir()
        self.succeed("slurm.sh")
        self.assert_is_one_count()

    def test_kubernetes(self):
        self.play("kubectl", KUBECTL)
        shutil.copy(SCRIPTS / "step.sh", self.folder)
        self.succeed("kubernetes.sh", PARTS=str(PARTS), IMAGE="an-image:1", CLAIM="a-claim",
                     DATA=str(self.folder))  # fmt: skip
        self.assert_is_one_count()


if __name__ == "__main__":
    unittest.main()
