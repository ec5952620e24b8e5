"""What files become words: encodings, what is no text, one spelling of a word, raw text."""

import io
import json
import random
import re
import tarfile
import unicodedata
import unittest
import zipfile

from support import CliTest, run, vocabulary

FRENCH = "la café était fermée près du château où le garçon naïf dîne\n" * 60


def shuffled_lines(words, count=60):
    """Lines that hold all the words, each in an order of its own."""
    generator = random.Random(1)
    return "".join(" ".join(generator.sample(words, len(words))) + "\n" for _ in range(count))


class TextTest(CliTest):
    def train_on(self, content, *options, name="corpus"):
        """The result of training on a file of this content."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return run(
            "train", path, "-o", self.folder / "model", "--dim", "2", "--subsample", "0",
            "--force", *options,
        )  # fmt: skip

    def words_of(self, content, *options):
        result = self.train_on(content, *options)
        self.assertEqual(result.status, 0, result.stderr)
        return vocabulary(self.folder / "model")

    def made_with(self):
        return json.loads((self.folder / "model" / "model.json").read_text())["count_options"]


class Encodings(TextTest):
    def test_the_first_byte_that_is_not_utf8_is_an_error_with_its_place(self):
        content = FRENCH.encode() + "garçon\n".encode("latin-1")
        for tokenizer in ("auto", "whitespace", "unicode"):
            result = self.train_on(content, "--tokenizer", tokenizer)
            self.assertEqual(result.status, 1)
            self.assertIn(f"corpus: byte {content.index(0xe7, len(FRENCH.encode()))}: 0xe7 is not "
                          "UTF-8; name the encoding", result.stderr)  # fmt: skip
            self.assertFalse((self.folder / "model").exists())

    def test_any_encoding_gives_the_words_of_utf8(self):
        expected = self.words_of(FRENCH)
        self.assertIn("château", expected)
        for encoding in ("latin1", "utf-16", "utf-16le", "utf-32", "cp1252"):
            with self.subTest(encoding):
                words = self.words_of(FRENCH.encode(encoding), "--encoding", encoding)
                self.assertEqual(words, expected)
                self.assertEqual(self.made_with()["encoding"], encoding)
        result = self.train_on(FRENCH, "--encoding", "klingon")
        self.assertEqual(result.status, 1)
        self.assertIn("--encoding = klingon: must be an encoding that ICU knows", result.stderr)

    def test_bad_bytes_are_replaced_and_counted_where_asked(self):
        result = self.train_on(FRENCH.encode("latin-1"), "--on-bad-bytes", "replace")
        self.assertEqual(result.status, 0, result.stderr)
        count = sum(byte >= 0x80 for byte in FRENCH.encode("latin-1"))
        self.assertIn(f"{count} bytes that are not utf-8 were replaced", result.stderr)
        description = json.loads((self.folder / "model" / "model.json").read_text())
        self.assertEqual(description["corpus"]["bytes_replaced"], count)

    def test_what_is_no_text_is_refused_by_name(self):
        for content, kind in (
            (FRENCH.encode("utf-16"), "is UTF-16 text"),
            (b"%PDF-1.4\n" + FRENCH.encode(), "is a PDF document"),
            (b"word\0\0" * 100, "it has many NUL bytes"),
        ):
            with self.subTest(kind):
                result = self.train_on(content)
                self.assertEqual(result.status, 1)
                self.assertIn(kind, result.stderr)


class Archives(TextTest):
    def zipped(self, members):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
            for name, content in members.items():
                out.writestr(name, content)
        return archive.getvalue()

    def tarred(self, members, mode):
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode=mode) as out:
            for name, content in members.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                out.addfile(entry, io.BytesIO(content))
        return archive.getvalue()

    def test_archives_give_the_words_of_their_texts(self):
        expected = self.words_of(FRENCH * 2)
        members = {"a.txt": FRENCH.encode(), "b/c.txt": FRENCH.encode()}
        archives = {mode: self.tarred(members, mode) for mode in ("w", "w:gz", "w:xz", "w:bz2")}
        archives["zip"] = self.zipped(members)
        for kind, content in archives.items():
            with self.subTest(kind):
                self.assertEqual(self.words_of(content), expected)
                model = self.folder / "piped"
                self.succeed(
                    "train", "-", "-o", model, "--dim", "2", "--subsample", "0", "--force",
                    stdin=content,
                )  # fmt: skip
                self.assertEqual(vocabulary(model), expected)

    def test_what_is_left_out_is_said_and_what_is_wrong_is_named(self):
        picture = b"\x89PNG\r\n\x1a\n" + bytes(100)
        result = self.train_on(self.zipped({"a.txt": FRENCH, "b.png": picture}), name="a.zip")
        self.assertEqual(result.status, 0, result.stderr)
        self.assertIn("a.zip: a file in the archive is no text and left out, such as b.png, a picture",
                      result.stderr)  # fmt: skip
        for members, says in (
            ({"b.png": picture}, "a.zip: it is an archive that holds no text: it has b.png"),
            ({"a.txt": FRENCH, "b.txt": FRENCH.encode("latin-1")}, "a.zip:b.txt: byte 6: 0xe9"),
            ({"a.txt": FRENCH.encode("utf-16")}, "a.zip:a.txt: is UTF-16 text"),
            ({"[Content_Types].xml": "<x/>"}, "a.zip: is a document of an office program"),
        ):
            result = self.train_on(self.zipped(members), name="a.zip")
            self.assertEqual(result.status, 1)
            self.assertIn(says, result.stderr)
        whole = self.tarred({"a.txt": FRENCH.encode()}, "w")
        result = self.train_on(whole[:1500], name="a.tar")
        self.assertEqual(result.status, 1)
        self.assertIn("a.tar:a.txt: cannot be read", result.stderr)

    def test_nothing_is_unpacked(self):
        (self.folder / "in").mkdir()
        path = self.folder / "in" / "a.tar"
        path.write_bytes(self.tarred({"../outside.txt": FRENCH.encode()}, "w"))
        before = sorted(self.folder.rglob("*"))
        self.succeed("train", path, "-o", self.folder / "model", "--dim", "2", "--subsample", "0")
        after = [p for p in sorted(self.folder.rglob("*")) if "model" not in p.parts]
        self.assertEqual(after, before)

    def test_tables_in_archives_are_refused(self):
        path = self.folder / "r.zip"
        path.write_bytes(self.zipped({"r.csv": "a,b,1\n"}))
        result = run("factorize", "--input", path, "-o", self.folder / "model")
        self.assertEqual(result.status, 1)
        self.assertIn("r.zip: is a ZIP archive: unpack it first", result.stderr)


class Dimensions(TextTest):
    def dimensions_of(self, content):
        path = self.folder / "corpus"
        path.write_text(content)
        result = self.succeed("train", path, "-o", self.folder / "model", "--force", "--json",
                              "--subsample", "0")  # fmt: skip
        return json.loads(result.stdout)["dim"]

    def test_unset_they_are_what_the_corpus_supports(self):
        generator = random.Random(5)
        words = [f"w{i}" for i in range(400)]
        text = "".join(" ".join(generator.choices(words, k=12)) + "\n" for _ in range(2000))
        self.assertEqual(self.dimensions_of(text), 30)  # 1.5 sqrt(400)
        description = json.loads((self.folder / "model" / "model.json").read_text())
        self.assertEqual(description["factor_options"]["dim"], 30)
        self.assertIn(self.dimensions_of(FRENCH), range(1, 6))
        result = run("train", self.folder / "corpus", "-o", self.folder / "model", "--force",
                     "--subsample", "0", "--dim", "300")  # fmt: skip
        self.assertEqual(result.status, 1)
        self.assertIn("--dim = 300: must be 1..12", result.stderr)


class Spelling(TextTest):
    def check_pairs(self, text, pairs, *options):
        """All pairs of words are covered by the model of a text."""
        self.words_of(text, *options)
        benchmark = self.folder / "pairs.tsv"
        benchmark.write_text("".join(f"{a}\t{b}\t{i}\n" for i, (a, b) in enumerate(pairs)))
        result = self.succeed("evaluate", self.folder / "model", "--similarity", benchmark, "--json")
        scores = json.loads(result.stdout)["similarity"][0]
        self.assertEqual(scores["pairs"], len(pairs), scores)
        for word in {word for pair in pairs for word in pair}:
            self.succeed("similar", self.folder / "model", word, "-k", "1")

    def test_lower_case_is_as_people_write_it(self):
        greek = shuffled_lines("Ο μεγάλος άνθρωπος λέει λόγος και ο μικρός σκύλος της πόλης".split())
        german = shuffled_lines("Die große Straße heißt Hauptstraße und der Fuß muss weiß".split())
        persian = shuffled_lines("می\u200cروم کتاب\u200cها خانه می\u200cخواهم".split(" "))
        for tokenizer in ("whitespace", "unicode"):
            options = ("--tokenizer", tokenizer, "--lowercase")
            self.check_pairs(greek, [("λόγος", "Άνθρωπος"), ("ΣΚΎΛΟΣ", "πόλης")], *options)
            self.assertIn("λόγος", vocabulary(self.folder / "model"))
            self.check_pairs(german, [("Straße", "Hauptstraße"), ("Fuß", "weiß")], *options)
            self.assertIn("straße", vocabulary(self.folder / "model"))
            self.check_pairs(persian, [("می\u200cروم", "کتاب\u200cها")], *options)
        words = self.words_of("İstanbul İzmir\n" * 60, "--tokenizer", "whitespace", "--lowercase")
        self.assertEqual(sorted(words), ["i\u0307stanbul", "i\u0307zmir"])

    def test_questions_find_words_in_either_form_of_accents(self):
        pairs = [("café", "naïve"), ("état", "art")]
        decomposed = [[unicodedata.normalize("NFD", word) for word in pair] for pair in pairs]
        text = shuffled_lines("café naïve état art".split())
        for tokenizer in ("whitespace", "unicode"):
            self.check_pairs(text, decomposed, "--tokenizer", tokenizer)

    def test_what_cannot_be_seen_makes_no_twins(self):
        words = (
            "שלום שלום\u200f كتاب كتاب\u200e softhyphen soft\u00adhyphen very _very_ user @user "
            "word\u2060joiner wordjoiner don't don\u2019t"
        ).split(" ")
        for options in ((), ("--lowercase",)):
            found = self.words_of(shuffled_lines(words), "--tokenizer", "unicode", *options)
            self.assertEqual(
                sorted(found),
                sorted(["שלום", "كتاب", "softhyphen", "very", "user", "wordjoiner", "don't"]),
            )


class RawText(TextTest):
    RAW = "The dog, I said, barks. \"Why does it?\" he asked; nobody knew.\n" * 50

    def test_raw_text_is_read_by_unicode_in_lower_case_and_the_summary_says_why(self):
        result = self.train_on(self.RAW)
        self.assertEqual(result.status, 0, result.stderr)
        self.assertRegex(result.stderr, r"raw text: [\d.]+ % of the words have punctuation attached; "
                                        "tokenizer unicode in lower case")  # fmt: skip
        words = vocabulary(self.folder / "model")
        self.assertIn("dog", words)
        self.assertEqual([word for word in words if not word[-1].isalnum()], [])
        self.assertEqual((self.made_with()["tokenizer"], self.made_with()["lowercase"]),
                         ("unicode", True))  # fmt: skip
        self.succeed("similar", self.folder / "model", "DOG", "-k", "1")

    def test_tokenized_text_and_named_tokenizers_are_as_they_were(self):
        tokens = re.sub(r"([^\w\s])", r" \1 ", self.RAW)
        self.assertIn(";", self.words_of(tokens))
        self.assertEqual(self.made_with()["tokenizer"], "whitespace")
        self.assertIn("dog,", self.words_of(self.RAW, "--tokenizer", "whitespace"))

    def test_text_from_a_pipe_is_read_as_from_a_file(self):
        expected = self.words_of(self.RAW)
        self.succeed("train", "-", "-o", self.folder / "piped", "--dim", "2", "--subsample", "0",
                     stdin=self.RAW)  # fmt: skip
        self.assertEqual(vocabulary(self.folder / "piped"), expected)

    def test_lines_broken_at_a_column_are_paragraphs(self):
        generator = random.Random(2)
        paragraphs = [
            " ".join("word%d" % generator.randrange(30) for _ in range(80)) for _ in range(20)
        ]
        lines = []
        for paragraph in paragraphs:
            line = ""
            for word in paragraph.split():
                if len(line) + 1 + len(word) > 70:
                    lines.append(line)
                    line = word
                else:
                    line = f"{line} {word}" if line else word
            lines += [line, ""]
        broken = "\n".join(lines)
        result = self.train_on(broken)
        self.assertIn("lines are broken at a column; a document is a paragraph", result.stderr)
        self.assertEqual(self.made_with()["document"], "paragraph")
        vectors = (self.folder / "model" / "vectors.npy").read_bytes()
        self.train_on("\n".join(paragraphs) + "\n")
        self.assertEqual(self.made_with()["document"], "line")
        self.assertEqual((self.folder / "model" / "vectors.npy").read_bytes(), vectors)
        self.train_on(broken, "--document", "line")
        self.assertNotEqual((self.folder / "model" / "vectors.npy").read_bytes(), vectors)


if __name__ == "__main__":
    unittest.main()
