"""map: all words in the plane, kept beside the model, as lines and as a page."""

import html
import json
import math
import re
import shutil
import unittest
from collections import Counter

from support import CliTest, TOY_OPTIONS, run, toy_classes, toy_corpus, vocabulary

QUICK = ("--iterations", "300", "-k", "12")


class Map(CliTest):
    def setUp(self):
        super().setUp()
        self.model = self.folder / "toy.model"
        self.succeed("train", toy_corpus(), "-o", self.model, *TOY_OPTIONS)

    def lines(self, *options):
        target = self.folder / "map.tsv"
        result = self.succeed("map", self.model, *QUICK, "-o", target, "--force", *options)
        return result, [line.split("\t") for line in target.read_text().splitlines()]

    def test_every_word_has_a_place_and_a_class(self):
        result, rows = self.lines()
        self.assertEqual([row[0] for row in rows], vocabulary(self.model))
        self.assertEqual({len(row) for row in rows}, {4})
        sizes = Counter(int(row[3]) for row in rows)
        self.assertEqual([sizes[i] for i in range(12)], sorted(sizes.values(), reverse=True))
        for axis in (1, 2):
            self.assertAlmostEqual(sum(float(row[axis]) for row in rows) / len(rows), 0, delta=0.01)
        self.assertEqual(len(result.lines), 14)
        self.assertIn("cohesion", result.lines[1])

    def test_words_of_a_planted_class_lie_together(self):
        planted = toy_classes()
        _, rows = self.lines()
        places = {word: (float(x), float(y)) for word, x, y, _ in rows if word in planted}
        hits = 0
        for word, place in places.items():
            nearest = min((other for other in places if other != word),
                          key=lambda other: math.dist(place, places[other]))  # fmt: skip
            hits += planted[nearest] == planted[word]
        self.assertGreater(hits / len(places), 0.85)

    def test_it_is_made_once(self):
        first, rows = self.lines()
        self.assertRegex(first.stderr, r"(?m)^map ")
        second, again = self.lines()
        self.assertEqual(again, rows)
        self.assertNotRegex(second.stderr, r"(?m)^(map|neighbours) ")
        self.assertTrue((self.model / "map" / "map.json").exists())

    def test_it_is_made_anew_for_other_options_or_vectors(self):
        _, rows = self.lines()
        changed, others = self.lines("--perplexity", "10")
        self.assertIn("made with other options", changed.stderr)
        self.assertNotEqual(others, rows)
        (self.model / "map").rename(self.folder / "kept")
        self.succeed("train", toy_corpus(), "-o", self.model, *TOY_OPTIONS, "--seed", "2", "--force")
        (self.folder / "kept").rename(self.model / "map")
        stale, _ = self.lines("--perplexity", "10")
        self.assertIn("of other vectors", stale.stderr)

    def test_the_same_bytes_come_from_any_number_of_threads(self):
        files = ("places.npy", "class_of.npy", "map.json")
        found = []
        for threads in ("1", "2", "3"):
            self.lines("--threads", threads)
            found.append([(self.model / "map" / name).read_bytes() for name in files])
            shutil.rmtree(self.model / "map")
        self.assertEqual(found[1], found[0])
        self.assertEqual(found[2], found[0])

    def test_json_says_what_the_table_says(self):
        result, rows = self.lines("--json")
        answer = json.loads(result.stdout)
        self.assertEqual(answer["words"], len(rows))
        self.assertEqual(answer["perplexity"], 30)
        self.assertEqual(len(answer["classes"]), 12)
        self.assertEqual(sum(each["size"] for each in answer["classes"]), len(rows))
        classes = {row[0]: int(row[3]) for row in rows}
        for each in answer["classes"]:
            self.assertEqual({classes[word] for word in each["words"]}, {each["class"]})

    def test_lines_go_to_the_standard_output(self):
        _, rows = self.lines()
        shown = self.succeed("map", self.model, *QUICK, "-o", "-").lines
        self.assertEqual([line.split("\t") for line in shown], rows)
        self.fail_with(1, "map", self.model, *QUICK, "-o", "-", "--json", says=("--json",))

    def test_the_page_draws_all_words_and_its_labels_do_not_overlap(self):
        page = self.folder / "map.html"
        _, rows = self.lines("--page", page)
        text = page.read_text()
        self.assertEqual(text.count("h0"), len(rows))
        self.assertNotIn("<script", text)
        self.assertNotIn("http", text)
        labels = re.findall(r'<text class="(\w+)" x="(\d+)" y="(\d+)">([^<]*)</text>', text)
        self.assertGreater(len(labels), 50)
        boxes = []
        for kind, x, y, label in labels:
            size, letter = {"class": (20, 0.65), "word": (12, 0.58)}[kind]
            half = letter * size * len(html.unescape(label)) / 2
            boxes.append((int(x) - half, int(x) + half, int(y) - 0.6 * size, int(y) + 0.6 * size))
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                # Places are rounded to whole numbers.
                apart = a[1] <= b[0] + 1 or b[1] <= a[0] + 1 or a[3] <= b[2] + 1 or b[3] <= a[2] + 1
                self.assertTrue(apart, (labels[i], a, b))
        words = {row[0] for row in rows}
        for kind, _, _, label in labels:
            self.assertLessEqual(set(html.unescape(label).split(" ")), words)
        self.fail_with(1, "map", self.model, *QUICK, "--page", page, says=("--force",))

    def test_signs_of_html_in_words_stay_words(self):
        lines = "".join(f"w{i} {i % 5} {i % 3} 1\n" for i in range(20))
        vectors = self.write("signs.txt", "<b>&\"x\" 1 2 3\n" + lines)
        page = self.folder / "signs.html"
        self.succeed("map", vectors, "--page", page)
        self.assertIn("&lt;b&gt;&amp;&quot;x&quot;", page.read_text())
        self.assertNotIn("<b>", page.read_text())

    def test_few_words_make_a_map_as_well(self):
        for count in (1, 2, 3, 8):
            vectors = self.write(f"few{count}.txt",
                                 "".join(f"w{i} {i + 1} {i * i % 3}\n" for i in range(count)))  # fmt: skip
            answer = json.loads(self.succeed("map", vectors, "--json", "--quiet").stdout)
            self.assertEqual(answer["words"], count)
        self.assertIn("lowered", self.succeed("map", vectors).stderr)

    def test_options_out_of_range_are_named_by_their_flags(self):
        for flag, value in (("--perplexity", "1"), ("--iterations", "0"), ("--theta", "1.5"),
                            ("-k", "0")):  # fmt: skip
            self.fail_with(1, "map", self.model, flag, value, says=(flag,))
        self.fail_with(1, "map", self.model, "--page", "-", says=("--page",))
        self.assertFalse((self.model / "map").exists())
        self.assertNotEqual(run("map", self.folder / "none").status, 0)


if __name__ == "__main__":
    unittest.main()
