"""Matrices that are not text: factorizing them, recommending, and what is refused."""

import collections
import gzip
import json
import random
import unittest

from support import CliTest, read_npy, run, toy_model

USERS, ITEMS, GROUPS, CELLS, HELD_OUT = 300, 240, 6, 24, 5


def planted_cells(seed=1):
    """For each user the items liked: four in five of the user's group, popular ones more often."""
    source = random.Random(seed)
    weights = [1 / (1 + item // GROUPS) ** 0.7 for item in range(ITEMS)]
    of_group = [
        [weight if item % GROUPS == group else 0 for item, weight in enumerate(weights)]
        for group in range(GROUPS)
    ]
    cells = {}
    for user in range(USERS):
        liked = {}
        while len(liked) < CELLS:
            chosen = of_group[user % GROUPS] if source.random() < 0.8 else weights
            item = source.choices(range(ITEMS), chosen)[0]
            liked[f"item{item}"] = source.randint(1, 5)
        cells[f"user{user}"] = liked
    return cells


def split(cells, seed=2):
    """The cells to learn from, and those held out of each user."""
    source = random.Random(seed)
    held = {user: set(source.sample(sorted(liked), HELD_OUT)) for user, liked in cells.items()}
    kept = {
        user: {item: value for item, value in liked.items() if item not in held[user]}
        for user, liked in cells.items()
    }
    return kept, held


def as_lines(cells):
    return "".join(
        f"{user}\t{item}\t{value}\n" for user, liked in cells.items() for item, value in liked.items()
    )


def group_of(name):
    return int(name.lstrip("useritm")) % GROUPS


class Recommendation(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept, cls.held = split(planted_cells())

    def factorize(self, *options, text=None):
        ratings = self.write("ratings.tsv", as_lines(self.kept) if text is None else text)
        model = self.folder / "model"
        result = self.succeed(
            "factorize", "--input", ratings, "-o", model, "--force", "--dim", "12", *options
        )
        return model, result

    def recall(self, answers):
        hits = sum(len(self.held[user] & set(items)) for user, items in answers.items())
        return hits / (HELD_OUT * USERS)

    def answers(self, model, *options):
        users = "".join(f"{user}\n" for user in self.held)
        found = self.succeed("recommend", model, "--json", *options, stdin=users).lines
        parsed = [json.loads(line) for line in found]
        return {
            answer["row"]: [entry["column"] for entry in answer["recommended"]]
            for answer in parsed
        }

    def popularity(self):
        """The recall of naming everyone the most popular items not seen."""
        counts = collections.Counter(item for liked in self.kept.values() for item in liked)
        by_count = [item for item, _ in counts.most_common()]
        return self.recall(
            {
                user: [item for item in by_count if item not in liked][:10]
                for user, liked in self.kept.items()
            }
        )

    def test_finds_held_out_cells_far_better_than_popularity(self):
        baseline = self.popularity()
        for method in ("als", "svd"):
            model, _ = self.factorize("--method", method)
            self.assertGreater(self.recall(self.answers(model)), 3 * baseline, method)

    def test_leaves_out_what_was_seen_unless_asked(self):
        model, _ = self.factorize("--method", "als")
        for user, items in self.answers(model, "-k", ITEMS).items():
            self.assertEqual(set(items) & set(self.kept[user]), set())
            self.assertEqual(len(items) + len(self.kept[user]), ITEMS)
        with_seen = self.answers(model, "-k", ITEMS, "--include-seen")
        self.assertEqual({len(items) for items in with_seen.values()}, {ITEMS})

    def test_neighbours_are_of_the_same_group_in_either_table(self):
        model, _ = self.factorize("--method", "als")
        for table, name in (("rows", "user"), ("columns", "item")):
            names = "".join(f"{name}{i}\n" for i in range(60))
            lines = self.succeed(
                "similar", model, "--table", table, "--json", "-k", "5", stdin=names
            ).lines
            same = [
                group_of(neighbour["word"]) == group_of(answer["question"])
                for answer in map(json.loads, lines)
                for neighbour in answer["neighbours"]
            ]
            self.assertEqual(len(same), 300)
            # Names chosen blindly would be of the same group one time in 6.
            self.assertGreater(sum(same) / len(same), 0.7, table)

    def test_the_model_has_names_vectors_and_seen_cells_of_both_sides(self):
        model, result = self.factorize("--method", "als", "--json")
        self.assertEqual(read_npy(model / "vectors.npy")[0], (USERS, 12))
        self.assertEqual(read_npy(model / "contexts.npy")[0], (ITEMS, 12))
        rows = [line.split("\t") for line in (model / "vocab.tsv").read_text().splitlines()]
        self.assertEqual({name: int(count) for name, count in rows},
                         {user: len(liked) for user, liked in self.kept.items()})  # fmt: skip
        columns = [line.split("\t")[0] for line in (model / "columns.tsv").read_text().splitlines()]
        self.assertEqual(sorted(columns), sorted(f"item{i}" for i in range(ITEMS)))
        for name in ("seen_indptr.npy", "seen_indices.npy"):
            self.assertIn(name, json.loads((model / "model.json").read_text())["files"])
        summary = json.loads(result.stdout)["description"]
        self.assertEqual(summary["matrix"]["nonzeros"], USERS * (CELLS - HELD_OUT))
        objectives = summary["als"]["objectives"]
        for before, after in zip(objectives, objectives[1:]):
            self.assertLessEqual(after, before * (1 + 1e-5))

    def test_gives_the_same_bytes_for_any_threads_order_of_lines_or_compression(self):
        model, _ = self.factorize("--method", "als", "--threads", "1")
        names = (
            "vocab.tsv", "columns.tsv", "vectors.npy", "contexts.npy", "seen_indptr.npy",
            "seen_indices.npy",
        )  # fmt: skip
        first = {name: (model / name).read_bytes() for name in names}
        lines = as_lines(self.kept).splitlines(keepends=True)
        random.Random(3).shuffle(lines)
        packed = self.folder / "packed"
        packed.write_bytes(gzip.compress("".join(lines).encode()))
        self.succeed(
            "factorize", "--input", packed, "-o", model, "--force", "--dim", "12",
            "--method", "als", "--threads", "2",
        )  # fmt: skip
        for name, content in first.items():
            self.assertEqual((model / name).read_bytes(), content, name)

    def test_rows_are_answered_in_order_and_unknown_ones_named(self):
        model, _ = self.factorize("--method", "svd")
        lines = self.succeed("recommend", model, "user3", "user1", "-k", "2").lines
        self.assertEqual([line.split("\t")[0] for line in lines], 2 * ["user3"] + 2 * ["user1"])
        self.assertRegex(lines[1], r"^user3\titem\d+\t-?\d+\.\d{4}$")
        alone = self.succeed("recommend", model, "user1", "-k", "2").lines
        self.assertEqual(alone, lines[2:])
        result = run("recommend", model, "usr7", "user1", "-k", "2")
        self.assertEqual(result.status, 1)
        self.assertIn("user7", result.stderr)
        self.assertEqual(result.lines, alone)
        result = run("recommend", model, "usr7", "user1", "-k", "2", "--json")
        self.assertEqual((result.status, result.stderr), (1, ""))
        unknown, known = map(json.loads, result.lines)
        self.assertEqual(unknown.keys(), known.keys())
        self.assertIn("user7", unknown["close"])

    def test_a_model_exported_as_model_still_recommends(self):
        model, _ = self.factorize("--method", "svd")
        copy = self.folder / "copy"
        self.succeed(
            "export", model, "--format", "model", "--dim", "6", "--exponent", "0.5", "-o", copy
        )
        self.assertGreater(self.recall(self.answers(copy)), 1.5 * self.popularity())
        self.fail_with(
            1, "export", model, "--sum-contexts", "-o", self.folder / "x", says=("contexts",)
        )


class MatrixMarket(CliTest):
    def test_rows_and_columns_are_numbers_in_order(self):
        matrix = self.write(
            "m.mtx",
            "%%MatrixMarket matrix coordinate integer general\n3 3 5\n"
            "1 1 2\n2 2 3\n3 3 4\n3 1 1\n1 3 1\n",
        )
        self.succeed("factorize", "--input", matrix, "-o", self.folder / "m", "--dim", "2")
        self.assertEqual((self.folder / "m/vocab.tsv").read_text(), "1\t2\n2\t1\n3\t2\n")
        self.assertEqual(len(self.succeed("recommend", self.folder / "m", "2").lines), 2)


class Refusal(CliTest):
    def refuse(self, text, *options, says):
        ratings = self.write("ratings.tsv", text)
        self.fail_with(
            1, "factorize", "--input", ratings, "-o", self.folder / "model", *options, says=says
        )
        self.assert_holds_only("ratings.tsv")

    def test_a_line_that_is_wrong_is_named(self):
        self.refuse("a\tx\t1\nb\tx\tnan\n", says=("ratings.tsv:2", "nan"))
        self.refuse("a\tx\t1\nb x 1\n", says=("ratings.tsv:2", "tab"))
        self.refuse("", says=("ratings.tsv", "no cell"))

    def test_a_negative_preference_is_named_and_the_svd_takes_it(self):
        text = "a\tx\t1\nb\ty\t-2\na\ty\t1\n"
        self.refuse(text, "--method", "als", says=('row "b"', 'column "y"', "svd"))
        self.succeed(
            "factorize", "--input", "-", "-o", self.folder / "model", "--dim", "2", stdin=text
        )

    def test_a_penalty_lost_in_rounding_asks_for_more_regularization(self):
        # Weights beside which a penalty of 1 is far below the precision of float.
        self.refuse(
            "a\tx\t1\nb\tx\t2\n", "--method", "als", "--dim", "2", "--confidence", "1e30",
            says=("--als-regularization", "must be raised"),
        )  # fmt: skip

    def test_the_size_of_the_numbers_does_not_matter(self):
        source = random.Random(3)
        cells = [
            (row, column, source.random() + 0.1)
            for row in range(30)
            for column in range(20)
            if source.random() < 0.5
        ]
        out = self.folder / "out"
        expected = None
        for exponent in (0, -40, -30, -12, 9, 12, 19, 30, 37):
            text = "".join(f"r{i}\tc{j}\t{value:.6f}e{exponent}\n" for i, j, value in cells)
            matrix = self.write("matrix.tsv", text)
            for solver in ("randomized", "spectra"):
                with self.subTest(exponent=exponent, solver=solver):
                    result = self.succeed(
                        "factorize", "--input", matrix, "-o", out, "--force", "--dim", "3",
                        "--solver", solver, "--exponent", "0.5",
                    )  # fmt: skip
                    self.assertNotIn("tolerance", result.stderr)
                    _, values = read_npy(out / "singular_values.npy")
                    expected = expected or values
                    for value, plain in zip(values, expected):
                        # Numbers below 1e-38 have fewer digits.
                        self.assertAlmostEqual(value / 10.0**exponent / plain, 1, delta=1e-3)
                    best = self.succeed("recommend", out, "r0", "-k", "1").stdout.split("\t")[0]
                    if exponent == 0:
                        recommended = best
                    self.assertEqual(best, recommended)

    def test_options_that_do_not_go_together_are_wrong_usage(self):
        ratings, out = self.write("ratings.tsv", "a\tx\t1\n"), self.folder / "out"
        for options, part in {
            ("--input", ratings, "--subsample", "0"): "--subsample",
            ("--input", ratings, "--blend", "0.5"): "--blend",
            ("--input", ratings, "--memory", "1G"): "--memory",
            ("--input", ratings, self.folder): "--input",
            (self.folder, "--confidence", "3"): "--input",
            (): "COUNTS",
        }.items():
            self.fail_with(2, "factorize", *options, "-o", out, says=(part,))
        self.fail_with(
            1, "factorize", "--input", ratings, "--confidence", "-1", "-o", out,
            says=("--confidence",),
        )  # fmt: skip

    def test_a_model_of_words_has_no_columns(self):
        self.fail_with(1, "recommend", toy_model(), "x", says=("--input",))
        self.fail_with(1, "similar", toy_model(), "x", "--table", "columns", says=("of a matrix",))
        self.fail_with(2, "similar", toy_model(), "x", "--table", "rings", says=("--table",))
        self.fail_with(1, "recommend", self.folder / "none", "x", says=("none",))


if __name__ == "__main__":
    unittest.main()
