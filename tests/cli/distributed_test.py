"""Many ranks: the bytes of one process, what is refused, and what is left where a rank fails."""

import bz2
import concurrent.futures
import contextlib
import errno
import functools
import gzip
import io
import itertools
import json
import lzma
import os
import random
import re
import shutil
import signal
import subprocess
import tarfile
import time
import unittest
from pathlib import Path
from typing import NamedTuple

from ranks import SECONDS_TO_FAIL, Job, RanksTest, files_of, module_path, processes_of
from support import PROGRAM, run, shared_folder, toy_corpus

FAULTS = os.environ.get("EIGENLEX_FAULTS", "")
# Some 6,000 words: more blocks of 1,024 rows than ranks, and text of more than one block.
CORPUS_OPTIONS = ("--min-count", "2", "--dim", "12", "--window", "6")
TOY = ("--dim", "20", "--threads", "1")
STAGES = ("read", "vocabulary", "count", "exchange", "save", "weight", "svd", "als", "subwords",
          "write")  # fmt: skip


@functools.cache
def corpus_lines() -> list[str]:
    """100,000 tokens by Zipf's law of long words, so that they are 1.2 MB."""
    words = range(8_000)
    weights = list(itertools.accumulate(1 / (word + 1) for word in words))
    drawn = random.Random(1).choices(words, cum_weights=weights, k=100_000)
    return [
        " ".join(f"w{word:04}suffix" for word in drawn[begin : begin + 25]) + "\n"
        for begin in range(0, len(drawn), 25)
    ]


@functools.cache
def corpus(kind: str) -> Path:
    """The text as one `file`; as a folder of `files`, some of them compressed, which are so many
    that ranks share whole ones; or as an `archive` of those."""
    path = shared_folder() / f"ranks.{kind}"
    lines, parts = corpus_lines(), 24
    texts = [
        "".join(lines[len(lines) * part // parts : len(lines) * (part + 1) // parts]).encode()
        for part in range(parts)
    ]
    if kind == "file":
        path.write_bytes(b"".join(texts))
    elif kind == "files":
        path.mkdir()
        compressions = (("", bytes), (".gz", gzip.compress), (".xz", lzma.compress),
                        (".bz2", bz2.compress), ("", bytes))  # fmt: skip
        for part, text in enumerate(texts):
            ending, compress = compressions[part % len(compressions)]
            (path / f"part{part:02}.txt{ending}").write_bytes(compress(text))
    else:
        path = path.with_suffix(".tar.gz")
        with tarfile.open(path, "w:gz") as archive:
            for part, text in enumerate(texts):
                entry = tarfile.TarInfo(f"part{part:02}.txt")
                entry.size = len(text)
                archive.addfile(entry, io.BytesIO(text))
    return path


class Cell(NamedTuple):
    """A run over ranks. `memory` is `files` where a cap makes counts go there."""

    ranks: int
    threads: int
    memory: str
    contexts: str
    method: str
    subwords: str
    corpus: str

    def recipe(self) -> tuple:
        """What decides on the bytes."""
        return (corpus(self.corpus), *CORPUS_OPTIONS, "--contexts", self.contexts, "--method",
                self.method, "--subwords", self.subwords)  # fmt: skip

    def resources(self) -> tuple:
        threads = ("--threads", self.threads)
        if self.memory == "none":
            return threads
        # With much less the run would be refused: a thread of als takes 30 MB, and sharing of parts
        # 12 MB. Without that, the matrix of an SVD does not fit either.
        least = 34 + 30 * self.threads if self.method == "als" else 34
        return (*threads, "--memory", f"{least if self.subwords == 'none' else least + 14}M")


VALUES = Cell(
    (1, 2, 3, 4), (1, 2), ("none", "files"), ("symmetric", "directional", "near"), ("svd", "als"),
    ("none", "share"), ("file", "files", "archive"),
)  # fmt: skip
# Not the product of all values, which are 576 runs: each pair of values occurs in one of these.
CELLS = (
    Cell(1, 1, "none", "directional", "als", "share", "file"),
    Cell(1, 1, "none", "symmetric", "svd", "share", "files"),
    Cell(1, 2, "files", "near", "als", "none", "archive"),
    Cell(2, 1, "files", "directional", "svd", "share", "files"),
    Cell(2, 2, "none", "near", "svd", "none", "file"),
    Cell(2, 2, "files", "symmetric", "als", "share", "archive"),
    Cell(3, 1, "files", "near", "als", "share", "files"),
    Cell(3, 1, "files", "symmetric", "svd", "none", "file"),
    Cell(3, 2, "none", "directional", "svd", "none", "archive"),
    Cell(4, 1, "none", "symmetric", "als", "none", "file"),
    Cell(4, 1, "files", "directional", "svd", "share", "archive"),
    Cell(4, 2, "none", "near", "svd", "none", "files"),
)


def pairs_of(values: tuple) -> set:
    return set(itertools.combinations(enumerate(values), 2))


class SameBytes(RanksTest):
    def one(self, *arguments) -> Path:
        """The result of one process."""
        shutil.rmtree(self.folder / "one", ignore_errors=True)
        self.succeed(*arguments, "-o", self.folder / "one", "--threads", "1", "--quiet")
        return self.folder / "one"

    def many(self, ranks, *arguments) -> Path:
        shutil.rmtree(self.folder / "many", ignore_errors=True)
        self.succeed_on(ranks, *arguments, "-o", self.folder / "many", "--quiet")
        return self.folder / "many"

    def test_the_cells_have_each_pair_of_values(self):
        there = set().union(*map(pairs_of, CELLS))
        self.assertEqual(set().union(*map(pairs_of, itertools.product(*VALUES))) - there, set())

    def test_train_over_ranks_threads_memory_contexts_methods_and_corpora(self):
        for cell in CELLS:
            with self.subTest(cell):
                one = self.one("train", *cell.recipe())
                result = self.succeed_on(cell.ranks, "train", *cell.recipe(), *cell.resources(),
                                         "-o", self.folder / "many", "--force")  # fmt: skip
                self.assert_same_result(one, self.folder / "many")
                if (cell.memory, cell.method, cell.subwords) == ("files", "svd", "none"):
                    self.assertIn("the matrix is computed in each product", result.stderr)
                self.assert_holds_only("one", "many")

    def test_count_then_factorize(self):
        for ranks, contexts, kind, memory in (
            (2, "near", "file", ()),
            (3, "symmetric", "files", ("--memory", "50M")),
            (4, "directional", "archive", ()),
        ):
            with self.subTest(ranks=ranks, contexts=contexts):
                counting = ("count", corpus(kind), "--min-count", "2", "--contexts", contexts)
                counts = self.folder / "counts"
                shutil.rmtree(counts, ignore_errors=True)
                self.one(*counting).rename(counts)
                many = self.many(ranks, *counting, "--threads", "1", *memory)
                self.assert_same_result(counts, many)
                for options in (("--method", "svd", *memory), ("--subwords", "none")):
                    factorizing = ("factorize", counts, "--dim", "12", *options)
                    one = self.one(*factorizing)
                    self.assert_same_result(one, self.many(ranks, *factorizing, "--threads", "1"))
        self.assert_holds_only("counts", "one", "many")

    def test_a_model_that_keeps_its_text(self):
        training = ("train", toy_corpus(), "--dim", "12", "--keep-text")
        one = self.one(*training)
        self.assertTrue(any(name.startswith("text/") for name in files_of(one)))
        self.assert_same_result(one, self.many(3, *training))

    def test_a_blend_and_a_chosen_number_of_dimensions(self):
        for options in (("--dim", "16", "--blend", "0.5"), ("--dim", "0",),
                        ("--dim", "70", "--method", "svd")):  # fmt: skip
            training = ("train", toy_corpus(), *options)
            self.assert_same_result(self.one(*training), self.many(2, *training))

    def test_text_with_bad_bytes_that_are_replaced(self):
        text = bytearray("".join(corpus_lines()), "ascii")
        for place in (100, 1_100_000, 1_150_000):
            text[place] = 0xFF
        bad = self.folder / "bad.txt"
        bad.write_bytes(text)
        counting = ("count", bad, "--on-bad-bytes", "replace", "--window", "3")
        self.assert_same_result(self.one(*counting), self.many(2, *counting))

    def test_more_ranks_than_blocks_of_text_or_of_rows(self):
        lines = self.write("ten.txt", "the cat sat on the mat by the old door\na b c d\n" * 5)
        options = ("--subsample", "0", "--min-count", "1")
        for method in ("svd", "als"):
            training = ("train", lines, "--dim", "3", "--method", method, *options)
            self.assert_same_result(self.one(*training), self.many(4, *training))
        counting = ("count", lines, "--min-count", "1")
        self.assert_same_result(self.one(*counting), self.many(4, *counting))

    def test_ranks_without_any_text(self):
        files = [self.write(f"{i}.txt", text) for i, text in enumerate(("", "a b a b c\n" * 9, ""))]
        counting = ("count", *files, "--tokenizer", "whitespace")
        self.assert_same_result(self.one(*counting), self.many(4, *counting))


class Streams(RanksTest):
    def test_there_is_one_summary(self):
        result = self.succeed_on(3, "train", toy_corpus(), "-o", self.folder / "model", *TOY)
        self.assertEqual(result.stdout, "")
        alone = self.succeed("train", toy_corpus(), "-o", self.folder / "alone", *TOY)
        names = [line.split()[0] for line in result.stderr.splitlines()]
        for line in alone.stderr.splitlines():
            # The stage and the figures of the vocabulary have one name.
            often = 2 if line.split()[0] == "vocabulary" else 1
            self.assertEqual(names.count(line.split()[0]), often, result.stderr)

    def test_json_is_one_object_that_of_one_process(self):
        for command, options in (("train", TOY), ("count", ("--threads", "1"))):
            output = ("-o", self.folder / f"out.{command}", "--json", "--force", *options)
            many = json.loads(self.succeed_on(3, command, toy_corpus(), *output).stdout)
            one = json.loads(self.succeed(command, toy_corpus(), *output).stdout)
            self.assertEqual(many.keys(), one.keys())

    def test_quiet_is_quiet(self):
        result = self.succeed_on(2, "train", toy_corpus(), "-o", self.folder / "model", *TOY,
                                 "--quiet")  # fmt: skip
        self.assertEqual((result.stdout, result.stderr), ("", ""))


class Refusals(RanksTest):
    def setUp(self):
        super().setUp()
        self.output = self.folder / "out"

    def wrapper(self, for_rank_1: str) -> Path:
        """A program that is ours, with something done before in rank 1."""
        path = self.folder / "wrapper.sh"
        path.write_text(f'#!/bin/sh\nif [ "$OMPI_COMM_WORLD_RANK" = 1 ]; then {for_rank_1}; fi\n'
                        f'exec {shutil.which(PROGRAM)} "$@"\n')  # fmt: skip
        path.chmod(0o755)
        return path

    def refuse_on(self, ranks, *arguments, says, program=PROGRAM, status=1, **options):
        """A refusal by a rank, in words of the command line."""
        result = self.refuse(
            lambda: self.run_ranks(ranks, *arguments, program=program, **options), says, status
        )
        self.assertNotRegex(result.stderr, r"\b[A-Z][a-z]+[A-Za-z]*\.[a-z_]+ = ")
        return result

    def test_of_the_standard_input(self):
        says = ("rank 0", "standard input")
        for command in ("train", "count"):
            self.refuse_on(2, command, "-", "-o", self.output, says=says)

    def test_of_what_one_process_has_to_do(self):
        for options, says in (
            (("--solver", "spectra", "--method", "svd"), ("--solver", "spectra", "randomized")),
            (("--phrases", "1"), ("--phrases", "0")),
            (("--keep-counts",), ("--keep-counts",)),
        ):
            with self.subTest(options):
                self.refuse_on(2, "train", toy_corpus(), "-o", self.output, *TOY, *options,
                               says=says)  # fmt: skip
        vocabulary = self.folder / "vocabulary"
        self.succeed("vocabulary", toy_corpus(), "-o", vocabulary, "--quiet")
        self.refuse_on(2, "count", toy_corpus(), "--vocabulary", vocabulary, "-o", self.output,
                       says=("--vocabulary",))  # fmt: skip

    def test_of_options_out_of_range_and_of_wrong_usage(self):
        output = ("-o", self.output)
        self.refuse_on(2, "train", toy_corpus(), *output, "--dim", "-1", says=("--dim",))
        self.refuse_on(2, "train", toy_corpus(), *output, "--wings", "2", says=("--wings",),
                       status=2)  # fmt: skip
        self.refuse_on(2, "train", toy_corpus(), *output, "--no-distributed",
                       says=("--no-distributed",), status=2)  # fmt: skip
        # Found out in the midst of the work: there are no so many words.
        self.refuse_on(2, "train", toy_corpus(), *output, "--dim", "5000", says=("--dim = 5000",))
        self.refuse_on(2, "train", corpus("file"), *output, "--memory", "30M",
                       says=("--memory", "must be at least"))  # fmt: skip

    def test_of_a_matrix_that_is_given(self):
        cells = "".join(f"u{i % 7}\ti{i % 5}\t{1 + i % 3}\n" for i in range(35))
        ratings = self.write("ratings.tsv", cells)
        says = ("--distributed",)
        factorizing = ("factorize", "--input", ratings, "-o", self.output, "--dim", "2")
        self.refuse(lambda: self.run_job("-n", 2, PROGRAM, *factorizing), says)
        self.refuse_on(2, *factorizing, says=says, status=2)

    def test_of_several_tasks_that_were_not_told_to_share(self):
        counts = self.folder / "counts"
        self.succeed("count", toy_corpus(), "-o", counts, "--quiet")
        for command, what in (("train", toy_corpus()), ("count", toy_corpus()),
                              ("factorize", counts)):  # fmt: skip
            self.refuse(
                lambda: self.run_job("-n", 2, PROGRAM, command, what, "-o", self.output),
                ("2 processes", str(self.output), "--distributed", "--no-distributed"),
            )

    def test_several_tasks_may_each_have_work_of_their_own(self):
        tasks = []
        for name in ("a", "b"):
            tasks += [":", "-n", 1, PROGRAM, "train", toy_corpus(), "-o", self.folder / name, *TOY,
                      "--no-distributed", "--quiet"]  # fmt: skip
        result = self.run_job(*tasks[1:])
        self.assertEqual((result.status, result.stderr), (0, ""))
        self.succeed("train", toy_corpus(), "-o", self.folder / "one", *TOY)
        self.assert_same_result(self.folder / "one", self.folder / "a")
        self.assert_same_result(self.folder / "one", self.folder / "b")

    def test_of_ranks_with_other_command_lines(self):
        train = (PROGRAM, "train", toy_corpus(), "-o", self.output, *TOY, "--distributed")
        result = self.refuse(
            lambda: self.run_job("-n", 1, *train, ":", "-n", 1, *train, "--seed", "2"),
            ("rank 1", "rank 0", "command line", "--seed 2"),
        )
        # Nobody interrupted it.
        self.assertNotIn("interrupted", result.stderr)

    def test_of_a_rank_that_does_not_find_the_text(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        shutil.copy(toy_corpus(), self.folder / "text.txt")
        program = self.wrapper(f"cd {elsewhere}")
        self.refuse_on(2, "train", "text.txt", "-o", self.output, *TOY, program=program,
                       cwd=self.folder, says=("text.txt", "rank 1", "No such file"))  # fmt: skip

    def test_of_a_rank_that_finds_other_counts(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        for folder, window in ((self.folder, "2"), (elsewhere, "3")):
            self.succeed("count", toy_corpus(), "-o", folder / "counts", "--window", window)
        self.refuse_on(2, "factorize", "counts", "-o", self.output, "--dim", "5",
                       says=("counts", "rank 1", "checksum"),
                       program=self.wrapper(f"cd {elsewhere}"), cwd=self.folder)  # fmt: skip

    def test_of_a_rank_that_finds_another_text(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        shutil.copy(corpus("file"), self.folder / "text.txt")
        (elsewhere / "text.txt").write_text("".join(corpus_lines()[::-1]) + "one more line\n")
        self.refuse_on(2, "train", "text.txt", "-o", self.output, *TOY, says=("text.txt", "rank 1"),
                       program=self.wrapper(f"cd {elsewhere}"), cwd=self.folder)  # fmt: skip

    def test_of_outputs_that_exist_or_cannot_be_made(self):
        self.succeed("train", toy_corpus(), "-o", self.output, *TOY)
        before = files_of(self.output)
        self.refuse_on(2, "train", toy_corpus(), "-o", self.output, *TOY,
                       says=(str(self.output), "--force"))  # fmt: skip
        self.assertEqual(files_of(self.output), before)
        precious = self.folder / "precious"
        precious.mkdir()
        (precious / "thesis.txt").write_text("years of work\n")
        for command in ("train", "count"):
            self.refuse_on(2, command, toy_corpus(), "-o", precious, "--force",
                           says=(str(precious),))  # fmt: skip
            self.refuse_on(2, command, toy_corpus(), "-o", self.folder / "no" / "out",
                           says=(str(self.folder / "no"), "make it first"))  # fmt: skip
        self.assertEqual(files_of(precious), {"thesis.txt": b"years of work\n"})

    def test_of_bad_bytes_in_text_that_another_rank_reads(self):
        text = bytearray("".join(corpus_lines()), "ascii")
        text[1_100_000] = 0xFF
        bad = self.folder / "bad.txt"
        bad.write_bytes(text)
        alone = self.fail_with(1, "count", bad, "-o", self.output)
        message = re.search(r"eigenlex: (.*0xff is not UTF-8.*)", alone.stderr)[1]
        result = self.refuse_on(2, "count", bad, "-o", self.output, says=(str(bad), message))
        self.assertIn("rank 1 on", result.stderr)

    def test_of_a_module_that_is_missing_or_of_another_build(self):
        program = self.folder / "eigenlex"
        shutil.copy(shutil.which(PROGRAM), program)
        train = ("train", toy_corpus(), "-o", self.output, *TOY)
        self.refuse_on(2, *train, program=program, says=("eigenlex_mpi.so", "install it"))
        self.refuse_on(1, *train, program=program, says=("eigenlex_mpi.so", "install it"))
        module = module_path().read_bytes()
        fingerprints = [
            text for text in re.findall(rb"\b[0-9a-f]{32}\b", module)
            if text in program.read_bytes()
        ]  # fmt: skip
        self.assertEqual(len(set(fingerprints)), 1)
        for forged in (
            module.replace(b"eigenlex_ranks", b"something_else"),
            module.replace(fingerprints[0], fingerprints[0][::-1]),
        ):
            module_path_here = program.with_name("eigenlex_mpi.so")
            module_path_here.write_bytes(forged)
            self.refuse_on(2, *train, program=program,
                           says=(str(module_path_here), "another build"))  # fmt: skip


class Failures(RanksTest):
    """Most of the time mpirun waits, a second before each signal; so several cases run at a time."""

    def setUp(self):
        super().setUp()
        self.train = ("train", corpus("file"), "--min-count", "2", "--dim", "40", "--threads", "1")

    @functools.cached_property
    def whole(self) -> Path:
        """The model of one process."""
        self.succeed(*self.train, "-o", shared_folder() / "ranks.whole", "--force")
        return shared_folder() / "ranks.whole"

    def check_each(self, check, cases):
        """`check(output, *case)` for each case, with an output in a folder of its own."""
        corpus("file"), self.whole
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            checks = []
            for number, case in enumerate(cases):
                (self.folder / str(number)).mkdir()
                output = self.folder / str(number) / "out"
                checks.append((case, pool.submit(check, output, *case)))
            for case, checked in checks:
                with self.subTest(case):
                    checked.result()

    def wait_until_it_reads(self, output: Path, rank: int):
        """Waits until a rank has opened the text."""
        until = time.monotonic() + SECONDS_TO_FAIL
        while time.monotonic() < until:
            files = Path(f"/proc/{processes_of(str(output)).get(rank)}/fd")
            try:
                if any(os.readlink(file) == str(corpus("file")) for file in files.iterdir()):
                    return
            except OSError:  # It is not there yet, or the file is closed.
                pass

    def kill_in(self, output: Path, stage: str, rank: int):
        """Kills a rank as soon as the first one tells that the stage before has ended."""
        job = Job(2, *self.train, "-o", output, "--resume")
        if stage == "read":
            self.wait_until_it_reads(output, rank)
        else:
            before = STAGES[STAGES.index(stage) - 1]
            job.wait_until(rf"{before} +[0-9.]+ s")
        number = processes_of(str(output)).get(rank)
        began = time.monotonic()
        if number is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        result = job.end()
        self.assertLess(time.monotonic() - began, SECONDS_TO_FAIL)
        return result

    def check_killed(self, output: Path, stage: str, rank: int):
        for _ in range(5):
            result = self.kill_in(output, stage, rank)
            if not output.exists():
                break
            # It was done, or had but to end, before it could be killed: once more.
            self.assert_same_result(self.whole, output)
            shutil.rmtree(output)
        self.assertNotEqual(result.status, 0, "was never killed in time")
        self.assertRegex(result.stderr, rf"rank {rank} .* signal 9")
        self.assertFalse(output.exists())
        self.assert_no_process_left(output)
        resumed = self.succeed_on(2, *self.train, "-o", output, "--resume")
        if STAGES.index(stage) > STAGES.index("save"):
            self.assertIn("from the counts in", resumed.stderr)
        self.assert_same_result(self.whole, output)
        self.assertEqual(os.listdir(output.parent), ["out"])

    def test_a_rank_that_is_killed_in_a_stage(self):
        # Another rank than the first has no part in writing: the job fails, and the model is there.
        stages = [stage for stage in STAGES if stage != "write"]
        self.check_each(self.check_killed, [(stage, 1) for stage in stages])

    def test_a_rank_that_is_killed_while_the_first_one_writes(self):
        # It has no part in writing: the job fails, and the model may be there, whole.
        output = self.folder / "out"
        result = self.kill_in(output, "write", 1)
        if output.exists():
            self.assert_same_result(self.whole, output)
        else:
            self.assertNotEqual(result.status, 0)
        self.succeed_on(2, *self.train, "-o", output, "--resume", "--force")
        self.assert_same_result(self.whole, output)
        self.assert_holds_only("out")

    def test_fewer_ranks_remove_what_more_have_left(self):
        output = self.folder / "out"
        job = Job(3, *self.train, "-o", output, "--memory", "80M")
        self.assertTrue(job.wait_until(r"vocabulary +[0-9.]+ s"))
        for number in processes_of(str(output)).values():
            os.kill(number, signal.SIGKILL)
        self.assertNotEqual(job.end().status, 0)
        self.assertIn("out.work.2", self.names())
        self.succeed(*self.train, "-o", output)
        self.assert_same_result(self.whole, output)
        self.assert_holds_only("out")

    def test_the_first_rank_that_is_killed_in_a_stage(self):
        self.check_each(self.check_killed, [(stage, 0) for stage in ("save", "als", "write")])

    def check_interrupted(self, output: Path, number: int, ranks: int, stage: str, options: tuple):
        # Long enough that the work is not done before mpirun passes the signal on.
        endless = ("--tolerance", "0", "--max-iterations", "100000")
        job = Job(ranks, *self.train, "-o", output, *endless, *options)
        self.assertTrue(job.wait_until(rf"{stage} +[0-9.]+ s"), job.stderr)
        began = time.monotonic()
        job.mpirun.send_signal(number)
        result = job.end()
        self.assertLess(time.monotonic() - began, SECONDS_TO_FAIL)
        self.assertNotEqual(result.status, 0)
        self.assert_no_process_left(output)
        self.assertEqual(os.listdir(output.parent), [])
        self.assertIn("eigenlex: interrupted", result.stderr)

    def test_ctrl_c_and_its_like(self):
        memory = ("--memory", "80M")
        self.check_each(self.check_interrupted, [
            (signal.SIGINT, 2, "read", ()), (signal.SIGINT, 2, "weight", memory),
            (signal.SIGTERM, 2, "exchange", memory), (signal.SIGTERM, 4, "weight", memory),
        ])  # fmt: skip

    def test_an_old_model_stays_whole_where_a_rank_is_killed(self):
        output = self.folder / "out"
        shutil.copytree(self.whole, output)
        job = Job(2, *self.train, "-o", output, "--force")
        self.assertTrue(job.wait_until(r"weight +[0-9.]+ s"))
        os.kill(processes_of(str(output))[1], signal.SIGKILL)
        self.assertNotEqual(job.end().status, 0)
        self.assert_same_result(self.whole, output)
        self.assert_holds_only("out")


class Disks(RanksTest):
    """Rank 1 has a disk of its own, or one that is full."""

    def setUp(self):
        super().setUp()
        self.output = self.folder / "out"
        self.scratch = self.folder / "scratch"
        self.scratch.mkdir()
        self.count = ("count", corpus("file"), "-o", self.output, "--min-count", "2", "--threads",
                      "1", "--memory", "34M", "--temp", self.scratch)  # fmt: skip

    def program(self, of_rank_1: str) -> Path:
        path = self.folder / "program.sh"
        path.write_text(f'#!/bin/sh\nif [ "$OMPI_COMM_WORLD_RANK" = 1 ]; then {of_rank_1}\nfi\n'
                        f'exec {shutil.which(PROGRAM)} "$@"\n')  # fmt: skip
        path.chmod(0o755)
        return path

    def with_disk(self, size: str) -> Path:
        """The program where rank 1 alone sees another file system in the place of `scratch`."""
        if subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode != 0:
            self.skipTest("a file system of its own for a rank is not permitted here")
        mount = f"mount -t tmpfs -o size={size} none {self.scratch}"
        ours = f"{mount} && exec {shutil.which(PROGRAM)} \"$@\""
        return self.program(f"exec unshare --mount sh -c '{ours}' sh \"$@\"")

    def refuse_count(self, program: Path, says: tuple[str, ...]):
        self.refuse(lambda: self.run_ranks(2, *self.count, program=program), says)
        self.assertEqual(list(self.scratch.iterdir()), [])
        # Nothing is in the way of the next run.
        self.succeed_on(2, *self.count)
        self.assertEqual(list(self.scratch.iterdir()), [])

    def test_temporary_files_may_be_on_the_disk_of_each_host(self):
        program = self.with_disk("1g")
        self.succeed_on(2, *self.count, program=program)
        self.succeed("count", corpus("file"), "-o", self.folder / "one", "--min-count", "2")
        self.assert_same_result(self.folder / "one", self.output)

    def test_counts_that_not_all_ranks_see_are_counted_anew(self):
        program = self.with_disk("1g")
        train = ("train", corpus("file"), "-o", self.output, "--min-count", "2", "--dim", "40",
                 "--threads", "1", "--temp", self.scratch, "--resume")  # fmt: skip
        endless = ("--tolerance", "0", "--max-iterations", "100000")
        job = Job(2, *train, *endless, program=program)
        self.assertTrue(job.wait_until(r"save +[0-9.]+ s"), job.stderr)
        os.kill(processes_of(str(self.output))[0], signal.SIGKILL)
        self.assertNotEqual(job.end().status, 0)
        self.assertEqual([path.name for path in self.scratch.iterdir()], ["out.work"])
        result = self.succeed_on(2, *train, program=program)
        self.assertIn("out.work is not seen by all ranks", result.stderr)
        self.succeed(*train[:2], "-o", self.folder / "one", *train[4:])
        self.assert_same_result(self.folder / "one", self.output)
        self.assertEqual(list(self.scratch.iterdir()), [])

    def test_a_disk_that_is_full(self):
        self.refuse_count(self.with_disk("100k"), ("rank 1", "No space left on device"))

    @unittest.skipUnless(FAULTS, "EIGENLEX_FAULTS names no library")
    def test_a_write_that_fails(self):
        for at in (1, 3):
            with self.subTest(at=at):
                fault = f"FAULT_CALL=write FAULT_AT={at} FAULT_ERRNO={errno.ENOSPC}"
                program = self.program(f"export LD_PRELOAD={FAULTS} {fault}")
                self.refuse_count(program, ("rank 1", "No space left on device"))
                shutil.rmtree(self.output)


if __name__ == "__main__":
    unittest.main()
