"""why, contexts, kwic, stability: what words were counted with, where they stand, how sure it is."""

import functools
import json
import shutil
import unittest

from support import (
    MODEL_FILES, TOY_OPTIONS, CliTest, run, shared_folder, toy, toy_corpus, toy_model
)  # fmt: skip


@functools.cache
def language() -> toy.Language:
    return toy.Language(toy.Source(toy.SEED))


@functools.cache
def evident_model():
    """The toy model with its counts and its text."""
    model = shared_folder() / "evident.model"
    result = run("train", toy_corpus(), "-o", model, *TOY_OPTIONS, "--keep-counts", "--keep-text")
    if result.status != 0:
        raise AssertionError(result.stderr)
    return model


@functools.cache
def whole_model():
    """A model of the whole toy corpus, in which every topic occurs often, with its counts."""
    folder = shared_folder() / "whole"
    folder.mkdir()
    sentences, toy.SENTENCES = toy.SENTENCES, 40_000
    try:
        toy.make(folder)
    finally:
        toy.SENTENCES = sentences
    result = run("train", folder / "toy.txt", "-o", folder / "model", "--method", "svd", "--dim",
                 "20", "--keep-counts")  # fmt: skip
    if result.status != 0:
        raise AssertionError(result.stderr)
    return folder / "model"


class Evidence(CliTest):
    def objects(self, *arguments, **options):
        return [json.loads(line) for line in self.succeed(*arguments, **options).lines]


class Keeping(Evidence):
    def test_changes_no_byte_of_the_model(self):
        self.assert_same_files(toy_model(), evident_model())
        self.succeed("train", toy_corpus(), "-o", self.folder / "text", *TOY_OPTIONS, "--keep-text")
        self.assert_same_files(toy_model(), self.folder / "text")
        self.assertEqual(sorted(path.name for path in (self.folder / "text").iterdir()),
                         sorted([*MODEL_FILES, "run.json", "text"]))  # fmt: skip

    def test_gives_the_same_bytes_for_any_number_of_threads(self):
        for threads in ("1", "3"):
            model = self.folder / threads
            self.succeed("train", toy_corpus(), "-o", model, *TOY_OPTIONS, "--keep-counts",
                         "--keep-text", "--threads", threads)  # fmt: skip
            for part in ("text", "margins"):
                names = [path.name for path in (evident_model() / part).iterdir()]
                self.assertGreater(len(names), 4)
                self.assert_same_files(evident_model() / part, model / part, names)

    def test_of_the_standard_input_is_refused(self):
        self.fail_with(1, "train", "-", "-o", self.folder / "none", "--keep-text", says=("files",))
        self.assert_holds_only()

    def test_the_text_outlasts_its_files(self):
        corpus = self.write("moved.txt", toy_corpus().read_text())
        self.succeed("train", corpus, "-o", self.folder / "model", *TOY_OPTIONS, "--keep-text")
        corpus.unlink()
        found = self.succeed("kwic", self.folder / "model", "king", "-k", "1")
        self.assertIn("moved.txt:", found.stdout)


class Why(Evidence):
    def test_names_the_planted_contexts_first(self):
        pairs = list(zip(language().classes["land"], language().classes["city"], language().topics))
        questions = "".join(f"{land} {city}\n" for land, city, _ in pairs)
        for (_, _, topics), found in zip(
            pairs, self.objects("why", whole_model(), "--json", stdin=questions), strict=True
        ):
            first = {one["context"] for one in found["shared"][: len(topics)]}
            self.assertEqual(first, set(topics))

    def test_parts_sum_to_the_cosine(self):
        land, city = language().classes["land"][2], language().classes["city"][2]
        (found,) = self.objects("why", evident_model(), land, city, "-k", "100000", "--least-pairs",
                                "0", "--json")  # fmt: skip
        self.assertEqual(len(found["shared"]), found["shared_contexts"])
        self.assertEqual([one["place"] for one in found["places"]], ["around"])
        self.assertAlmostEqual(sum(one["part"] for one in found["shared"]), found["cosine"], 4)
        self.assertAlmostEqual(sum(one["share"] for one in found["shared"]), 1, 4)
        (pair,) = self.objects("pair", evident_model(), land, city, "--json")
        self.assertEqual(found["similarity"], pair["similarity"])

    def test_prints_a_table(self):
        land, city = language().classes["land"][0], language().classes["city"][0]
        lines = self.succeed("why", evident_model(), land, city, "-k", "3").lines
        self.assertTrue(lines[0].startswith(f"{land} {city}: cosine "), lines[0])
        self.assertTrue(lines[1].startswith("shared contexts: "), lines[1])
        self.assertEqual(lines[2].split("\t"), ["share", "part", "context", land, city])
        self.assertEqual({line.split("\t")[2] for line in lines[3:6]}, set(language().topics[0]))
        self.assertRegex(lines[6], r"%\t0\.\d+\t\(\d+ others\)")
        shares = [float(line.split("\t")[0].rstrip("%")) for line in lines[3:]]
        self.assertAlmostEqual(sum(shares), 100, delta=0.3)

    def test_takes_counts_that_the_model_does_not_keep(self):
        counts = self.folder / "counts"
        self.succeed("count", toy_corpus(), "-o", counts, "--window", "5", "--contexts",
                     "symmetric")  # fmt: skip
        words = (language().classes["land"][1], language().classes["city"][1])
        self.assertEqual(self.succeed("why", toy_model(), *words, "--counts", counts).stdout,
                         self.succeed("why", evident_model(), *words).stdout)  # fmt: skip
        other = self.folder / "other"
        self.succeed("count", toy_corpus(), "-o", other, "--window", "4")
        self.fail_with(1, "why", toy_model(), *words, "--counts", other, says=("not the counts",))
        self.fail_with(1, "why", toy_model(), *words, says=("keeps no counts", "--keep-counts"))

    def test_of_an_unknown_word_says_so(self):
        self.fail_with(1, "why", evident_model(), "king", "qqq", says=("qqq",))


class Contexts(Evidence):
    def test_of_a_land_are_its_topics_first(self):
        lands = "\n".join(language().classes["land"])
        for measure in ("ppmi", "log-dice"):
            found = self.objects("contexts", whole_model(), "-k", "3", "--measure", measure,
                                 "--json", stdin=lands)  # fmt: skip
            for contexts, topics in zip(found, language().topics, strict=True):
                self.assertEqual({one["context"] for one in contexts["contexts"]}, set(topics))

    def test_by_log_likelihood_are_frequent_ones_first(self):
        lines = self.succeed("contexts", whole_model(), language().classes["land"][0]).lines
        self.assertEqual([line.split("\t")[1] for line in lines[1:3]], ["_ with", "_ has"])

    def test_of_counts_alone(self):
        land = language().classes["land"][0]
        lines = self.succeed("contexts", evident_model() / "counts", land).lines
        self.assertEqual(lines[0].split("\t"),
                         ["word", "context", "log-likelihood", "pairs", "by chance"])  # fmt: skip
        kept = self.succeed("contexts", evident_model(), land).lines
        self.assertEqual(lines, kept)

    def test_stand_in_their_places(self):
        text = "".join(f"w{i % 7} green tea is w{i % 5} here\n" for i in range(200))
        model = self.folder / "near"
        self.succeed("train", self.write("near.txt", text), "-o", model, "--dim", "3",
                     "--method", "svd", "--keep-counts")  # fmt: skip
        lines = self.succeed("contexts", model, "tea", "--measure", "log-dice").lines[1:]
        contexts = [line.split("\t")[1] for line in lines]
        self.assertEqual(set(contexts[:2]), {"green _", "_ is"})

    def test_of_unknown_words_say_so_and_answer_the_others(self):
        result = run("contexts", evident_model(), "qqq", "king")
        self.assertEqual(result.status, 1)
        self.assertIn("qqq", result.stderr)
        self.assertIn("king\t", result.stdout)
        self.fail_with(1, "contexts", toy_model(), "king", says=("keeps no counts",))
        self.fail_with(1, "contexts", evident_model(), "king", "-k", "0", says=("-k",))


class Kwic(Evidence):
    def lines_with(self, *words):
        return [
            number
            for number, line in enumerate(toy_corpus().read_text().splitlines(), start=1)
            if set(words) <= set(line.split())
        ]

    def test_finds_every_line(self):
        for words in ((language().topics[0][0],), ("king", language().classes["land"][3])):
            (found,) = self.objects("kwic", evident_model(), *words, "-k", "100000", "--json")
            self.assertEqual(found["total"], len(found["occurrences"]))
            lines = sorted({one["line"] for one in found["occurrences"]})
            self.assertEqual(lines, self.lines_with(*words))
            for one in found["occurrences"]:
                text = one["text"].encode()
                shown = {text[begin:end].decode() for begin, end in one["matches"]}
                self.assertEqual(shown, set(words))
                self.assertEqual(one["file"], str(toy_corpus()))

    def test_prints_a_line_for_each_and_says_how_many_there_are(self):
        result = self.succeed("kwic", evident_model(), "king", "-k", "3")
        numbers = [int(line.split("\t")[0].rpartition(":")[2]) for line in result.lines]
        self.assertEqual(numbers, self.lines_with("king")[:3])
        total = sum(line.split().count("king") for line in toy_corpus().read_text().splitlines())
        self.assertIn(f"3 of {total} occurrences", result.stderr)
        columns = {line.index("\tking\t") - line.index("\t") for line in result.lines}
        self.assertEqual(len(columns), 1)
        later = self.succeed("kwic", evident_model(), "king", "-k", "1", "--skip", "2")
        self.assertEqual(later.lines, result.lines[2:])

    def test_marks_the_second_word(self):
        text = "one two three four\nfour three two one\n"
        self.succeed("train", self.write("text.txt", text * 30), "-o", self.folder / "model",
                     "--dim", "2", "--method", "svd", "--min-count", "1", "--keep-text")  # fmt: skip
        lines = self.succeed("kwic", self.folder / "model", "two", "four", "-k", "2",
                             "--context", "20").lines  # fmt: skip
        self.assertEqual([line.split("\t")[1:] for line in lines],
                         [["         one ", "two", " three [four]"],
                          ["[four] three ", "two", " one"]])  # fmt: skip

    def test_refuses_what_it_cannot_answer(self):
        self.fail_with(1, "kwic", toy_model(), "king", says=("keeps no text", "--keep-text"))
        self.fail_with(1, "kwic", evident_model(), "qqq", says=("qqq",))
        self.fail_with(2, "kwic", evident_model())
        self.fail_with(1, "kwic", evident_model(), "king", "--window", "0", says=("--window",))
        damaged = self.folder / "damaged"
        shutil.copytree(evident_model(), damaged)
        path = damaged / "text" / "text.bin"
        path.write_bytes(path.read_bytes()[:-1])
        self.fail_with(1, "kwic", damaged, "king", says=("text.bin",))


class Certainty(Evidence):
    OPTIONS = ("--resamples", "4", "--quiet")

    def stable_model(self, name="stable"):
        model = self.folder / name
        shutil.copytree(toy_model(), model)
        return model

    def test_is_shown_beside_neighbours(self):
        model = self.stable_model()
        self.succeed("stability", model, *self.OPTIONS)
        lines = self.succeed("similar", model, "king", "-k", "12", "--certainty").lines
        plain = self.succeed("similar", model, "king", "-k", "12").lines
        self.assertEqual(["\t".join(line.split("\t")[:3]) for line in lines], plain)
        for line in lines[:10]:
            cosine, share, low, high = map(float, line.split("\t")[2:])
            self.assertIn(share, (0, 0.25, 0.5, 0.75, 1))
            self.assertLessEqual(low, cosine)
            self.assertLessEqual(cosine, high)
        self.assertEqual(lines[11].split("\t")[3:], ["-", "-", "-"])
        (found,) = self.objects("similar", model, "king", "-k", "12", "--certainty", "--json")
        self.assertEqual([f"{one['share']:.2f}" for one in found["neighbours"][:10]],
                         [line.split("\t")[3] for line in lines[:10]])  # fmt: skip
        self.assertIsNone(found["neighbours"][11]["interval"])

    def test_is_the_same_for_any_number_of_threads(self):
        models = []
        for threads in ("1", "2", "3"):
            models.append(self.stable_model(threads))
            self.succeed("stability", models[-1], "--threads", threads, *self.OPTIONS)
        names = [path.name for path in (models[0] / "certainty").iterdir()]
        self.assertEqual(len(names), 6)
        for model in models[1:]:
            self.assert_same_files(models[0] / "certainty", model / "certainty", names)

    def test_of_other_vectors_or_another_text_is_refused(self):
        model = self.stable_model()
        self.fail_with(1, "similar", model, "king", "--certainty", says=("no certainties", "eigenlex stability"))
        self.succeed("stability", model, *self.OPTIONS)
        self.fail_with(1, "stability", model, *self.OPTIONS, says=("--force",))
        other = self.folder / "other"
        self.succeed("train", toy_corpus(), "-o", other, "--dim", "8", "--method", "svd", "--quiet")
        shutil.copytree(model / "certainty", other / "certainty")
        self.fail_with(1, "similar", other, "king", "--certainty", says=("eigenlex stability",))
        text = self.write("less.txt", "".join(toy_corpus().read_text().splitlines(True)[:2000]))
        self.fail_with(1, "stability", model, text, "--force", *self.OPTIONS,
                       says=("another text",))  # fmt: skip
        self.fail_with(1, "stability", model, "--resamples", "1", says=("--resamples",))

    def test_of_scores_includes_the_training(self):
        words = [words[:8] for words in list(language().classes.values())[:4]]
        pairs = [
            (a, b, int(i == j))
            for i, first in enumerate(words)
            for j, second in enumerate(words)
            for a, b in zip(first, reversed(second))
        ]
        similarity = self.write("pairs.tsv", "".join(f"{a}\t{b}\t{c}\n" for a, b, c in pairs))
        lines = toy_corpus().with_name("toy.analogies.txt").read_text().splitlines(True)
        analogies = self.write("analogies.txt", "".join(lines[:60]))
        evaluate = ("evaluate", self.stable_model(), "--similarity", similarity, "--analogies",
                    analogies, "--resamples", "3")  # fmt: skip
        (found,) = self.objects(*evaluate, "--json")
        for score, figure in (
            (found["similarity"][0], found["similarity"][0]["spearman"]),
            (found["analogies"][0], found["analogies"][0]["total"]["accuracy"]),
        ):
            low, high = score["training_interval"]
            self.assertLessEqual(low, figure)
            self.assertLessEqual(figure, high)
        low, high = found["similarity"][0]["training_interval"]
        plain_low, plain_high = found["similarity"][0]["interval"]
        self.assertLess(low, plain_low)
        self.assertGreater(high, plain_high)
        shown = self.succeed(*evaluate, "--quiet").stdout
        self.assertIn(f"pairs: {found['similarity'][0]['spearman']:.1f} in {low:.1f} ..", shown)
        self.fail_with(1, *evaluate[:-1], "1", says=("--resamples",))


if __name__ == "__main__":
    unittest.main()
