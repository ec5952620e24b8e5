"""What a run leaves behind when the system fails it or it is killed.

EIGENLEX_FAULTS names the library that makes calls fail (tests/faults). Whatever happens, either
the old result is whole or the new one is complete, the message says what failed, and the next run
removes what is left over.
"""

import errno
import os
import random
import shutil
import signal
import subprocess
import time
import unittest

from support import (
    MODEL_FILES,
    PROGRAM,
    QUICK_OPTIONS,
    TOY_OPTIONS,
    ZIPF_CAP,
    CliTest,
    run,
    toy_corpus,
    toy_model,
    zipf_corpus,
)

FAULTS = os.environ.get("EIGENLEX_FAULTS", "")
# Small, with everything in it: a train of some hundredths of a second.
OPTIONS = ("--dim", "8", "--window", "3", "--subsample", "0", "--max-vocab", "60", "--quiet")
KILLS = 50


class FaultTest(CliTest):
    def setUp(self):
        super().setUp()
        self.corpus = self.write("corpus.txt", toy_corpus().read_text()[:60_000])
        self.model = self.folder / "model"
        self.train = ("train", self.corpus, "-o", self.model, *OPTIONS, "--force")

    def whole_model(self) -> dict:
        self.succeed(*self.train)
        return {name: (self.model / name).read_bytes() for name in MODEL_FILES}

    def run_with_fault(self, call, at, number=0, once=False, command=None, log=None, **options):
        environment = os.environ | {
            "LD_PRELOAD": FAULTS, "FAULT_CALL": call, "FAULT_AT": str(at),
            "FAULT_ERRNO": str(int(number)),
        }  # fmt: skip
        if once:
            environment["FAULT_ONCE"] = "1"
        if log:
            environment["FAULT_LOG"] = str(log)
        return run(*(command or self.train), env=environment, **options)

    def count_calls(self, call, command=None) -> int:
        log = self.folder / "calls"
        result = self.run_with_fault(call, 1 << 40, command=command, log=log)
        self.assertEqual(result.status, 0, result.stderr)
        count = int(log.read_text())
        log.unlink()
        return count

    def assert_old_or_new(self, whole: dict):
        """The model is readable and, as old and new are the same, the same bytes as ever."""
        for name, content in whole.items():
            self.assertEqual((self.model / name).read_bytes(), content, name)
        self.succeed("info", self.model)

    def check_each(self, call, number, says, command=None, most=40, once=False):
        """Each call, or a sample of them, fails in a run over an old model.

        What fails `once` must not matter: a call that a signal interrupts is made again.
        """
        whole = self.whole_model()
        calls = self.count_calls(call, command)
        self.assertGreater(calls, 0, f"{call} is never called")
        for at in sorted(set(random.Random(call).sample(range(1, calls + 1), min(calls, most)))):
            with self.subTest(call=call, at=at):
                result = self.run_with_fault(call, at, number, once, command)
                self.assertIn(result.status, (0,) if once else (0, 1), result.stderr)
                if result.status == 1:
                    self.assertIn("eigenlex: ", result.stderr)
                    self.assertIn(says, result.stderr)
                self.assert_old_or_new(whole)
                self.assert_holds_only("corpus.txt", "model")


@unittest.skipUnless(FAULTS, "EIGENLEX_FAULTS names no library")
class SystemFaults(FaultTest):
    def test_a_disk_that_is_full_at_any_write(self):
        self.check_each("write", errno.ENOSPC, "No space left on device")

    def test_a_device_that_fails_at_any_write(self):
        self.check_each("write", errno.EIO, "Input/output error")

    def test_a_device_that_fails_at_any_sync(self):
        self.check_each("fsync", errno.EIO, "Input/output error")

    def test_a_device_that_fails_when_a_file_is_closed(self):
        self.check_each("close", errno.EIO, "Input/output error")

    def test_a_file_that_cannot_be_made(self):
        self.check_each("create", errno.EACCES, "Permission denied")

    def test_a_file_or_folder_that_may_not_be_used(self):
        self.check_each("access", errno.EACCES, "Permission denied")
        self.check_each("open", errno.EACCES, "Permission denied")

    def test_too_many_open_files(self):
        self.check_each("create", errno.EMFILE, "Too many open files")
        self.check_each("open", errno.EMFILE, "Too many open files")

    def test_a_device_that_fails_at_any_read(self):
        self.check_each("read", errno.EIO, "Input/output error")

    def test_calls_that_a_signal_interrupts_are_made_again(self):
        for call in ("write", "read", "flock"):
            self.check_each(call, errno.EINTR, "", once=True)

    def test_a_file_system_that_cannot_sync_or_lock(self):
        self.check_each("fsync", errno.EINVAL, "", once=True)
        self.check_each("flock", errno.ENOLCK, "", once=True)

    def test_merging_and_updating_leave_the_old_or_the_new(self):
        vocabulary, counts = self.folder / "vocabulary", self.folder / "counts"
        self.succeed("vocabulary", *[self.corpus] * 2, "-o", vocabulary, "--quiet")
        self.succeed("count", self.corpus, "--vocabulary", vocabulary, "-o", counts, "--quiet")
        self.succeed(*self.train, "--keep-counts")
        old = self.folder / "old"
        self.model.rename(old)
        for command in (
            ("merge", counts, counts, "-o", self.folder / "sum", "--force", "--quiet"),
            ("update", old, self.corpus, "-o", self.model, "--force", "--quiet"),
        ):
            output = command[command.index("-o") + 1]
            self.succeed(*command)
            names = [path.relative_to(output) for path in output.rglob("*") if path.is_file()]
            whole = {name: (output / name).read_bytes() for name in names if name.name != "run.json"}
            left = sorted(os.listdir(self.folder))
            for call, number, says in (
                ("write", errno.ENOSPC, "No space left on device"),
                ("read", errno.EIO, "Input/output error"),
                ("fsync", errno.EIO, "Input/output error"),
                ("create", errno.EACCES, "Permission denied"),
            ):
                calls = self.count_calls(call, command)
                for at in random.Random(call).sample(range(1, calls + 1), min(calls, 12)):
                    with self.subTest(command=command[0], call=call, at=at):
                        result = self.run_with_fault(call, at, number, command=command)
                        self.assertIn(result.status, (0, 1), result.stderr)
                        if result.status == 1:
                            self.assertIn(says, result.stderr)
                        for name, content in whole.items():
                            self.assertEqual((output / name).read_bytes(), content, name)
                        self.assertEqual(sorted(os.listdir(self.folder)), left)

    def test_a_result_that_cannot_be_renamed(self):
        self.check_each("rename", errno.EACCES, "Permission denied")
        # Nor be exchanged with the old one, so that this is to make way and cannot.
        self.check_each("rename", errno.ENOSYS, "Function not implemented")
        vectors = self.folder / "vectors.txt"
        command = ("export", toy_model(), "--format", "word2vec", "-o", vectors)
        result = self.run_with_fault("rename", 1, errno.EACCES, command=command)
        self.assertEqual(result.status, 1)
        self.assertIn("Permission denied", result.stderr)
        self.assert_holds_only("corpus.txt", "model")

    def test_a_file_system_that_cannot_exchange_two_names(self):
        whole = self.whole_model()
        # The first renaming is refused as the old model is there, the second is the exchange.
        result = self.run_with_fault("rename", 2, errno.ENOSYS, once=True)
        self.assertEqual(result.status, 0, result.stderr)
        self.assert_old_or_new(whole)
        self.assert_holds_only("corpus.txt", "model")

    def test_a_file_that_is_shortened_while_it_is_read_is_named(self):
        self.succeed(*self.train)
        kept = self.folder / "kept"
        self.model.rename(kept)
        for at in range(1, self.count_calls("shorten", ("info", kept)) + 1):
            shutil.copytree(kept, self.model)
            result = self.run_with_fault("shorten", at, once=True, command=("info", self.model))
            self.assertEqual(result.status, 1, result.stderr)
            self.assertRegex(result.stderr, f"^eigenlex: {self.model}/\\S+: ends too early")
            shutil.rmtree(self.model)

    def test_counts_on_a_full_disk(self):
        counts = self.folder / "counts"
        command = ("count", self.corpus, "-o", counts, "--quiet", "--force")
        for at in range(1, self.count_calls("write", command) + 1):
            shutil.rmtree(counts, ignore_errors=True)
            result = self.run_with_fault("write", at, errno.ENOSPC, command=command)
            self.assertEqual(result.status, 1)
            self.assertIn("No space left on device", result.stderr)
            self.assert_holds_only("corpus.txt")

    def test_an_export_on_a_full_disk(self):
        vectors = self.folder / "vectors.txt"
        for form in ("word2vec", "word2vec-binary", "npy"):
            command = ("export", toy_model(), "--format", form, "-o", vectors, "--force")
            result = self.run_with_fault("write", 1, errno.ENOSPC, command=command)
            self.assertEqual(result.status, 1)
            self.assertIn("No space left on device", result.stderr)
            self.assert_holds_only("corpus.txt")

    def test_memory_that_runs_out_at_any_allocation(self):
        whole = self.whole_model()
        # One thread: then the number of an allocation names the same one in every run.
        command = (*self.train, "--threads", "1")
        calls = self.count_calls("malloc", command)
        sample = random.Random(1).sample(range(1, calls + 1), min(calls, 150))
        for at in sorted({*range(1, min(calls, 50)), *sample}):
            for once in (True, False):
                with self.subTest(at=at, once=once):
                    result = self.run_with_fault("malloc", at, errno.ENOMEM, once, command)
                    self.assertIn(result.status, (0, 1), result.stderr)
                    if result.status == 1:
                        self.assertRegex(result.stderr, "memory|cannot|could not")
                    self.assert_old_or_new(whole)
        self.succeed(*self.train)
        self.assert_holds_only("corpus.txt", "model")


@unittest.skipUnless(FAULTS, "EIGENLEX_FAULTS names no library")
class TemporaryFiles(FaultTest):
    """Of a run that may not take the memory for its counts."""

    def setUp(self):
        super().setUp()
        shutil.copy(zipf_corpus(), self.corpus)
        self.train = ("train", self.corpus, "-o", self.model, "--dim", "20", "--min-count", "1",
                      "--threads", "2", "--quiet", "--force", *QUICK_OPTIONS,
                      "--memory", f"{ZIPF_CAP}M")  # fmt: skip

    def test_on_a_full_disk(self):
        self.check_each("write", errno.ENOSPC, "No space left on device", most=4)

    def test_are_not_synced_to_the_device(self):
        # Counts that are written or, for --resume, kept are; a cap adds nothing to them.
        resources = self.train.index("--memory")
        keeping = (*self.train[:resources], "--resume")
        self.assertEqual(self.count_calls("fsync"), self.count_calls("fsync", keeping))
        counting = ("count", self.corpus, "-o", self.folder / "counts", "--min-count", "1",
                    "--threads", "2", "--quiet", "--force", *QUICK_OPTIONS[2:])  # fmt: skip
        capped = (*counting, *self.train[resources:])
        self.assertEqual(self.count_calls("fsync", capped), self.count_calls("fsync", counting))

    def test_on_a_device_that_fails(self):
        self.check_each("read", errno.EIO, "Input/output error", most=4)

    def test_when_a_signal_interrupts_calls(self):
        for call in ("write", "read"):
            self.check_each(call, errno.EINTR, "", most=2, once=True)


class Killed(FaultTest):
    def test_at_random_moments_leaves_the_old_model_or_the_new(self):
        whole = self.whole_model()
        begun = time.monotonic()
        self.whole_model()
        duration = time.monotonic() - begun
        moments = random.Random(2)
        for _ in range(KILLS):
            with subprocess.Popen([PROGRAM, *map(str, self.train)]) as program:
                time.sleep(moments.uniform(0, 1.2 * duration))
                program.kill()
            self.assert_old_or_new(whole)
        self.succeed(*self.train)
        self.assert_holds_only("corpus.txt", "model")

    def test_leftovers_are_removed_by_the_next_run_and_only_they(self):
        self.write("model.tmp-4000000-0", "left by a killed run")
        (self.folder / "model.tmp-4000000-1").mkdir()
        self.write("model.tmp-mine", "precious")
        self.succeed(*self.train)
        self.assert_holds_only("corpus.txt", "model", "model.tmp-mine")


class TwoRuns(FaultTest):
    def test_to_one_place_leave_a_complete_model(self):
        programs = [
            subprocess.Popen([PROGRAM, *map(str, self.train)], stderr=subprocess.PIPE)
            for _ in range(4)
        ]
        for program in programs:
            _, message = program.communicate(timeout=60)
            self.assertEqual(program.returncode, 0, message)
        self.succeed("info", self.model)
        self.assert_holds_only("corpus.txt", "model")


class Surroundings(FaultTest):
    def test_the_locale_and_the_clock_change_nothing(self):
        whole = self.whole_model()
        for name in ("tr_TR.UTF-8", "de_DE.UTF-8", "C", "nonsense"):
            environment = os.environ | {"LC_ALL": name, "LANG": name, "TZ": "Pacific/Kiritimati"}
            self.succeed(*self.train, env=environment)
            self.assert_old_or_new(whole)
            self.assertRegex(
                self.succeed("similar", toy_model(), "king", "-k", "1", env=environment).stdout,
                r"^king\t\w+\t0\.\d{4}\n$",
            )

    def test_an_output_folder_that_vanishes_is_an_error(self):
        folder = self.folder / "results"
        folder.mkdir()
        # The text comes when the folder is gone, so the run cannot be too quick for the test.
        command = [PROGRAM, "train", "-", "-o", str(folder / "model"), *TOY_OPTIONS]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as program:
            time.sleep(0.5)
            shutil.rmtree(folder)
            _, message = program.communicate(toy_corpus().read_bytes(), timeout=60)
            self.assertEqual(program.returncode, 1, message)
        self.assertIn(b"results", message)
        self.assertFalse(folder.exists())

    def test_a_corpus_that_grows_while_it_is_read_is_read_as_it_was_or_refused(self):
        with open(self.corpus, "a") as corpus:
            program = subprocess.Popen([PROGRAM, *map(str, self.train)], stderr=subprocess.PIPE)
            for _ in range(200):
                corpus.write("more words to read\n")
                corpus.flush()
            program.communicate(timeout=60)
        self.assertIn(program.returncode, (0, 1))
        if program.returncode == 0:
            self.succeed("info", self.model)


if __name__ == "__main__":
    unittest.main()
