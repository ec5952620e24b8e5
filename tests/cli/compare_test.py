"""compare: contenders on a small corpus, parts that are reused, budgets, wrong usage."""

import json
import os
import unittest

from support import (
    CliTest, labelled_lines, run, toy_corpus, toy_model, vocabulary, zipf_corpus,
)  # fmt: skip

FAST = ("--contenders", "svd,als", "--dim", "20", "--seeds", "2", "--budget", "0")
HAS_FASTTEXT = "libfasttext" not in run(
    "compare", "/dev/null", "--contenders", "skipgram", "--seeds", "0", "-o", "/nonexistent/report"
).stderr


class Compare(CliTest):
    def compare(self, *arguments):
        return run("compare", toy_corpus(), "-o", self.folder / "report", *arguments)

    def results(self) -> dict:
        return json.loads((self.folder / "report" / "results.json").read_text())

    def pairs(self):
        words = vocabulary(toy_model())[:40]
        lines = (f"{words[i]} {words[i + 1]} {i % 7}" for i in range(38))
        return self.write("pairs.txt", "\n".join(lines) + "\n")

    def test_measures_every_contender_and_writes_results_and_report(self):
        result = self.compare(*FAST, "--similarity", self.pairs())
        self.assertEqual(result.status, 0, result.stderr)
        results = self.results()
        self.assertEqual([c["name"] for c in results["contenders"]], ["svd", "als"])
        for contender in results["contenders"]:
            self.assertEqual([r["seed"] for r in contender["runs"]], [1, 2])
            for figures in contender["runs"]:
                self.assertGreater(figures["wall_seconds"], 0)
                self.assertGreater(figures["peak_memory_bytes"], 1e6)
        (comparison,) = results["similarity"]
        self.assertEqual(len(comparison["scores"][0]["by_seed"]), 2)
        self.assertEqual(len(comparison["differences"]), 2)
        self.assertEqual(len(results["overlap"]["pairs"]), 1)
        self.assertEqual([row["contender"] for row in results["stability"]], ["svd", "als"])
        self.assertEqual(results["left_out"], [])
        self.assertRegex(results["build"], "^[0-9a-f]{32}$")
        self.assertIn("Word similarity, pairs", result.stdout)
        page = (self.folder / "report" / "report.html").read_text()
        self.assertEqual(page.count("</script>"), 3)

    def test_classifiers_are_trained_on_every_number_of_examples(self):
        labelled = self.write("texts.tsv", "".join(labelled_lines(500, marks=3)))
        result = self.compare(*FAST, "--labelled", labelled)
        self.assertEqual(result.status, 0, result.stderr)
        (task,) = self.results()["classification"]
        self.assertEqual((task["train_examples"], task["test_examples"]), (400, 100))
        linear = [c for c in task["comparisons"] if c["network"] == "linear"]
        self.assertEqual([c["examples"] for c in linear], [100, 400])
        for comparison in linear:
            self.assertEqual([s["contender"] for s in comparison["scores"]], ["svd", "als"])
            for score in comparison["scores"]:
                self.assertEqual(len(score["by_seed"]), 3)
                self.assertGreater(score["mean"], 75)
        self.assertIn("Classifying texts, 100 examples", result.stdout)
        self.assertEqual(self.results()["left_out"], [])

    def test_wrong_labelled_texts_are_explained_before_any_training(self):
        for text, message in (
            ("a\tone\nno tab here\n", "labels.tsv:2"),
            ("a\tone\nb\t\n", "labels.tsv:2"),
            ("a\tone\na\ttwo\n", "two classes at least"),
            ("", "labels.tsv"),
            ("a\tone\nb\ttwo\n", "has 2 labelled texts; at least 10"),
            ("a\tqqq\nb\twww\n" * 20, "none of its words is in the vocabulary of the corpus"),
        ):
            result = self.compare(*FAST, "--labelled", self.write("labels.tsv", text))
            self.assertEqual(result.status, 1, text)
            self.assertIn(message, result.stderr)
            self.assertNotIn("train ", result.stderr)

    @unittest.skipUnless(HAS_FASTTEXT, "the program was built without libfasttext")
    def test_neural_contenders_are_trained_by_libfasttext(self):
        result = self.compare(
            "--contenders", "skipgram,cbow,subwords", "--dim", "10", "--seeds", "1", "--budget", "0"
        )
        self.assertEqual(result.status, 0, result.stderr)
        contenders = self.results()["contenders"]
        self.assertEqual([c["name"] for c in contenders], ["skipgram", "cbow", "subwords"])
        for contender in contenders:
            self.assertEqual((contender["words"], contender["dim"]), (contenders[0]["words"], 10))

    def test_finished_parts_are_reused(self):
        self.assertEqual(self.compare(*FAST).status, 0)
        first = self.results()
        result = self.compare(*FAST)
        self.assertEqual(result.status, 0, result.stderr)
        self.assertEqual(self.results(), first)
        self.assertNotIn("train", result.stderr)

    def test_a_budget_too_small_leaves_out_and_names_what_it_leaves_out(self):
        arguments = list(FAST)
        arguments[arguments.index("--budget") + 1] = "0.000001"
        result = self.compare(*arguments)
        self.assertEqual(result.status, 0, result.stderr)
        self.assertIn("train svd, seed 1", [part["part"] for part in self.results()["left_out"]])

    def test_a_contender_that_is_stopped_does_not_speak_for_itself(self):
        result = run(
            "compare", zipf_corpus(), "-o", self.folder / "report", "--contenders", "svd", "--dim",
            "3000", "--budget", "0.03", "--min-count", "1",
        )  # fmt: skip
        self.assertEqual(result.status, 0, result.stderr)
        (part,) = self.results()["left_out"][:1]
        self.assertIn("stopped when its share of the budget was used up", part["reason"])
        self.assertNotIn("interrupted", result.stderr)
        work = self.folder / "report" / "work"
        self.assertEqual(sorted(os.listdir(work)), ["corpus.txt", "corpus.vocab.tsv"])

    def test_a_contender_that_fails_is_quoted(self):
        result = self.compare("--contenders", "svd", "--dim", "100000", "--budget", "0")
        self.assertEqual(result.status, 1)
        self.assertIn("training svd failed with exit status 1: eigenlex: ", result.stderr)
        self.assertIn("--dim = 100000", result.stderr)

    def test_external_tables_take_part(self):
        words = vocabulary(toy_model())
        lines = (f"{word} {i % 5} {i % 3} 1\n" for i, word in enumerate(words))
        table = self.write("other.txt", "".join(lines))
        result = self.compare(*FAST, "--table", f"mine={table}")
        self.assertEqual(result.status, 0, result.stderr)
        self.assertEqual([c["name"] for c in self.results()["contenders"]], ["svd", "als", "mine"])
        self.assertEqual(len(self.results()["overlap"]["pairs"]), 3)

    def test_wrong_usage_says_what_to_do(self):
        table = self.write("far.txt", "zzq1 1 2\nzzq2 2 1\nzzq3 1 1\n")
        for arguments, message in (
            (("--contenders", "glove"), "must be some of svd, als"),
            (("--table", "nameless"), "must be name=path"),
            (("--table", f"svd={table}", "--contenders", "svd"), "given twice"),
            (("--similarity", self.write("bad.txt", "one two\n")), "bad.txt:1"),
            (("--seeds", "0"), "--seeds = 0: must be 1..100"),
            ((*FAST, "--table", f"far={table}"), "share 0 words"),
        ):
            result = self.compare(*arguments)
            self.assertEqual(result.status, 1, arguments)
            self.assertIn(message, result.stderr)

    def test_a_folder_of_something_else_is_left_alone(self):
        (self.folder / "report").mkdir()
        self.write("report/notes.txt", "mine")
        result = self.compare(*FAST)
        self.assertEqual(result.status, 1)
        self.assertIn("holds files of something else", result.stderr)
        self.assertEqual(os.listdir(self.folder / "report"), ["notes.txt"])


if __name__ == "__main__":
    unittest.main()
