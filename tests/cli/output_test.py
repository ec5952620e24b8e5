"""What goes where: JSON alone on the standard output with --json, notes in it, files to `-o -`."""

import json
import unittest

from support import (
    CliTest, labelled_lines, run, toy_corpus, toy_model, vocabulary,
)  # fmt: skip

HEADER = "line 1 is taken for a header"


class Notes(CliTest):
    """Every command with --json: one object, or one a line, with the notes in it."""

    def setUp(self):
        super().setUp()
        a, b, c, d, *_ = self.words = vocabulary(toy_model())
        self.counts = self.folder / "counts"
        self.pairs = self.write("pairs.tsv", f"first\tsecond\tscore\n{a}\t{b}\t1\n{c}\t{d}\t2\n")
        # Of another program: more lines than its head promises, which is noted.
        lines = [f"{word} {i % 3} {i % 5 - 1} 1\n" for i, word in enumerate(self.words)]
        self.vectors = self.write("v.txt", f"{len(lines) - 1} 3\n" + "".join(lines))
        self.ratings = self.write("r.tsv", "user\titem\tstars\nann\tx\t1\nbob\ty\t2\nann\ty\t3\n")

    def objects(self, *arguments, **options):
        result = self.succeed(*arguments, "--json", **options)
        self.assertNotIn("note:", result.stderr)
        return [json.loads(line) for line in result.lines]

    def test_of_questions_are_in_every_object(self):
        word, other, third, *_ = self.words
        for command in (
            ("similar", self.vectors, word, other),
            ("analogy", self.vectors, word, other, third),
            ("pair", self.vectors, word, other),
            ("odd", self.vectors, word, other, third),
            ("vector", self.vectors, word),
        ):
            with self.subTest(command[0]):
                self.assertIn("note:", run(*command).stderr)
                for answer in self.objects(*command):
                    self.assertEqual(len(answer["notes"]), 1)
                    self.assertIn(str(self.vectors), answer["notes"][0])

    def test_of_vectors_are_in_what_is_made_of_them(self):
        for command in (
            ("info", self.vectors),
            ("index", self.vectors),
            ("subwords", self.vectors, "--regularization", "1"),
            ("cluster", self.vectors, "-k", "3", "-o", self.folder / "classes.tsv"),
            ("evaluate", self.vectors, "--similarity", self.pairs),
        ):
            with self.subTest(command[0]):
                (result,) = self.objects(*command)
                self.assertIn(str(self.vectors), result["notes"][0])

    def test_of_benchmarks_are_in_their_scores(self):
        (result,) = self.objects("evaluate", toy_model(), "--similarity", self.pairs)
        self.assertIn(HEADER, result["similarity"][0]["notes"][0])
        self.assertEqual(result["notes"], [])

    def test_of_matrices_and_texts_are_in_the_summary(self):
        model, (made,) = self.folder / "m", self.objects(
            "factorize", "--input", self.ratings, "--dim", "1", "-o", self.folder / "m"
        )  # fmt: skip
        self.assertTrue(any(HEADER in note for note in made["notes"]))
        (answer,) = self.objects("recommend", model, "ann")
        self.assertEqual(answer["notes"], [])
        texts = self.write("t.tsv", "label\ttext\n" + "".join(labelled_lines(40)))
        classifier = self.folder / "clf"
        for command in (
            ("classify", "train", texts, "--embedding", toy_model(), "--network", "linear", "-o",
             classifier),
            ("classify", "evaluate", classifier, texts),
        ):  # fmt: skip
            (result,) = self.objects(*command)
            self.assertIn(HEADER, result["notes"][0])
        answers = self.objects("classify", "predict", classifier, stdin="a\nb\n")
        self.assertEqual([answer["notes"] for answer in answers], [[], []])

    def test_of_a_corpus_say_what_was_chosen(self):
        for command in ("count", "train"):
            output = self.folder / command
            options = ("--dim", "3") if command == "train" else ()
            (result,) = self.objects(command, toy_corpus(), "-o", output, *options)
            self.assertTrue(any("tokenizer" in note for note in result["notes"]), result["notes"])
        refined = self.folder / "refined"
        (result,) = self.objects("refine", self.folder / "train", "--strength", "2", "-k", "5", "-o", refined)
        self.assertEqual((result["strength"], result["notes"]), (2, []))
        (result,) = self.objects(
            "induce", self.folder / "train", "--counts", self.folder / "count", "--word", "nosuchword",
            stdin=f"{self.words[0]} nosuchword {self.words[1]}\n",
        )  # fmt: skip
        self.assertEqual((result["word"], result["notes"]), ("nosuchword", []))


class StandardOutput(CliTest):
    def test_takes_the_very_classes_that_cluster_writes(self):
        for options in ((), ("--soft", "2")):
            file = self.folder / "classes.tsv"
            cluster = ("cluster", toy_model(), "-k", "5", "--force", *options, "-o")
            self.succeed(*cluster, file)
            self.assertEqual(self.succeed(*cluster, "-").stdout, file.read_text())
        self.fail_with(1, *cluster, "-", "--json", says=("--output = -", "--json"))

    def test_is_no_folder(self):
        corpus, out = toy_corpus(), ("-o", "-")
        for command in (
            ("train", corpus),
            ("count", corpus),
            ("factorize", self.folder / "counts"),
            ("factorize", "--input", self.write("r.tsv", "a\tx\t1\n")),
            ("refine", toy_model(), "--strength", "1"),
            ("induce", toy_model(), "--counts", self.folder, "--word", "w"),
            ("classify", "train", self.write("t.tsv", "a\tx\nb\ty\n"), "--mode", "random",
             "--network", "linear"),
            ("compare", corpus),
        ):  # fmt: skip
            with self.subTest(command[0]):
                self.fail_with(1, *command, *out, says=("--output = -: must be a folder",))
        self.assertFalse((self.folder / "-").exists())


class Progress(CliTest):
    def test_evaluate_and_induce_show_their_stages(self):
        words = vocabulary(toy_model())
        pairs = self.write("pairs.txt", f"{words[0]} {words[1]} 1\n{words[2]} {words[3]} 2\n")
        questions = toy_corpus().with_name("toy.analogies.txt")
        evaluate = ("evaluate", toy_model(), "--similarity", pairs, "--analogies", questions)
        stages = [line.split()[0] for line in self.succeed(*evaluate).stderr.splitlines()]
        self.assertEqual(stages, ["read", "pairs", "toy.analogies"])
        self.assertEqual(self.succeed(*evaluate, "--quiet").stderr, "")
        counts = self.folder / "counts"
        self.succeed("count", toy_corpus(), "-o", counts)
        induce = ("induce", toy_model(), "--counts", counts, "--word", "nosuchword")
        sentence = f"{words[0]} nosuchword {words[1]}\n"
        stages = [line[:12].strip() for line in self.succeed(*induce, stdin=sentence).stderr.splitlines()]
        self.assertEqual(stages, ["read", "read counts", "induce"])
        self.assertEqual(self.succeed(*induce, "--quiet", stdin=sentence).stderr, "")


class Benchmarks(CliTest):
    """Files of word pairs are read alike by all commands."""

    def setUp(self):
        super().setUp()
        words = vocabulary(toy_model())[:40]
        lines = [f"{i % 7};{words[i]};{words[i + 1]}\n" for i in range(38)]
        self.pairs = self.write("pairs.csv", "score;one;two\n" + "".join(lines))
        self.columns = ("--similarity", self.pairs, "--columns", "one,two,score")

    def test_export_takes_columns_and_says_what_it_decided(self):
        model = self.folder / "m"
        result = self.succeed("export", toy_model(), "--format", "int8", *self.columns, "-o", model)
        self.assertIn(HEADER, result.stderr)
        measured = json.loads((model / "compact.json").read_text())["compact"]["similarity"]
        self.assertAlmostEqual(measured["pairs"]["original"], measured["pairs"]["compact"], delta=5)

    def test_compare_takes_columns_and_says_what_it_decided(self):
        compare = ("compare", toy_corpus(), "--contenders", "svd", "--dim", "8", "--seeds", "1",
                   "--budget", "0", "-o", self.folder / "report")  # fmt: skip
        result = self.succeed(*compare, *self.columns)
        self.assertIn(HEADER, result.stderr)
        results = json.loads((self.folder / "report" / "results.json").read_text())
        self.assertEqual(results["similarity"][0]["scores"][0]["items"], 38)
        questions = toy_corpus().with_name("toy.analogies.txt")
        self.fail_with(1, *compare, *self.columns, "--analogies", questions, says=("--columns = one",))

    def test_compare_does_not_read_the_standard_input_twice(self):
        compare = ("compare", "-", "--contenders", "svd", "--dim", "8", "--seeds", "1", "--budget",
                   "0", "-o", self.folder / "report")  # fmt: skip
        text = toy_corpus().read_text()
        self.fail_with(1, *compare, stdin=text, says=("--tokenizer = auto", "standard input"))
        self.succeed(*compare, "--tokenizer", "whitespace", stdin=text)
        results = json.loads((self.folder / "report" / "results.json").read_text())
        self.assertEqual(results["corpus"]["tokens_read"], len(text.split()))


if __name__ == "__main__":
    unittest.main()
