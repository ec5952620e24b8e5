"""Running the program as the ranks of one job, by Open MPI's mpirun."""

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from support import PROGRAM, CliTest, Result, as_argument

# Generous: what they are there for is that nothing waits for ever.
SECONDS_TO_END = 60
SECONDS_TO_FAIL = 10 * (10 if os.environ.get("EIGENLEX_SANITIZED") else 1)
MPIRUN = ("mpirun", "--oversubscribe", "--bind-to", "none")
# Ranks share cores here, so none of their threads should wait for others by spinning.
ENVIRONMENT = os.environ | {
    "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMP_WAIT_POLICY": "passive",
}  # fmt: skip


def session_in(folder: str) -> dict[str, str]:
    """The environment of a job with a session folder of its own: two that begin at the same time may
    fail to make the one that they would share."""
    return ENVIRONMENT | {"OMPI_MCA_orte_tmpdir_base": folder}


def module_path() -> Path:
    """What ranks talk by, beside the program."""
    return Path(shutil.which(PROGRAM) or PROGRAM).resolve().with_name("eigenlex_mpi.so")


def why_not() -> str:
    """Why there are no ranks here; empty where there are."""
    if shutil.which("mpirun") is None:
        return "there is no mpirun"
    if not module_path().exists():
        return f"there is no {module_path()}"
    version = subprocess.run(["mpirun", "--version"], capture_output=True, text=True).stdout
    return "" if "Open MPI" in version else "mpirun is not that of Open MPI"


def files_of(folder: Path, but: tuple[str, ...] = ("run.json",)) -> dict[str, bytes]:
    """Every file of a result by its name, but for what tells of the run."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in but)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def processes_of(mark: str) -> dict[int, int]:
    """Processes that run as ranks with such an argument: their numbers by rank."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
        except OSError:  # It ended meanwhile, or is another user's.
            continue
        rank = re.search(rb"(?:^|\0)OMPI_COMM_WORLD_RANK=(\d+)\0", environment)
        if rank and mark.encode() in command:
            found[int(rank[1])] = int(process.name)
    return found


class Job:
    """A job that has begun, of which stderr is read line by line."""

    def __init__(self, ranks: int, *arguments, program=PROGRAM, cwd=None):
        command = (*MPIRUN, "-n", ranks, program, *arguments, "--distributed")
        self.session = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.mpirun = subprocess.Popen(
            [*map(as_argument, command)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env=session_in(self.session.name), cwd=cwd,
        )  # fmt: skip
        self.stderr = ""
        self.watchdog = threading.Timer(SECONDS_TO_END, self.mpirun.kill)
        self.watchdog.start()

    def has_ended(self) -> bool:
        return self.mpirun.poll() is not None

    def wait_until(self, line: str) -> bool:
        """Reads until a line matches; false where the job ends before."""
        for text in iter(self.mpirun.stderr.readline, b""):
            self.stderr += text.decode(errors="replace")
            if re.match(line, text.decode(errors="replace")):
                return True
        return False

    def end(self) -> Result:
        """The status and all of stderr, once the job has ended."""
        self.stderr += self.mpirun.stderr.read().decode(errors="replace")
        self.mpirun.stderr.close()
        status = self.mpirun.wait()
        self.watchdog.cancel()
        self.session.cleanup()
        return Result(status, b"", self.stderr.encode())


@unittest.skipIf(why_not(), why_not())
class RanksTest(CliTest):
    """Base of the tests of ranks: jobs, and what they leave behind."""

    def run_job(self, *arguments, mpirun=MPIRUN, **options) -> Result:
        """What `mpirun` with these arguments leaves; every one of them is text or a path."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as session:
            finished = subprocess.run(
                [*map(as_argument, (*mpirun, *arguments))],
                **{"stdin": subprocess.DEVNULL, "capture_output": True,
                   "env": session_in(session), "timeout": SECONDS_TO_END} | options,
            )  # fmt: skip
        return Result(finished.returncode, finished.stdout, finished.stderr)

    def run_ranks(self, ranks: int, *arguments, program=PROGRAM, **options) -> Result:
        return self.run_job("-n", ranks, program, *arguments, "--distributed", **options)

    def succeed_on(self, ranks: int, *arguments, **options) -> Result:
        result = self.run_ranks(ranks, *arguments, **options)
        self.assertEqual(result.status, 0, f"{ranks} ranks: {arguments}: {result.stderr}")
        return result

    def assert_same_result(self, one: Path, other: Path):
        """The same files with the same bytes; which of them differ, not their bytes, is shown."""
        ones, others = files_of(one), files_of(other)
        self.assertEqual(list(ones), list(others))
        self.assertEqual([name for name in ones if ones[name] != others[name]], [])

    def assert_no_process_left(self, mark: Path | None = None):
        """Of those that have the path, or the test's folder, among their arguments."""
        until = time.monotonic() + SECONDS_TO_FAIL
        while processes_of(str(mark or self.folder)) and time.monotonic() < until:
            time.sleep(0.02)
        self.assertEqual(processes_of(str(mark or self.folder)), {})

    def names(self) -> list[str]:
        return sorted(os.listdir(self.folder))

    def refuse(self, job, says: tuple[str, ...], status: int = 1) -> Result:
        """That what `job()` runs fails soon with these messages and changes nothing."""
        names = self.names()
        began = time.monotonic()
        result = job()
        self.assertLess(time.monotonic() - began, SECONDS_TO_FAIL)
        self.assertEqual(result.status, status, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertIn("eigenlex: ", result.stderr)
        for part in says:
            self.assertIn(part, result.stderr)
        self.assertEqual(self.names(), names)
        self.assert_no_process_left()
        return result
