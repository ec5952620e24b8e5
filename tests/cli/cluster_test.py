"""cluster, refine and the compact formats: classes that people can read, tables that are small."""

import json
import math
import random
import re
import unittest
from collections import Counter

from support import CliTest, toy_classes, toy_corpus, toy_model, vocabulary


def nmi(first: list, second: list) -> float:
    """Normalized mutual information of two labellings (arithmetic mean)."""

    def entropy(labels):
        return -sum(n / len(labels) * math.log(n / len(labels)) for n in Counter(labels).values())

    joint = entropy(list(zip(first, second)))
    return 2 * (entropy(first) + entropy(second) - joint) / (entropy(first) + entropy(second))


class Cluster(CliTest):
    def cluster(self, *options):
        target = self.folder / "classes.tsv"
        result = self.succeed("cluster", toy_model(), "--force", "-o", target, *options)
        return result, [line.split("\t") for line in target.read_text().splitlines()]

    def test_planted_classes_come_back(self):
        source = random.Random(1)
        centres = [[source.gauss(0, 1) for _ in range(20)] for _ in range(30)]
        planted = [i % 30 for i in range(900)]
        vectors = self.write("planted.txt", "".join(
            f"w{i} " + " ".join(f"{x + source.gauss(0, 0.5):.4f}" for x in centres[label]) + "\n"
            for i, label in enumerate(planted)))  # fmt: skip
        target = self.folder / "classes.tsv"
        self.succeed("cluster", vectors, "-k", "30", "-o", target)
        found = [line.split("\t")[1] for line in target.read_text().splitlines()]
        self.assertGreaterEqual(nmi(planted, found), 0.95)

    def test_the_classes_of_a_language_come_back(self):
        planted = toy_classes()
        # Function words are in no planted class. A tenth of the corpus leaves some words rare.
        _, rows = self.cluster("-k", len(set(planted.values())) + 8)
        found = {word: label for word, label, _ in rows}
        words = sorted(planted.keys() & found.keys())
        self.assertGreaterEqual(nmi([planted[w] for w in words], [found[w] for w in words]), 0.85)

    def test_every_word_has_a_class_and_a_distance(self):
        result, rows = self.cluster("-k", "20")
        self.assertEqual([row[0] for row in rows], vocabulary(toy_model()))
        sizes = Counter(int(row[1]) for row in rows)
        self.assertEqual(sorted(sizes), list(range(20)))
        self.assertEqual([sizes[i] for i in range(20)], sorted(sizes.values(), reverse=True))
        self.assertTrue(all(-1e-6 <= float(row[2]) <= 2 for row in rows))
        self.assertEqual(len(result.lines), 21)
        self.assertIn("cohesion", result.lines[0])

    def test_json_has_what_the_table_has(self):
        result, rows = self.cluster("-k", "12", "--json", "--quiet")
        answer = json.loads(result.stdout)
        self.assertEqual(len(answer["classes"]), 12)
        self.assertEqual(sum(each["size"] for each in answer["classes"]), len(rows))
        nearest = min((row for row in rows if row[1] == "0"), key=lambda row: float(row[2]))
        self.assertEqual(answer["classes"][0]["words"][0], nearest[0])
        self.assertEqual(len(answer["inertias"]), answer["iterations"])
        self.assertEqual(answer["inertias"], sorted(answer["inertias"], reverse=True))

    def test_soft_classes_have_weights_that_sum_to_one(self):
        _, hard = self.cluster("-k", "10")
        _, soft = self.cluster("-k", "10", "--soft", "3")
        self.assertEqual(len(soft), 3 * len(hard))
        for i, row in enumerate(hard):
            lines = soft[3 * i : 3 * i + 3]
            self.assertEqual(lines[0][:3], row)
            self.assertEqual({line[0] for line in lines}, {row[0]})
            self.assertAlmostEqual(sum(float(line[3]) for line in lines), 1, delta=1e-5)

    def test_seeds_differ_and_threads_do_not(self):
        first = self.cluster("-k", "30", "--threads", "1")[1]
        self.assertEqual(self.cluster("-k", "30", "--threads", "3")[1], first)
        self.assertNotEqual(self.cluster("-k", "30", "--seed", "2")[1], first)

    def test_euclidean_distances_are_not_cosines(self):
        result, _ = self.cluster("-k", "5", "--euclidean")
        self.assertIn("spread", result.lines[0])

    def test_what_cannot_be_clustered_is_refused(self):
        target = self.folder / "out.tsv"
        for options, parts in {
            ("-k", "0"): ("-k = 0", "at least 1"),
            ("-k", "100000"): ("-k = 100000", "at most"),
            ("-k", "5", "--soft", "6"): ("--soft = 6",),
            ("-k", "5", "--tolerance", "-1"): ("--tolerance = -1",),
        }.items():
            self.fail_with(1, "cluster", toy_model(), "-o", target, *options, says=parts)
        same = self.write("same.txt", "".join(f"w{i} 1 2 3\n" for i in range(9)))
        self.fail_with(1, "cluster", same, "-k", "2", "-o", target, says=("-k = 2", "different"))
        self.assert_holds_only("same.txt")


class Compact(CliTest):
    def export(self, name, *options):
        target = self.folder / name
        self.succeed("export", toy_model(), "--format", name, "-o", target, *options)
        return target

    def test_every_command_reads_them(self):
        analogies = toy_corpus().with_name("toy.analogies.txt")
        pairs = self.write("pairs.txt", "king queen 9\nking water 1\nqueen water 2\n")
        word, other, third = vocabulary(toy_model())[20:23]
        for name, options in {"int8": (), "pq": ("--subvectors", "20")}.items():
            with self.subTest(name):
                model = self.export(name, *options)
                self.succeed("similar", model, word)
                self.succeed("analogy", model, word, other, third)
                self.succeed("evaluate", model, "--analogies", analogies, "--similarity", pairs)
                self.succeed("info", model)
                self.succeed("cluster", model, "-k", "5", "-o", self.folder / f"{name}.tsv")
                self.succeed("export", model, "-o", self.folder / f"{name}.txt")
                self.succeed(
                    "export", model, "--format", "model", "-o", self.folder / f"{name}.model"
                )
                self.succeed(
                    "export", model, "--format", "int8", "-o", self.folder / f"{name}.again"
                )

    def test_int8_has_almost_the_same_neighbours_in_a_quarter_of_the_bytes(self):
        answer = json.loads(self.succeed("info", self.export("int8"), "--json").stdout)
        measured = answer["description"]["compact"]
        self.assertLess(measured["mean_cosine_error"], 1e-3)
        self.assertGreater(measured["recall_at_10"], 0.95)
        # A byte for each of 40 numbers and 4 for the scale, against 160.
        self.assertEqual(measured["table_bytes"] * 40, measured["original_bytes"] * 11)

    def test_info_shows_size_error_recall_and_scores(self):
        pairs = self.write("pairs.txt", "king queen 9\nking water 1\nqueen water 2\n")
        model = self.export("pq", "--subvectors", "20", "--similarity", pairs)
        text = self.succeed("info", model).stdout
        for label in ("table_bytes", "mean_cosine_error", "recall_at_10", "similarity"):
            self.assertRegex(text, rf"(?m)^  {label} ")
        self.assertRegex(text, r"(?m)^  corpus .*" + re.escape(str(toy_corpus())))

    def test_more_subvectors_are_nearer(self):
        errors = []
        for count in ("5", "20", "40"):
            target = self.export("pq", "--force", "--subvectors", count)
            answer = json.loads(self.succeed("info", target, "--json").stdout)
            errors.append(answer["description"]["compact"]["mean_cosine_error"])
        self.assertEqual(errors, sorted(errors, reverse=True))

    def test_damage_is_refused_with_the_file(self):
        model = self.export("int8")
        codes = model / "codes.npy"
        content = bytearray(codes.read_bytes())
        content[-1] ^= 1
        codes.write_bytes(content)
        for command in (["info", model], ["similar", model, "king"]):
            self.fail_with(1, *command, says=(str(codes),))

    def test_more_subvectors_than_dimensions_are_refused(self):
        self.fail_with(
            1, "export", toy_model(), "--format", "pq", "-o", self.folder / "out",
            says=("--subvectors = 60", "40 dimensions"),
        )  # fmt: skip
        self.assert_holds_only()


class Refine(CliTest):
    def test_pulls_rare_words_and_leaves_the_rest_as_it_was(self):
        target = self.folder / "refined"
        self.succeed("refine", toy_model(), "-k", "40", "--strength", "1", "-o", target)
        self.assertEqual(vocabulary(target), vocabulary(toy_model()))
        self.assertNotEqual(
            (target / "vectors.npy").read_bytes(), (toy_model() / "vectors.npy").read_bytes()
        )
        same = self.folder / "same"
        self.succeed("refine", toy_model(), "-k", "40", "--strength", "0", "-o", same)
        self.assertEqual(
            (same / "vectors.npy").read_bytes(), (toy_model() / "vectors.npy").read_bytes()
        )

    def test_the_strength_is_chosen_by_held_out_cells(self):
        counts, model, target = (self.folder / name for name in ("counts", "model", "refined"))
        # A tenth of the toy corpus again, so that there are rare words.
        lines = toy_corpus().read_text().splitlines()[:400]
        corpus = self.write("small.txt", "\n".join(lines) + "\n")
        self.succeed("count", corpus, "-o", counts, "--window", "5", "--min-count", "2")
        self.succeed("factorize", counts, "-o", model, "--dim", "20", "--subsample", "0",
                     "--method", "svd")  # fmt: skip
        result = self.succeed(
            "refine", model, "-k", "20", "--counts", counts, "--json", "-o", target
        )
        answer = json.loads(result.stdout)
        losses = {trial["loss"]: trial["strength"] for trial in answer["held_out"]}
        self.assertEqual(answer["strength"], losses[min(losses)])
        description = json.loads((target / "model.json").read_text())
        self.assertEqual(description["refine"]["strength"], answer["strength"])

    def test_needs_counts_or_a_strength(self):
        target = self.folder / "out"
        self.fail_with(2, "refine", toy_model(), "-o", target, says=("--counts", "--strength"))
        self.fail_with(
            1, "refine", toy_model(), "-k", "9", "--strength", "-1", "-o", target,
            says=("--strength = -1",),
        )  # fmt: skip


if __name__ == "__main__":
    unittest.main()
