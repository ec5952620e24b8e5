"""Ranks on several hosts, which are network namespaces of this machine, and under Slurm (label
`large`): the bytes of one process. How long a run took is told, and asserted nowhere."""

import contextlib
import functools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import unittest
from pathlib import Path

from ranks import ENVIRONMENT, RanksTest
from slow_network import TUN_DEVICE, SlowSwitch, open_port
from support import PROGRAM, zipf_corpus

HOSTS = 4
TIMEOUT = 600
RATE = "1gbit"
DELAY = 0.005  # seconds, one way
LIMIT = ("tbf", "rate", RATE, "burst", "1mb", "latency", "50ms")  # what tc is told of a way out
LONGEST_FRAME = "60000"  # what one process passes on has to be few
# Addresses that a test may have for itself: 198.18.0.0/15 is for trying out networks (RFC 2544).
NETWORK = "198.18.71"
TRAIN = ("--dim", "100", "--min-count", "1", "--threads", "1")


def shell(*command) -> subprocess.CompletedProcess:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60)


def must(*command) -> str:
    finished = shell(*command)
    if finished.returncode != 0:
        raise OSError(f"{' '.join(map(str, command))}: {finished.stderr.strip()}")
    return finished.stdout


@functools.cache
def why_no_namespaces() -> str:
    """Why there are no hosts by network namespaces here; empty where there are."""
    for tool in ("ip", "tc", "unshare"):
        if shutil.which(tool) is None:
            return f"there is no {tool}"
    name = f"elx{os.getpid() % 100_000}try"
    with contextlib.ExitStack() as undo:
        made = shell("ip", "netns", "add", name)
        if made.returncode != 0:
            return f"ip netns add: {made.stderr.strip()}"
        undo.callback(shell, "ip", "netns", "del", name)
        try:
            undo.callback(os.close, open_port(name))
        except OSError as error:
            return f"{TUN_DEVICE}: {error.strerror}"
        limited = shell("tc", "qdisc", "add", "dev", name, "root", *LIMIT)
        return "" if limited.returncode == 0 else f"tc: {limited.stderr.strip()}"


class Hosts:
    """Network namespaces at a switch, as hosts; all is removed at the end, whatever happens."""

    def __init__(self, folder: Path):
        self.name = f"elx{os.getpid() % 100_000}"
        self.folder = folder
        self.undo = contextlib.ExitStack()

    def __enter__(self):
        try:
            self.make()
        except BaseException:
            self.undo.close()
            raise
        return self

    def __exit__(self, *_):
        self.undo.close()

    def make(self):
        ports = [f"{self.name}p{port}" for port in range(HOSTS + 1)]
        switch = SlowSwitch(ports, DELAY)
        self.undo.callback(switch.close)
        # mpirun is at the switch, too.
        self.set_up(ports[0], "254")
        for host in range(1, HOSTS + 1):
            self.make_host(f"{self.name}h{host}", ports[host], host)
        agent = self.folder / "agent.sh"
        # What stands for ssh: the last number of an address is that of the host. Hosts differ in
        # their names, too, or Open MPI would take them for one.
        agent.write_text(
            '#!/bin/sh\nwhile case "$1" in -*) true ;; *) false ;; esac; do shift; done\n'
            'host=${1##*.}; shift\n'
            f'exec ip netns exec {self.name}h"$host" '
            'unshare --uts sh -c "hostname host$host; $*"\n'
        )
        agent.chmod(0o755)
        (self.folder / "hosts").write_text(
            "".join(f"{NETWORK}.{host} slots=1\n" for host in range(1, HOSTS + 1))
        )
        self.mpirun = (
            "mpirun", "--hostfile", self.folder / "hosts", "--map-by", "node", "--bind-to", "none",
            "--mca", "plm_rsh_agent", agent, "--mca", "pml", "ob1", "--mca", "btl", "tcp,self",
            "--mca", "btl_tcp_if_include", f"{NETWORK}.0/24",
            "--mca", "oob_tcp_if_include", f"{NETWORK}.0/24",
        )  # fmt: skip

    def make_host(self, name: str, port: str, number: int):
        must("ip", "netns", "add", name)
        self.undo.callback(shell, "ip", "netns", "del", name)
        self.undo.callback(self.end_processes, name)
        must("ip", "link", "set", port, "netns", name, "name", "eth0")
        must("ip", "-n", name, "link", "set", "lo", "up")
        self.set_up("eth0", str(number), "-n", name)

    @staticmethod
    def set_up(device: str, number: str, *namespace: str):
        must("ip", *namespace, "link", "set", device, "mtu", LONGEST_FRAME, "up")
        must("ip", *namespace, "addr", "add", f"{NETWORK}.{number}/24", "dev", device)
        must("tc", *namespace, "qdisc", "add", "dev", device, "root", *LIMIT)

    @staticmethod
    def end_processes(name: str):
        """What still runs on a host: of a job that has ended, nothing."""
        for number in shell("ip", "netns", "pids", name).stdout.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(number), signal.SIGKILL)

    def bytes_sent(self) -> int:
        """What all hosts have sent."""
        total = 0
        for host in range(1, HOSTS + 1):
            link = must("ip", "-n", f"{self.name}h{host}", "-s", "-j", "link", "show", "eth0")
            total += json.loads(link)[0]["stats64"]["tx"]["bytes"]
        return total


class LargeTest(RanksTest):
    def tell(self, what: str, began: float):
        print(f"{what}: {time.monotonic() - began:.2f} s", file=sys.stderr)


@unittest.skipIf(why_no_namespaces(), why_no_namespaces())
class Namespaces(LargeTest):
    def test_four_hosts_make_the_model_of_one_process(self):
        with Hosts(self.folder) as hosts:
            for method in ("als", "svd"):
                training = ("train", zipf_corpus(), *TRAIN, "--method", method, "--quiet")
                one, many = self.folder / f"one.{method}", self.folder / f"many.{method}"
                began = time.monotonic()
                self.succeed(*training, "-o", one, timeout=TIMEOUT)
                self.tell(f"{method}, one process", began)
                before = hosts.bytes_sent()
                began = time.monotonic()
                self.succeed_on(HOSTS, *training, "-o", many, mpirun=hosts.mpirun, timeout=TIMEOUT)
                sent = (hosts.bytes_sent() - before) / 1e6
                network = f"{HOSTS} hosts, {RATE}, {DELAY * 1000:.0f} ms"
                self.tell(f"{method}, {network}, {sent:.1f} MB sent", began)
                self.assert_same_result(one, many)

    def test_a_host_that_is_lost_ends_the_job(self):
        with Hosts(self.folder) as hosts:
            # Its daemon notices when the link is gone; without one, the keep-alive of TCP does.
            command = (*hosts.mpirun, "--mca", "oob_tcp_keepalive_time", "2", "--mca",
                       "oob_tcp_keepalive_intvl", "1", "--mca", "oob_tcp_keepalive_probes", "2",
                       "-n", HOSTS, PROGRAM, "train", zipf_corpus(), "-o", self.folder / "out",
                       *TRAIN, "--distributed")  # fmt: skip
            with subprocess.Popen([*map(str, command)], env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE) as job:  # fmt: skip
                while b"weight " not in job.stderr.readline():
                    self.assertIsNone(job.poll(), "ended before a host was lost")
                began = time.monotonic()
                must("ip", "-n", f"{hosts.name}h{HOSTS}", "link", "set", "eth0", "down")
                message = job.stderr.read().decode(errors="replace")
                self.assertNotEqual(job.wait(TIMEOUT), 0)
                self.tell("a lost host was noticed", began)
        self.assertFalse((self.folder / "out").exists(), message)
        self.assert_no_process_left()


SLURM_TOOLS = ("slurmctld", "slurmd", "srun", "munged")


@functools.cache
def why_no_slurm() -> str:
    for tool in SLURM_TOOLS:
        if shutil.which(tool) is None:
            return f"there is no {tool}"
    return "" if os.geteuid() == 0 else "slurmd is started by root alone"


class Slurm:
    """Slurm on this host alone, with its own keys, ports and folders."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.environment = os.environ | {"SLURM_CONF": str(folder / "slurm.conf")}
        self.undo = contextlib.ExitStack()

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.undo.close()
            raise
        return self

    def __exit__(self, *_):
        self.undo.close()

    def write_settings(self):
        host = socket.gethostname().split(".")[0]
        folder = self.folder
        for name in ("state", "spool"):
            (folder / name).mkdir()
        (folder / "slurm.conf").write_text(f"""ClusterName=eigenlex
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CryptoType=crypto/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SlurmdParameters=config_overrides
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs=4 RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
""")
        key = folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)

    def start(self):
        folder = self.folder
        self.write_settings()
        files = {"key-file": "munge.key", "socket": "munge.socket", "pid-file": "munged.pid",
                 "log-file": "munged.log", "seed-file": "munged.seed"}  # fmt: skip
        self.daemon("munged", "--foreground", "--force",
                    *(f"--{option}={folder / name}" for option, name in files.items()))  # fmt: skip
        self.daemon("slurmctld", "-D")
        self.daemon("slurmd", "-D")
        until = time.monotonic() + 60
        while self.run("sinfo", "--noheader", "--states=idle").stdout.strip() == "":
            if time.monotonic() > until:
                raise OSError(f"Slurm does not start: {self.logs()}")
            time.sleep(0.2)

    def daemon(self, *command):
        log = open(self.folder / f"{command[0]}.out", "wb")
        self.undo.callback(log.close)
        process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log)  # fmt: skip
        self.undo.callback(self.end, process)

    @staticmethod
    def end(process: subprocess.Popen):
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def run(self, *command) -> subprocess.CompletedProcess:
        return subprocess.run([*map(str, command)], env=self.environment, capture_output=True,
                              stdin=subprocess.DEVNULL, text=True, timeout=TIMEOUT)  # fmt: skip

    def logs(self) -> str:
        files = [*self.folder.glob("*.log"), *self.folder.glob("*.out")]
        return "\n".join(f"{file.name}: {file.read_text()[-2000:]}" for file in files)


@unittest.skipIf(why_no_slurm(), why_no_slurm())
class UnderSlurm(LargeTest):
    def test_srun_makes_the_model_of_one_process(self):
        folder = self.folder / "slurm"
        folder.mkdir()
        many = self.folder / "many"
        training = (PROGRAM, "train", zipf_corpus(), *TRAIN)
        with Slurm(folder) as slurm:
            kinds = slurm.run("srun", "--mpi=list")
            if "pmix" not in kinds.stdout + kinds.stderr:
                self.skipTest("Slurm has no pmix")
            srun = ("srun", "-n", 2, "--mpi=pmix")
            refused = slurm.run(*srun, *training, "-o", many)
            self.assertNotEqual(refused.returncode, 0)
            self.assertIn("2 processes that were started together", refused.stderr)
            self.assertFalse(many.exists())
            began = time.monotonic()
            made = slurm.run(*srun, *training, "-o", many, "--distributed")
            self.assertEqual(made.returncode, 0, f"{made.stderr}\n{slurm.logs()}")
            self.tell("2 tasks of srun", began)
        self.succeed(*training[1:], "-o", self.folder / "one", timeout=TIMEOUT)
        self.assert_same_result(self.folder / "one", many)


if __name__ == "__main__":
    unittest.main()
