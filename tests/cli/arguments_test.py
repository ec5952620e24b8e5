"""No number, however large or strange, makes a command crash: it is used, or refused with a reason."""

import unittest

from support import CliTest, run, toy_corpus

NUMBERS = ("-1", "0", "2147483647", "2147483648", "9223372036854775807", "18446744073709551616",
           "1e308", "1e-308", "nan", "inf", "-inf", "", "x", "1x", "0x10", "１")  # fmt: skip
TRAIN = ("--window", "--min-count", "--max-vocab", "--subsample", "--context-smoothing",
         "--negative", "--exponent", "--tolerance", "--seed", "--threads", "--memory", "--blend",
         "--als-weight-max", "--als-weight-exponent", "--als-unobserved",
         "--als-regularization")  # fmt: skip


class HostileNumbers(CliTest):
    def setUp(self):
        super().setUp()
        self.corpus = self.write("corpus.txt", toy_corpus().read_text()[:20_000])
        self.model = self.folder / "model"
        self.output = ("-o", self.folder / "out", "--force")
        self.succeed("train", self.corpus, "-o", self.model, "--subsample", "0", "--dim", "8",
                     "--quiet")

    def try_numbers(self, command: tuple, options: tuple, numbers=NUMBERS):
        for option in options:
            for number in numbers:
                with self.subTest(command[0], option=option, number=number):
                    result = run(*command, f"{option}={number}")
                    self.assertIn(result.status, (0, 1, 2), result.stderr)
                    if result.status != 0:
                        self.assertTrue(result.stderr.strip())

    def test_for_training(self):
        command = ("train", self.corpus, *self.output, "--quiet", "--dim", "4")
        self.try_numbers(command, TRAIN)
        self.try_numbers(command[:-2], ("--dim",))
        self.try_numbers((*command, "--method", "als"), TRAIN[-5:])

    def test_for_queries(self):
        self.try_numbers(("similar", self.model, "king"), ("--count",))
        self.try_numbers(("analogy", self.model, "king", "river", "streets"), ("--count", "--restrict"))

    def test_for_what_is_made_of_models(self):
        self.try_numbers(("export", self.model, *self.output), ("--dim", "--exponent"))
        pq = ("export", self.model, *self.output, "--format", "pq")
        self.try_numbers(pq, ("--subvectors",))
        cluster = ("cluster", self.model, *self.output, "-k", "3")
        self.try_numbers(cluster, ("--classes", "--soft", "--central", "--tolerance", "--seed"))
        self.try_numbers(("refine", self.model, *self.output, "-k", "3"), ("--strength",))
        options = ("--shortest", "--longest", "--min-words", "--regularization", "--threads")
        self.try_numbers(("subwords", self.model), options)
        self.try_numbers(("index", self.model), ("--links", "--build-effort", "--seed"))


if __name__ == "__main__":
    unittest.main()
