"""compare: contenders on a small corpus, parts that are reused, budgets, wrong usage."""

import json
import os
import unittest

from support import CliTest, run, toy_corpus, toy_model, vocabulary

FAST = ("--contenders", "svd,als", "--dim", "20", "--seeds", "2", "--budget", "0")


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
        self.assertIn("Word similarity, pairs", result.stdout)
        page = (self.folder / "report" / "report.html").read_text()
        self.assertEqual(page.count("</script>"), 3)

    def test_finished_parts_are_reused(self):
        self.assertEqual(self.compare(*FAST).status, 0)
        first = self.results()
        result = self.compare(*FAST)
        self.assertEqual(result.status, 0, result.stderr)
        self.assertEqual(self.results(), first)
        self.assertNotIn("train", result.stderr)

    def test_a_budget_too_small_leaves_out_and_names_what_it_leaves_out(self):
        arguments = list(FAST)
        arguments[arguments.index("--budget") + 1] = "0.0001"
        result = self.compare(*arguments)
        self.assertEqual(result.status, 0, result.stderr)
        self.assertIn("train svd, seed 1", [part["part"] for part in self.results()["left_out"]])

    def test_external_tables_take_part(self):
        words = vocabulary(toy_model())
        lines = (f"{word} {i % 5} {i % 3} 1\n" for i, word in enumerate(words))
        table = self.write("other.txt", "".join(lines))
        result = self.compare(*FAST, "--table", f"mine={table}")
        self.assertEqual(result.status, 0, result.stderr)
        self.assertEqual([c["name"] for c in self.results()["contenders"]], ["svd", "als", "mine"])
        self.assertEqual(len(self.results()["overlap"]["pairs"]), 3)

    def test_wrong_usage_says_what_to_do(self):
        table = self.write("far.txt", "one 1 2\ntwo 2 1\nthree 1 1\n")
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
