"""index: an approximate search is built, measured, used where it is there, and refused when stale."""

import json
import unittest

from support import CliTest, TOY_OPTIONS, run, toy_corpus, vocabulary


class Index(CliTest):
    def setUp(self):
        super().setUp()
        self.model = self.folder / "toy.model"
        self.succeed("train", toy_corpus(), "-o", self.model, *TOY_OPTIONS)
        self.asked = "\n".join(vocabulary(self.model)[:100])
        self.exact = self.similar().stdout
        made = run("index", self.model, "--json")
        if "hnswlib" in made.stderr:
            self.skipTest("this build has no hnswlib")
        self.assertEqual(made.status, 0, made.stderr)
        self.summary = json.loads(made.stdout)

    def similar(self, *arguments):
        return self.succeed("similar", self.model, *arguments, stdin=self.asked)

    def test_recall_is_measured_and_shown_by_info(self):
        self.assertGreater(self.summary["recall_at_10"], 0.95)
        shown = self.succeed("info", self.model).stdout
        self.assertRegex(shown, "index .*{:.1f} %".format(100 * self.summary["recall_at_10"]))

    def test_neighbours_found_have_the_cosines_of_the_exact_search(self):
        exact = set(self.exact.splitlines())
        found = self.similar().lines
        self.assertGreater(len(exact & set(found)) / len(exact), 0.95)
        self.assertEqual(self.similar("--exact").stdout, self.exact)

    def test_the_same_bytes_come_every_time(self):
        files = ("first_list.npy", "list_begin.npy", "neighbours.npy", "index.json")
        first = [(self.model / "index" / name).read_bytes() for name in files]
        self.succeed("index", self.model)
        self.assertEqual([(self.model / "index" / name).read_bytes() for name in files], first)

    def test_the_index_of_another_training_is_refused_but_not_missed(self):
        (self.model / "index").rename(self.folder / "kept")
        self.succeed("train", toy_corpus(), "-o", self.model, *TOY_OPTIONS, "--seed", "2", "--force")
        (self.folder / "kept").rename(self.model / "index")
        self.fail_with(1, "similar", self.model, "king", says=("build it anew", "eigenlex index", "--exact"))
        self.succeed("similar", self.model, "king", "--exact")

    def test_options_out_of_range_are_named_by_their_flags(self):
        self.fail_with(1, "index", self.model, "--links", "1", says=("--links",))
        self.fail_with(1, "index", self.model, "--build-effort", "3", says=("--build-effort",))


if __name__ == "__main__":
    unittest.main()
