"""embed, and search over the texts."""

import json
import random
import struct
import unittest

from support import CliTest, read_npy, toy_classes, toy_model


def float_of(text: str) -> float:
    """The float32 that is nearest to a decimal number."""
    return struct.unpack("f", struct.pack("f", float(text)))[0]


def words_by_class() -> dict[str, list[str]]:
    by_class: dict[str, list[str]] = {}
    for word, name in sorted(toy_classes().items()):
        by_class.setdefault(name, []).append(word)
    return {name: words for name, words in by_class.items() if len(words) > 4}


class Embed(CliTest):
    def setUp(self):
        super().setUp()
        self.words = words_by_class()
        draw = random.Random(3)
        self.topics = [draw.choice(sorted(self.words)) for _ in range(300)]
        # Texts have the words of even places of a class, questions those of odd ones.
        lines = [" ".join(["the", "of", *draw.choices(self.words[t][::2], k=5)]) for t in self.topics]
        self.texts = self.write("texts.txt", "\n".join(lines) + "\n")

    def test_vectors_go_to_the_output_as_lines_or_an_array(self):
        word = self.words["animal"][0]
        texts = self.write("few.txt", f"{word} the\n\n{word}")
        printed = self.succeed("embed", toy_model(), stdin=texts.read_bytes())
        self.assertIn("3 texts x 40, 1 of them zeros", printed.stderr)
        self.succeed("embed", toy_model(), texts, "-o", self.folder / "v.npy", "--quiet")
        shape, numbers = read_npy(self.folder / "v.npy")
        self.assertEqual(shape, (3, 40))
        self.assertEqual([float_of(x) for line in printed.lines for x in line.split()], list(numbers))
        self.assertEqual(list(numbers[40:80]), [0] * 40)
        self.assert_holds_only("texts.txt", "few.txt", "v.npy")

    def test_questions_find_texts_of_their_topic_without_a_word_in_common(self):
        index = self.folder / "texts.index"
        self.succeed("embed", toy_model(), self.texts, "-o", index)
        found = wanted = 0
        for topic, words in self.words.items():
            question = " ".join(words[1::2][:3])
            lines = self.succeed("search", index, question, "-k", 5).lines
            for line in lines:
                asked, number, similarity, text = line.split("\t")
                self.assertEqual(asked, question)
                self.assertEqual(text, self.texts.read_text().splitlines()[int(number) - 1])
                self.assertFalse(set(text.split()) & set(question.split()))
                found += self.topics[int(number) - 1] == topic
                wanted += 1
        self.assertGreaterEqual(found / wanted, 0.9)

    def test_search_answers_lines_in_json_and_says_what_is_unknown(self):
        index = self.folder / "texts.index"
        self.succeed("embed", toy_model(), self.texts, "-o", index)
        text = self.texts.read_text().splitlines()[41]
        answer = self.succeed("search", index, "--json", stdin=f"{text}\n")
        found = json.loads(answer.stdout)
        self.assertEqual(found["question"], text)
        self.assertEqual(len(found["texts"]), 10)
        self.assertIn(text, [one["text"] for one in found["texts"]])
        self.assertAlmostEqual(found["texts"][0]["similarity"], 1, places=5)
        self.fail_with(1, "search", index, "xyzzy", says=("xyzzy", "no word"))
        self.fail_with(2, "search", index, "x", "-k", says=("--count needs",))
        self.fail_with(1, "search", toy_model(), "the", says=("search_index.json", "embed"))

    def test_a_graph_beside_the_texts_finds_what_exact_search_finds(self):
        index = self.folder / "texts.index"
        self.succeed("embed", toy_model(), self.texts, "-o", index)
        question = " ".join(self.words["food"][:2])
        exact = self.succeed("search", index, question).stdout
        built = self.succeed("index", index, "--quiet")
        self.assertIn("300 ", built.stdout)
        self.assertEqual(self.succeed("search", index, question).stdout, exact)
        self.assertEqual(self.succeed("search", index, question, "--exact").stdout, exact)

    def test_what_cannot_be_read_or_written_leaves_nothing(self):
        bad = self.folder / "bad.txt"
        bad.write_bytes(b"good\nb\xe4d\n")
        out = self.folder / "out"
        self.fail_with(1, "embed", toy_model(), bad, "-o", out, says=("bad.txt", "0xe4", "UTF-8"))
        self.fail_with(1, "embed", toy_model(), self.folder / "none", "-o", out, says=("none",))
        self.fail_with(1, "embed", toy_model(), self.texts, "--format", "index", says=("--output",))
        self.fail_with(1, "embed", toy_model(), self.texts, "--smoothing", 0, says=("--smoothing = 0",))
        self.fail_with(1, "embed", toy_model(), self.texts, "--memory", "1M", "-o", out, says=("--memory",))
        self.fail_with(1, "embed", toy_model(), self.texts, "-o", self.texts, says=("--force",))
        self.assert_holds_only("texts.txt", "bad.txt")
        self.succeed("embed", toy_model(), bad, "-o", out, "--encoding", "latin1")

    def test_an_empty_text_has_no_vectors(self):
        self.succeed("embed", toy_model(), "-o", self.folder / "v.npy", stdin="")
        self.assertEqual(read_npy(self.folder / "v.npy")[0], (0, 40))
        self.succeed("embed", toy_model(), "-o", self.folder / "v.index", stdin="")
        self.assertEqual(self.succeed("search", self.folder / "v.index", "the").stdout, "")


if __name__ == "__main__":
    unittest.main()
