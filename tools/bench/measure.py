"""Running a program and measuring it, and what the parts of tools/bench/run share."""

import json
import os
import platform
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Setup:
    """What is measured, with what and where."""

    build: Path
    corpus: Path
    tokens: int
    work: Path
    threads: int
    dim: int
    limit: int
    peers: dict[str, str]

    def program(self, name: str) -> Path:
        return self.build / name


@dataclass(frozen=True)
class Usage:
    """What a run took, by the kernel's account of the process and of those it waited for."""

    status: int
    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    stdout: str
    stderr: str
    timed_out: bool = False

    def figures(self) -> dict:
        return {"wall_seconds": round(self.wall_seconds, 3), "cpu_seconds": round(self.cpu_seconds, 3),
                "peak_bytes": self.peak_bytes}  # fmt: skip


def forget(path: Path) -> None:
    """Throws a file, or the files of a folder, out of the page cache."""
    files = path.rglob("*") if path.is_dir() else [path]
    for file in files:
        if not file.is_file():
            continue
        descriptor = os.open(file, os.O_RDONLY)
        try:
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def run(command: list, setup: Setup, reads: tuple[Path, ...] = (), check: bool = True) -> Usage:
    """Runs a command from a cold start. `reads` are its input files."""
    for path in reads:
        forget(path)
    words = [str(word) for word in command]
    say("$ " + " ".join(words))
    environment = os.environ | {"OMP_NUM_THREADS": str(setup.threads),
                                "OPENBLAS_NUM_THREADS": str(setup.threads)}  # fmt: skip
    out, err = setup.work / "stdout", setup.work / "stderr"
    timed_out = threading.Event()
    with open(out, "wb") as stdout, open(err, "wb") as stderr:
        begin = time.monotonic()
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                                   env=environment)  # fmt: skip

        def stop():
            timed_out.set()
            process.send_signal(signal.SIGKILL)

        timer = threading.Timer(setup.limit, stop)
        timer.start()
        # Not process.wait(): only wait4 tells what this one child used.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    result = Usage(process.returncode, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024,
                   out.read_text(errors="replace"), err.read_text(errors="replace"),
                   timed_out.is_set())  # fmt: skip
    say(f"  {result.wall_seconds:.1f} s elapsed, {result.cpu_seconds:.1f} s CPU, "
        f"{result.peak_bytes / 1e6:.0f} MB")
    if check and result.status != 0 and not result.timed_out:
        raise SystemExit(f"{' '.join(words)}\nfailed with status {result.status}:\n{result.stderr}")
    return result


def stage_seconds(stdout: str) -> dict[str, float]:
    """The stages of an `eigenlex ... --json` run."""
    stages = json.loads(stdout)["run"]["stages"]
    return {stage["stage"]: stage["wall_seconds"] for stage in stages}


def count_tokens(path: Path) -> int:
    with open(path, "rb") as file:
        return sum(len(line.split()) for line in file)


def describe_machine() -> dict:
    def field(path: str, name: str) -> str:
        for line in Path(path).read_text().splitlines():
            key, _, value = line.partition(":")
            if key.strip() == name:
                return value.strip()
        return ""

    flags = field("/proc/cpuinfo", "flags").split()
    return {
        "cpu": field("/proc/cpuinfo", "model name") or platform.machine(),
        "processors": len(os.sched_getaffinity(0)),
        "instructions": [name for name in ("avx2", "avx512f", "avx512_bf16") if name in flags],
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": platform.platform(),
        "date": time.strftime("%Y-%m-%d"),
        "load_before": round(os.getloadavg()[0], 2),
    }
