"""The commands align, translate and evaluate --dictionary, weat, project and shift."""

import json
import random
import unittest

from support import CliTest, toy_classes, toy_model, vocabulary


class Align(CliTest):
    def renamed(self):
        """The toy model under other words, as a text file, and the pairs of words."""
        words = vocabulary(toy_model())
        self.succeed("export", toy_model(), "-o", self.folder / "toy.vec", "--format", "word2vec")
        lines = (self.folder / "toy.vec").read_text().splitlines()
        named = [f"x{i} " + line.split(" ", 1)[1] for i, line in enumerate(lines[1:])]
        source = self.write("renamed.vec", "\n".join([lines[0], *named]) + "\n")
        return source, [(f"x{i}", word) for i, word in enumerate(words)]

    def test_hidden_words_are_found_by_some_pairs(self):
        source, pairs = self.renamed()
        seeds = self.write("seeds.txt", "".join(f"{a} {b}\n" for a, b in pairs[:100]))
        others = self.write("others.txt", "".join(f"{a}\t{b}\n" for a, b in pairs[100:]))
        model = self.folder / "aligned.model"
        made = self.succeed("align", source, toy_model(), "-o", model, "--dictionary", seeds, "--json")
        self.assertGreater(json.loads(made.stdout)["rounds"][-1]["mean_cosine"], 0.99)
        scores = json.loads(
            self.succeed(
                "evaluate", model, "--target", toy_model(), "--dictionary", others, "--json"
            ).stdout
        )["dictionary"]
        self.assertEqual(scores["covered"], len(pairs) - 100)
        self.assertGreater(scores["precision"][0]["percent"], 95)
        word, translation = pairs[150]
        answer = self.succeed("translate", model, toy_model(), word, "-k", 1)
        self.assertEqual(answer.stdout.split("\t")[:2], [word, translation])
        asked = self.succeed("translate", model, toy_model(), "--json", stdin=f"{word}\n")
        self.assertEqual(json.loads(asked.stdout)["translations"][0]["word"], translation)

    def test_words_that_both_have_are_anchors(self):
        model = self.folder / "aligned.model"
        self.succeed("align", toy_model(), toy_model(), "-o", model, "--quiet")
        word = vocabulary(toy_model())[30]
        answer = self.succeed("translate", model, toy_model(), word, "-k", 1)
        self.assertEqual(answer.stdout.split("\t")[:2], [word, word])

    def test_what_goes_wrong_is_said(self):
        model = self.folder / "m"
        foreign = self.write("foreign.txt", "nowhere nothing\n")
        self.fail_with(1, "align", toy_model(), toy_model(), "-o", model, "--dictionary", foreign,
                       says=("foreign.txt: has no pair",))  # fmt: skip
        self.fail_with(1, "align", toy_model(), toy_model(), "-o", model, "--anchors", "numerals",
                       says=("anchors",))  # fmt: skip
        self.fail_with(1, "align", toy_model(), toy_model(), "-o", model, "--rounds", -1,
                       says=("--rounds = -1",))  # fmt: skip
        self.fail_with(1, "translate", toy_model(), toy_model(), "nowhere", says=("nowhere",))
        self.fail_with(2, "evaluate", toy_model(), "--dictionary", foreign, says=("--target",))
        self.assert_holds_only("foreign.txt")


class Weat(CliTest):
    def words_of(self, name):
        known = set(vocabulary(toy_model()))
        return [word for word, of in toy_classes().items() if of == name and word in known]

    def test_words_of_a_class_are_nearer_to_it(self):
        animals, foods = self.words_of("animal")[:16], self.words_of("food")[:16]
        lists = [animals[:8], foods[:8], animals[8:], [*foods[8:], "nowhere"]]
        files = [self.write(f"{i}.txt", "\n".join(words)) for i, words in enumerate(lists)]
        arguments = ("weat", toy_model(), "--targets", *files[:2], "--attributes", *files[2:])
        score = json.loads(self.succeed(*arguments, "--json").stdout)
        self.assertGreater(score["effect_size"], 1.5)
        self.assertEqual(score["partitions"], 12870)
        self.assertTrue(score["exact"])
        self.assertLess(score["p_value"], 0.001)
        self.assertEqual(score["second_attribute"]["missing"], ["nowhere"])
        self.assertIn("not in the vocabulary: nowhere", self.succeed(*arguments).stdout)
        drawn = self.succeed(*arguments, "--exact-up-to", 10, "--samples", 500, "--json")
        self.assertEqual(json.loads(drawn.stdout)["partitions"], 501)
        self.fail_with(1, *arguments, "--samples", 0, says=("--samples = 0",))


class Project(CliTest):
    def test_words_lie_between_the_ends(self):
        animal, food = ([w for w, of in toy_classes().items() if of == name] for name in ("animal", "food"))  # fmt: skip
        axis = ("--axis", animal[0], food[0], "--axis", animal[1], food[1])
        lines = self.succeed("project", toy_model(), *axis, animal[2], food[2]).lines
        positions = [float(line.split("\t")[1]) for line in lines]
        self.assertLess(positions[0], positions[1])
        ends = [line.split("\t") for line in self.succeed("project", toy_model(), *axis, "-k", 3).lines]
        self.assertEqual(len(ends), 6)
        values = [float(value) for _, value in ends]
        self.assertEqual(values, sorted(values))
        self.assertNotIn(animal[0], [word for word, _ in ends])
        found = json.loads(self.succeed("project", toy_model(), *axis, "-k", 3, "--json").stdout)
        self.assertEqual([one["word"] for one in found["first"]], [word for word, _ in ends[:3]])
        self.fail_with(1, "project", toy_model(), "--axis", "nowhere", food[0], says=("--axis = nowhere",))
        self.fail_with(1, "project", toy_model(), *axis, "nowhere", says=("nowhere",))


class Shift(CliTest):
    def text(self, name, seed, later):
        """Words of eight classes, most of a line of one; later three each of two change places."""
        draw = random.Random(seed)
        lines = []
        for i in range(3000):
            line = []
            for _ in range(8):
                word = draw.randrange(20)
                used = draw.randrange(8) if draw.random() < 0.4 else i % 8
                line.append(f"c{1 - used if later and used < 2 and word < 3 else used}w{word}")
            lines.append(" ".join(line) + "\n")
        return self.write(name, "".join(lines))

    def test_planted_changes_are_found(self):
        texts = [self.text("old.txt", 1, False), self.text("new.txt", 2, True)]
        page = self.folder / "page.html"
        options = ("--resamples", 4, "--dim", 8, "--document", "line")
        result = self.succeed("shift", *texts, *options, "--page", page, "-k", 10)
        first = [line.split("\t")[0] for line in result.lines[1:]]
        self.assertEqual(len(first), 10)
        self.assertEqual(set(first[:6]), {f"c{c}w{w}" for c in range(2) for w in range(3)})
        self.assertEqual([line.split("\t")[3] for line in result.lines[1:7]], ["yes"] * 6)
        html = page.read_text()
        self.assertEqual(html.count("<svg"), 10)
        self.assertIn(f"<h2>{first[0]}</h2>", html)
        self.assertNotIn("http", html)
        report = json.loads(self.succeed("shift", *texts, *options, "--json").stdout)
        self.assertEqual([word["word"] for word in report["words"][:10]], first)
        self.assertLessEqual(report["reported"], 7)
        self.fail_with(1, "shift", *texts, "--page", page, says=("--force",))
        self.fail_with(1, "shift", *texts, "--resamples", 1, says=("--resamples = 1",))
        self.fail_with(1, "shift", toy_model(), texts[0], says=("not both",))

    def test_models_alone_have_no_intervals_which_is_said(self):
        result = self.succeed("shift", toy_model(), toy_model(), "--least-count", 10, "--json")
        report = json.loads(result.stdout)
        self.assertIn("no intervals", report["notes"][0])
        self.assertEqual(report["reported"], 0)
        self.assertIsNone(report["words"][0]["periods"][1]["interval"])


if __name__ == "__main__":
    unittest.main()
