"""Wrong usage, failures and interruptions: exit status, message, and what is left behind."""

import gzip
import os
import signal
import subprocess
import time
import unittest

from support import COMMANDS, PROGRAM, TOY_OPTIONS, CliTest, run, toy_corpus, toy_model


class Help(CliTest):
    def test_every_command_explains_itself_with_an_example(self):
        overview = self.succeed("--help").stdout
        for command in COMMANDS:
            with self.subTest(command):
                self.assertRegex(overview, rf"(?m)^  {command} ")
                text = self.succeed(command, "--help").stdout
                self.assertRegex(text, rf"Examples?:\n  eigenlex {command} ")

    def test_the_examples_parse(self):
        for command in COMMANDS:
            text = self.succeed(command, "--help").stdout
            for line in text[text.index("Example") :].splitlines()[1:]:
                if line.startswith("  eigenlex "):
                    # The files they name are not there: a failure, but not wrong usage.
                    result = run(*line.split(" < ")[0].split()[1:], cwd=self.folder)
                    self.assertEqual(result.status, 1, f"{line}: {result.stderr}")

    def test_the_defaults_are_those_of_the_documentation(self):
        text = self.succeed("train", "--help").stdout
        for option, default in {
            "--dim": "0", "--window": "10", "--window-weight": "harmonic",
            "--contexts": "near", "--method": "als", "--subwords": "share", "--min-count": "5",
            "--subsample": "1e-05",
            "--context-smoothing": "0.9", "--negative": "1", "--exponent": "0.25",
            "--solver": "randomized", "--tokenizer": "auto", "--document": "auto",
            "--encoding": "utf-8", "--on-bad-bytes": "refuse", "--seed": "1",
        }.items():  # fmt: skip
            # Versions of CLI11 write =300 or [300].
            self.assertRegex(text, rf"(?m)^  {option} \S* ?[\[=]{default}(\]|\s)")

    def test_version(self):
        self.assertRegex(self.succeed("--version").stdout, r"^eigenlex \d+\.\d+\.\d+\n$")


class WrongUsage(CliTest):
    def test_has_status_2_and_says_what_was_wrong(self):
        corpus, out = toy_corpus(), self.folder / "out"
        for arguments, part in {
            (): "COMMAND",
            ("fly",): "fly",
            ("--wings",): "--wings",
            ("train",): "CORPUS",
            ("train", corpus): "--output",
            ("train", "-o", out): "CORPUS",
            ("train", corpus, "-o", out, "--wings", "2"): "--wings",
            ("train", corpus, "-o", out, "--dim", "many"): "--dim",
            ("train", corpus, "-o", out, "--dim"): "--dim",
            ("train", corpus, "-o", out, "--contexts", "round"): "--contexts",
            ("train", corpus, "-o", out, "--tokenizer", "best"): "--tokenizer",
            ("train", corpus, "-o", out, "--solver", "lapack"): "--solver",
            ("train", corpus, "-o", out, "--window-weight", "steep"): "--window-weight",
            ("factorize", "-o", out): "COUNTS",
            ("similar",): "MODEL",
            ("analogy", toy_model(), "a", "b"): "3",
            ("analogy", toy_model(), "a", "b", "c", "--objective", "div"): "--objective",
            ("export", toy_model(), "-o", out, "--format", "pdf"): "pdf",
            ("info",): "MODEL",
        }.items():
            with self.subTest(arguments):
                self.fail_with(2, *arguments, says=(part, "--help"))
        self.assert_holds_only()


class Failure(CliTest):
    def refuse_to_train(self, *arguments, says):
        """Training with these arguments fails and leaves nothing behind."""
        before = sorted(os.listdir(self.folder))
        output = ("-o", self.folder / "model")
        self.fail_with(1, "train", *arguments, *output, says=("eigenlex: ", *says))
        self.assert_holds_only(*before)

    def test_an_option_out_of_range_is_named_with_its_range(self):
        for option, value, part in (
            ("--dim", "-1", "at least 1"),
            ("--window", "0", "1..100000"),
            ("--window", "31", "at most 30"),
            ("--min-count", "0", "at least 1"),
            ("--max-vocab", "-1", "at least 0"),
            ("--phrases", "-1", "at least 0"),
            ("--subsample", "-1", "must be"),
            ("--subsample", "nan", "must be"),
            ("--context-smoothing", "0", "above 0 and at most 1"),
            ("--negative", "0.5", "at least 1"),
            ("--exponent", "3", "-1..2"),
            ("--tolerance", "-1", "at least 0"),
            ("--max-iterations", "0", "at least 1"),
            ("--threads", "-1", "at least 0 (0 for all)"),
            ("--threads", "100000000", "at most 4096"),
        ):
            with self.subTest(option, value=value):
                self.refuse_to_train(toy_corpus(), option, value, says=(option, value, part))

    def test_a_number_of_neighbours_below_1_is_refused(self):
        for command in (["similar", toy_model(), "king"], ["analogy", toy_model(), "a", "b", "c"]):
            self.fail_with(1, *command, "-k", "0", says=("-k = 0", "at least 1"))

    def test_a_corpus_that_is_missing_or_empty_is_named(self):
        missing = self.folder / "missing.txt"
        self.refuse_to_train(missing, says=(str(missing), "No such file"))
        empty = self.write("empty.txt", "")
        self.refuse_to_train(empty, says=(str(empty), "no words"))
        blank = self.write("blank.txt", " \n\t\n \n")
        self.refuse_to_train(blank, says=(str(blank), "no words"))
        (self.folder / "folder").mkdir()
        self.refuse_to_train(self.folder / "folder", says=(str(self.folder / "folder"),))
        self.refuse_to_train("-", says=("no words",))

    def test_a_truncated_archive_is_named(self):
        archive = self.folder / "corpus.gz"
        archive.write_bytes(gzip.compress(toy_corpus().read_bytes())[:-100])
        self.refuse_to_train(archive, says=(str(archive),))

    def test_a_corpus_too_small_for_the_options_says_what_would_do(self):
        once = self.write("once.txt", "every word here occurs but once\n")
        self.refuse_to_train(once, says=("--min-count = 5", "most frequent one 1 times"))
        self.refuse_to_train(
            once, "--min-count", "1", "--dim", "7", "--subsample", "0", says=("--dim = 7", "1..6")
        )
        alone = self.write("alone.txt", "alone\n" * 10)
        self.refuse_to_train(alone, "--dim", "1", says=("no two words", "larger window"))

    def test_an_output_that_exists_is_untouched(self):
        model = self.folder / "model"
        self.succeed("train", toy_corpus(), "-o", model, "--dim", "5")
        before = {file.name: file.read_bytes() for file in model.iterdir()}
        file = self.write("file.txt", "mine\n")
        for arguments in (
            ("train", toy_corpus(), "-o", model),
            ("count", toy_corpus(), "-o", model),
            ("export", toy_model(), "-o", file),
        ):
            self.fail_with(1, *arguments, says=(str(arguments[-1]), "--force"))
        self.assertEqual({file.name: file.read_bytes() for file in model.iterdir()}, before)
        self.assertEqual(file.read_text(), "mine\n")

    def test_force_never_replaces_what_is_not_of_the_kind(self):
        precious = self.folder / "precious"
        precious.mkdir()
        (precious / "thesis.txt").write_text("years of work\n")
        file = self.write("file.txt", "mine\n")
        for output in (precious, file):
            for command in ("train", "count"):
                # Found out before the work, not after it.
                result = self.fail_with(
                    1, command, toy_corpus(), "-o", output, "--force", says=(str(output),)
                )
                self.assertNotIn("tokens/s", result.stderr)
        self.fail_with(1, "export", toy_model(), "-o", precious, "--force", says=(str(precious),))
        self.assertEqual((precious / "thesis.txt").read_text(), "years of work\n")
        self.assertEqual(file.read_text(), "mine\n")
        self.assert_holds_only("precious", "file.txt")

    def test_a_folder_that_is_missing_is_named_before_the_work(self):
        output = self.folder / "no" / "model"
        result = self.fail_with(
            1, "train", toy_corpus(), "-o", output, says=(str(output.parent), "make it first")
        )
        self.assertNotIn("tokens/s", result.stderr)

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_folder_that_is_read_only_is_named_before_the_work(self):
        locked = self.folder / "locked"
        locked.mkdir(mode=0o500)
        self.fail_with(
            1, "train", toy_corpus(), "-o", locked / "model", says=(str(locked), "Permission")
        )

    def test_what_is_no_model_and_no_counts_is_named(self):
        empty = self.folder / "empty"
        empty.mkdir()
        noise = self.write("noise", "\x00\x01 no vectors\n")
        for path in (empty, noise, self.folder / "missing", "/dev/null"):
            with self.subTest(path):
                self.fail_with(1, "similar", path, "king", says=(str(path),))
                self.fail_with(1, "info", path, says=(str(path),))
                self.fail_with(
                    1, "factorize", path, "-o", self.folder / "out", says=(str(path),)
                )
        self.assert_holds_only("empty", "noise")


class Streams(CliTest):
    def test_a_reader_that_stops_early_is_no_error_to_talk_about(self):
        words = toy_corpus().read_bytes()[:100_000].replace(b" ", b"\n")
        command = [PROGRAM, "similar", toy_model()]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as program:
            program.stdout.close()
            try:
                program.stdin.write(words)
                program.stdin.close()
            except BrokenPipeError:
                pass
            self.assertEqual(program.stderr.read(), b"")
            program.stdin = None
            self.assertIn(program.wait(60), (1, -signal.SIGPIPE))

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_results_that_cannot_be_written_are_a_failure(self):
        model = self.folder / "model"
        vectors = self.folder / "vectors.txt"
        analogies = toy_corpus().with_name("toy.analogies.txt")
        for arguments in (
            ("--help",),
            ("train", toy_corpus(), "-o", model, *TOY_OPTIONS, "--json"),
            ("similar", toy_model(), "king"),
            ("analogy", toy_model(), "king", "river", "streets"),
            ("evaluate", toy_model(), "--analogies", analogies),
            ("info", toy_model()),
            ("info", toy_model(), "--json"),
        ):
            with self.subTest(arguments), open("/dev/full", "wb") as full:
                result = run(*arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE)
                self.assertEqual(result.status, 1)
                self.assertIn("No space left on device", result.stderr)
        self.fail_with(
            1, "export", toy_model(), "-o", "/dev/full", "--force", says=("/dev/full", "No space")
        )
        self.assertFalse(vectors.exists())

    def test_vectors_may_go_to_stdout(self):
        result = self.succeed("export", toy_model(), "--format", "glove", "-o", "/dev/stdout",
                              "--force")  # fmt: skip
        self.assertTrue(result.stdout.startswith("the "))


class Interruption(CliTest):
    def interrupt(self, number, *arguments, until):
        """Sends a signal once stderr has said `until`; the status and the rest of stderr."""
        with subprocess.Popen(
            [PROGRAM, *map(str, arguments)], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        ) as program:
            while until not in program.stderr.readline():
                self.assertIsNone(program.poll(), "ended before it was interrupted")
            time.sleep(0.05)
            program.send_signal(number)
            return program.wait(60), program.stderr.read()

    def test_leaves_no_model_and_no_temporary_files(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            status, message = self.interrupt(
                number, "train", toy_corpus(), "-o", self.folder / "model", "--dim", "200",
                "--tolerance", "0", "--max-iterations", "1000000", until=b"weight ",
            )  # fmt: skip
            self.assertEqual(status, 128 + number)
            self.assertIn(b"eigenlex: interrupted", message)
            self.assert_holds_only()


if __name__ == "__main__":
    unittest.main()
