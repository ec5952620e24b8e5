"""--memory, --temp and --resume: the same bytes within a cap, and nothing left behind."""

import fcntl
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time
import unittest

from support import (
    MODEL_FILES,
    PROGRAM,
    QUICK_OPTIONS,
    ZIPF_CAP,
    CliTest,
    rare_corpus,
    toy_corpus,
    zipf_corpus,
)

ARRAYS_AND_WORDS = [name for name in MODEL_FILES if name.endswith((".tsv", ".npy"))]
COUNT_FILES = ("vocab.tsv", "indptr.npy", "indices.npy", "values.npy")
MEBIBYTE = 1 << 20
WORK = ("--dim", "20", "--threads", "2", "--min-count", "1")
OPTIONS = (*WORK, *QUICK_OPTIONS)

measures_memory = unittest.skipIf(
    os.environ.get("EIGENLEX_SANITIZED"), "a sanitizer takes memory and time of its own"
)


def peak(model) -> int:
    return json.loads((model / "run.json").read_text())["peak_memory_bytes"]


class Cap(CliTest):
    @measures_memory
    def test_bytes_are_the_same_and_memory_is_within_the_cap(self):
        free, capped = self.folder / "free", self.folder / "capped"
        self.succeed("train", zipf_corpus(), "-o", free, *OPTIONS)
        result = self.succeed("train", zipf_corpus(), "-o", capped, *OPTIONS, "--memory",
                              f"{ZIPF_CAP}M")  # fmt: skip
        self.assert_same_files(free, capped)
        self.assertGreater(peak(free), 1.5 * ZIPF_CAP * MEBIBYTE)
        self.assertLess(peak(capped), 1.1 * ZIPF_CAP * MEBIBYTE)
        self.assertIn("temporary files in", result.stderr)
        self.assert_holds_only("free", "capped")

    @measures_memory
    def test_the_defaults_keep_it_too(self):
        free, capped = self.folder / "free", self.folder / "capped"
        self.succeed("train", zipf_corpus(), "-o", free, *WORK)
        self.succeed("train", zipf_corpus(), "-o", capped, *WORK, "--memory", "160M")
        self.assert_same_files(free, capped)
        self.assertGreater(peak(free), 1.1 * 160 * MEBIBYTE)
        self.assertLess(peak(capped), 1.1 * 160 * MEBIBYTE)

    def assert_least_is_kept(self, corpus, *options):
        out = self.folder / "out"
        command = ("train", corpus, "-o", out, "--min-count", "1", *options)
        refused = self.fail_with(1, *command, "--memory", "60M", says=("must be at least",))
        least = int(re.search(r"must be at least (\d+) MB", refused.stderr)[1]) * 1_000_000
        self.succeed(*command, "--memory", f"{least // 1024 + 1}K")
        self.assertLess(peak(out), 1.1 * least)

    @measures_memory
    def test_the_least_one_is_kept_where_tables_take_most(self):
        self.assert_least_is_kept(
            zipf_corpus(), "--method", "svd", "--dim", "200", "--threads", "2"
        )

    @measures_memory
    def test_the_least_one_is_kept_where_the_space_of_the_svd_grows(self):
        self.assert_least_is_kept(
            rare_corpus(), "--method", "svd", "--contexts", "symmetric", "--threads", "1"
        )

    @measures_memory
    def test_the_least_one_is_kept_where_words_have_many_parts(self):
        """Lines that were not split into words: each ideograph of theirs is a part."""
        corpus = self.folder / "unsplit.txt"
        draw = random.Random(1)
        with corpus.open("w", encoding="utf-8") as out:
            for _ in range(1_500):
                words = ("".join(chr(draw.randrange(0x4E00, 0x5E00)) for _ in range(200))
                         for _ in range(5))  # fmt: skip
                print(*words, file=out)
        self.assert_least_is_kept(corpus, "--tokenizer", "whitespace", "--dim", "5", "--contexts",
                                  "symmetric", "--threads", "1")  # fmt: skip

    @measures_memory
    def test_counts_and_their_model_are_the_same(self):
        free, capped = self.folder / "free", self.folder / "capped"
        counting = ("--min-count", "1", "--contexts", "symmetric")
        self.succeed("count", zipf_corpus(), "-o", free, *counting)
        self.succeed("count", zipf_corpus(), "-o", capped, *counting, "--memory", "56M")
        self.assert_same_files(free, capped, COUNT_FILES)
        models = [self.folder / name for name in ("model", "capped-model")]
        factorizing = ("--dim", "20", "--method", "svd")
        self.succeed("factorize", free, "-o", models[0], *factorizing)
        self.succeed("factorize", free, "-o", models[1], *factorizing, "--threads", "2",
                     "--memory", f"{ZIPF_CAP}M")  # fmt: skip
        self.assert_same_files(*models)
        self.assertLess(peak(models[1]), 1.1 * ZIPF_CAP * MEBIBYTE)

    def test_phrases_are_the_same_within_a_cap(self):
        free, capped = self.folder / "free", self.folder / "capped"
        options = ("--dim", "10", "--phrases", "1")
        self.succeed("train", toy_corpus(), "-o", free, *options)
        self.succeed("train", toy_corpus(), "-o", capped, *options, "--memory", "100M")
        self.assert_same_files(free, capped)

    def test_one_that_cannot_be_kept_names_the_least_that_can(self):
        out = self.folder / "out"
        self.fail_with(1, "train", zipf_corpus(), "-o", out, *OPTIONS, "--memory", "46M",
                       says=("--memory = 49 MB: must be at least", "--max-vocab"))  # fmt: skip
        self.fail_with(1, "train", zipf_corpus(), "-o", out, *OPTIONS, "--memory", "28M",
                       says=("--memory", "distinct words"))  # fmt: skip
        self.assert_holds_only()

    def test_a_negative_one_is_refused(self):
        self.fail_with(1, "train", toy_corpus(), "-o", self.folder / "out", "--memory", "-1",
                       says=("--memory = -1: must be at least 0",))  # fmt: skip

    def test_a_size_that_is_none_is_wrong_usage(self):
        for size in ("much", "4Q"):
            self.fail_with(2, "train", toy_corpus(), "-o", self.folder / "out", "--memory", size)


class TemporaryFiles(CliTest):
    def train(self, *arguments):
        command = [PROGRAM, "train", zipf_corpus(), "-o", self.folder / "out", *OPTIONS, *arguments]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def kill_when(self, name: str, number: int, *arguments):
        """Runs until a folder in the work folder holds a file, and then sends a signal."""
        process = self.train(*arguments)
        work = self.folder / "out.work"
        while process.poll() is None and not any(work.glob(f"*/{name}")):
            time.sleep(0.002)
        process.send_signal(number)
        process.communicate()

    def test_go_where_temp_says(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        result = self.succeed("train", zipf_corpus(), "-o", self.folder / "out", *OPTIONS,
                              "--memory", f"{ZIPF_CAP}M", "--temp", elsewhere)  # fmt: skip
        self.assertIn(str(elsewhere / "out.work"), result.stderr)
        self.assertEqual(os.listdir(elsewhere), [])

    def test_are_removed_on_an_interrupt(self):
        self.kill_when("indices.npy", signal.SIGINT, "--memory", f"{ZIPF_CAP}M")
        self.assert_holds_only()

    def test_of_a_run_that_was_killed_are_removed_by_the_next(self):
        self.kill_when("indices.npy", signal.SIGKILL, "--memory", f"{ZIPF_CAP}M")
        self.assert_holds_only("out.work")
        self.succeed("train", toy_corpus(), "-o", self.folder / "out", "--dim", "20")
        self.assert_holds_only("out")

    def test_of_two_runs_to_one_output_are_not_mixed(self):
        work = self.folder / "out.work"
        work.mkdir()
        with (work / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.fail_with(1, "train", toy_corpus(), "-o", self.folder / "out", "--memory", "1G",
                           says=("in use by another run",))  # fmt: skip

    def test_never_replace_a_folder_of_other_files(self):
        work = self.folder / "out.work"
        work.mkdir()
        (work / "thesis.txt").write_text("mine")
        self.fail_with(1, "train", toy_corpus(), "-o", self.folder / "out", "--memory", "1G",
                       says=("out.work", "holds others"))  # fmt: skip
        self.assertEqual((work / "thesis.txt").read_text(), "mine")

    def test_that_do_not_fit_on_the_disk_are_an_error_that_leaves_nothing(self):
        def limit_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, 4_000_000))

        self.fail_with(1, "train", zipf_corpus(), "-o", self.folder / "out", *OPTIONS, "--memory",
                       f"{ZIPF_CAP}M", preexec_fn=limit_files, says=("cannot write",))  # fmt: skip
        self.assert_holds_only()


class Resume(CliTest):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "out"
        self.corpus = self.folder / "corpus.txt"
        shutil.copy(toy_corpus(), self.corpus)

    def fail_after_counting(self, *arguments):
        """A dimension beyond the vocabulary fails when the counts are there."""
        self.fail_with(1, "train", self.corpus, "-o", self.out, "--resume", "--dim", "5000",
                       *arguments)  # fmt: skip

    def test_continues_from_the_counts_of_a_run_that_failed(self):
        self.fail_after_counting()
        self.assert_holds_only("corpus.txt", "out.work")
        result = self.succeed("train", self.corpus, "-o", self.out, "--resume", "--dim", "20")
        self.assertIn("from the counts in", result.stderr)
        stages = json.loads((self.out / "run.json").read_text())["stages"]
        self.assertNotIn("count", [stage["stage"] for stage in stages])
        self.succeed("train", self.corpus, "-o", self.folder / "whole", "--dim", "20")
        self.assert_same_files(self.folder / "whole", self.out)
        self.assert_holds_only("corpus.txt", "out", "whole")

    def test_starts_anew_if_the_options_or_the_corpus_differ(self):
        self.fail_after_counting()
        result = self.succeed("train", self.corpus, "-o", self.out, "--resume", "--dim", "20",
                              "--window", "3")  # fmt: skip
        self.assertIn('starts anew: "count_options" is not what it was', result.stderr)
        shutil.rmtree(self.out)
        self.fail_after_counting()
        with self.corpus.open("a") as out:
            out.write("one more line\n")
        result = self.succeed("train", self.corpus, "-o", self.out, "--resume", "--dim", "20")
        self.assertIn('starts anew: "files" is not what it was', result.stderr)

    def test_starts_anew_if_the_counts_are_damaged(self):
        self.fail_after_counting()
        values = self.folder / "out.work" / "counts" / "values.npy"
        content = bytearray(values.read_bytes())
        content[-1] ^= 1
        values.write_bytes(content)
        result = self.succeed("train", self.corpus, "-o", self.out, "--resume", "--dim", "20")
        self.assertIn("starts anew", result.stderr)

    def test_without_it_what_is_left_is_not_used(self):
        self.fail_after_counting()
        result = self.succeed("train", self.corpus, "-o", self.out, "--dim", "20", "--memory", "1G")
        self.assertNotIn("from the counts", result.stderr)
        self.assert_holds_only("corpus.txt", "out")

    def test_needs_files(self):
        self.fail_with(1, "train", "-", "-o", self.out, "--resume", stdin="a b a\n",
                       says=("--resume", "standard input"))  # fmt: skip


if __name__ == "__main__":
    unittest.main()
