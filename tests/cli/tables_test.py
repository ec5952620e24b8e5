"""The files that people have: tables of any separator, headers, slips, vectors and tags of others."""

import gzip
import json
import lzma
import math
import pickle
import struct
import unittest

from support import CliTest, run

ANGLES = {
    "console": 0, "PlayStation 4": 20, "PlayStation": 85, "film": 40, "movie": 50, "dog": 100,
    "United States": 10, "USA": 15,
}  # fmt: skip


def npy(rows: list[list[float]]) -> bytes:
    """A float32 array as NumPy writes it."""
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    data = struct.pack(f"<{len(rows) * len(rows[0])}f", *(x for row in rows for x in row))
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


class TablesTest(CliTest):
    def write_bytes(self, name: str, content: bytes):
        path = self.folder / name
        path.write_bytes(content)
        return path

    def vectors(self, rows: dict[str, list[float]], name: str = "v.vec"):
        dim = len(next(iter(rows.values())))
        lines = [" ".join([word, *map(str, row)]) for word, row in rows.items()]
        return self.write(name, "\n".join([f"{len(rows)} {dim}", *lines, ""]))


class SimilarityTest(TablesTest):
    def setUp(self):
        super().setUp()
        self.model = self.vectors(
            {w: [math.cos(math.radians(a)), math.sin(math.radians(a))] for w, a in ANGLES.items()}
        )

    def score(self, text: str, *options) -> dict:
        path = self.write("pairs", text)
        result = self.succeed(
            "evaluate", self.model, "--similarity", path, "--json", *options
        )
        self.assertEqual(result.stderr, "")
        return json.loads(result.stdout)["similarity"][0]

    def assert_score(self, text: str, spearman: float, covered: int, *options):
        score = self.score(text, *options)
        self.assertAlmostEqual(score["spearman"], spearman, msg=text)
        self.assertEqual(score["covered"], covered, text)
        self.assertEqual(score["uncovered"], 0, text)

    def test_decimal_commas_are_read_where_they_can_be_nothing_else(self):
        point = "console;dog;0.3\nfilm;movie;3.8\nfilm;dog;0.5\nUSA;console;3.1\n"
        self.assert_score(point, 100, 4)
        self.assert_score(point.replace(".", ","), 100, 4)
        self.assert_score(point.replace(".", ",").replace(";", "\t"), 100, 4)
        self.assert_score(point.replace(".", ",").replace(";", " "), 100, 4)
        self.assert_score("film\tmovie\t0,95\nfilm\tdog\t0,11\nconsole\tdog\t0,05\n", 100, 3)

    def test_commas_of_unclear_meaning_are_refused_by_name(self):
        for text, says in (
            ("film,movie,3,8\nfilm,dog,0,5\n", '"3,8" may be a score with a decimal comma'),
            ("film;movie;1,234\nfilm;dog;5,678\n", '"1,234" may be 1.234 or 1234'),
            ("film;movie;3.5\nfilm;dog;5,6\n", 'the number "5,6", but line 1 has "3.5"'),
        ):
            path = self.write("pairs", text)
            self.fail_with(1, "evaluate", self.model, "--similarity", path, says=(says,))

    def test_words_may_hold_what_parts_fields_elsewhere(self):
        rest = "film\tmovie\t3.8\nmovie\tdog\t0.4\nfilm\tdog\t0.5\n"
        self.assert_score("word1\tword2\tscore\nconsole\tPlayStation 4\t3.9\n" + rest, 60, 4)
        self.assert_score("United States\tUSA\t3.9\n" + rest, 80, 4)
        self.assert_score("film\tmovie\t3.8\nUnited States\tUSA\t3.9\n", 100, 2)

    def test_quotes_are_those_of_csv(self):
        quoted = '"w1","w2","s"\n"film","movie",3.8\n"film","dog",0.5\n"console","dog",0.3\n'
        self.assert_score(quoted, 100, 3)
        self.assert_score('"United States" USA 3.9\nfilm dog 1\n', 100, 2)

    def test_columns_that_count_lines_are_left_out(self):
        self.assert_score(",word1,word2,score\n0,film,movie,3.8\n1,film,dog,0.5\n", 100, 2)
        self.assert_score("1\tfilm\tmovie\t3.8\n2\tfilm\tdog\t0.5\n", 100, 2)

    def test_columns_may_be_named(self):
        text = "id,pos,a,b,mean\n7,N,film,movie,3.8\n9,N,film,dog,0.5\n"
        self.assert_score(text, 100, 2, "--columns", "a,b,mean")
        self.assert_score(text, 100, 2, "--columns", "3,4,5")
        self.fail_with(
            1, "evaluate", self.model, "--similarity", self.write("p", text), "--columns", "a,b,c",
            says=("has no columns named a, b, c",),
        )  # fmt: skip

    def test_parts_of_speech_are_left_out_where_a_word_is_unknown(self):
        self.assert_score("film-n movie-n 3.8\nfilm-n dog-n 0.5\n", 100, 2)

    def test_a_header_is_named_and_a_slip_is_none(self):
        header = self.write("p", "w1\tw2\tscore\nfilm\tmovie\t3.8\nfilm\tdog\t1\n")
        result = self.succeed("evaluate", self.model, "--similarity", header)
        self.assertIn("line 1 is taken for a header: w1, w2, score", result.stderr)
        self.assertIn("w1, w2, score", self.score(header.read_text())["notes"][0])
        slip = self.write("slip", "film\tmovie\t7.5x\nfilm\tdog\t1\nmovie\tdog\t2\n")
        self.fail_with(1, "evaluate", self.model, "--similarity", slip, says=("slip:1:", '"7.5x"'))

    def test_pairs_of_bats_ask_each_other(self):
        model = self.vectors(
            {"a": [1, 0, 0, 0], "A": [1, 0, 0, 1], "b": [0, 1, 0, 0], "B": [0, 1, 0, 1]}
        )
        questions = self.write("bats", "a\tA\nb\tx/B\n")
        total = json.loads(
            self.succeed("evaluate", model, "--analogies", questions, "--json").stdout
        )["analogies"][0]["total"]
        self.assertEqual((total["questions"], total["correct"]), (2, 2))


class MatrixTest(TablesTest):
    def factorize(self, text: str, *options, dim: int = 1):
        return self.succeed(
            "factorize", "--input", self.write("m", text), "-o", self.folder / "q", "--force",
            "--dim", dim, *options,
        )  # fmt: skip

    def names(self) -> tuple[set[str], set[str]]:
        def first_column(name):
            lines = (self.folder / "q" / name).read_text().splitlines()
            return {line.split("\t")[0] for line in lines}

        return first_column("vocab.tsv"), first_column("columns.tsv")

    def test_no_line_is_lost_or_made_in_silence(self):
        self.factorize("ann\tfilm1\t5,0\nbob\tfilm1\t4\nbob\tfilm2\t3\ncat\tfilm2\t5\n")
        self.assertEqual(self.names(), ({"ann", "bob", "cat"}, {"film1", "film2"}))
        result = self.factorize("user\titem\nann\tfilm1\nbob\tfilm1\nbob\tfilm2\n")
        self.assertEqual(self.names(), ({"ann", "bob"}, {"film1", "film2"}))
        self.assertIn("line 1 is taken for a header: user, item", result.stderr)

    def test_ratings_come_in_many_forms(self):
        for text in (
            "1::10::5::978300760\n2::10::3::978302109\n2::20::4::1\n",
            "userId,movieId,rating,timestamp\n1,10,5.0,978300760\n2,10,3.0,978302109\n2,20,4,1\n",
            '"User-ID";"ISBN";"Book-Rating"\n"1";"10";"5"\n"2";"10";"3"\n"2";"20";"4"\n',
            "1 10 5\n2 10 3\n2 20 4\n",
            ",user,item,rating\n0,1,10,5\n1,2,10,3\n2,2,20,4\n",
        ):
            self.factorize(text)
            self.assertEqual(self.names(), ({"1", "2"}, {"10", "20"}), text)

    def test_matrix_market_of_scipy_is_read(self):
        self.factorize(
            "%%MatrixMarket matrix coordinate unsigned-integer general\n  % note\n"
            "2 2 2\n1 1 3\n2 2 4\n"
        )
        self.assertEqual(self.names(), ({"1", "2"}, {"1", "2"}))


class LabelledTextsTest(TablesTest):
    LINES = "pos\tgood fine\nneg\tbad ugly\n" * 30

    def setUp(self):
        super().setUp()
        self.model = self.vectors(
            {"good": [1, 0.1], "fine": [0.9, 0], "bad": [-1, 0.1], "ugly": [-0.9, 0]}
        )

    def train(self, text: str, *options) -> tuple[list[str], str]:
        """The classes that are learned, and stderr."""
        result = self.succeed(
            "classify", "train", self.write("data", text), "--embedding", self.model, "--network",
            "linear", "--mode", "frozen", "-o", self.folder / "clf", "--force", "--quiet",
            "--threads", 1, *options,
        )  # fmt: skip
        made = json.loads((self.folder / "clf" / "classifier.json").read_text())
        return made["classes"], result.stderr

    def test_blanks_and_blank_lines_do_not_matter(self):
        self.assertEqual(self.train("\n" + self.LINES + "\n\n"), (["neg", "pos"], ""))
        spaces = self.LINES.replace("pos\t", "pos \t", 7).replace("neg\t", " neg\t", 5)
        self.assertEqual(self.train(spaces), (["neg", "pos"], ""))

    def test_headers_and_small_classes_are_said(self):
        classes, said = self.train("label\ttext\n" + self.LINES)
        self.assertEqual(classes, ["neg", "pos"])
        self.assertIn("line 1 is taken for a header: label, text", said)
        classes, said = self.train("odd\tgood bad\n" + self.LINES)
        self.assertEqual(classes, ["neg", "odd", "pos"])
        self.assertIn("1 of 3 classes has one example, such as \"odd\"", said)
        rows = [line.split("\t") for line in self.LINES.splitlines()]
        kaggle = "".join(
            f'"{i}_8"\t{int(label == "pos")}\t{text}\n' for i, (label, text) in enumerate(rows)
        )
        classes, said = self.train(kaggle)
        self.assertEqual(len(classes), 60)
        self.assertIn("60 of 60 classes have one example", said)
        self.assertIn("is the label in another column?", said)
        self.assertEqual(self.train(kaggle, "--columns", "2,3")[0], ["0", "1"])
        self.assertEqual(self.train("id\tsentiment\treview\n" + kaggle)[0], ["0", "1"])

    def test_other_separators_and_lines_of_fasttext_are_read(self):
        for text in (
            self.LINES.replace("\t", ","),
            self.LINES.replace("\t", ";"),
            self.LINES.replace("pos\t", "__label__pos ").replace("neg\t", "__label__neg "),
            "text,label\n" + "".join(f'"{t}",{c}\n' for c, t in map(
                lambda line: line.split("\t"), self.LINES.splitlines())),
        ):
            self.assertEqual(self.train(text)[0], ["neg", "pos"], text[:40])

    def test_texts_of_one_class_are_scored(self):
        self.train(self.LINES)
        one = self.write("one", "pos\tgood fine\npos\tbad\n")
        score = json.loads(
            self.succeed("classify", "evaluate", self.folder / "clf", one, "--json").stdout
        )
        self.assertEqual(score["accuracy"], 0.5)
        result = self.succeed("classify", "evaluate", self.folder / "clf", one)
        self.assertIn("50", result.stdout)
        self.succeed("classify", "evaluate", self.folder / "clf", "-", stdin="pos\tgood\n\n")


class VectorsTest(TablesTest):
    def info(self, path) -> dict:
        return json.loads(self.succeed("info", path, "--json").stdout)

    def assert_words(self, path, words: list[str]):
        for word in words:
            self.assertEqual(len(self.succeed("similar", path, word, "-k", 1).lines), 1, word)

    def test_marks_are_no_part_of_words(self):
        header = self.write_bytes("header.vec", b"\xef\xbb\xbf2 2\na 1 0\nb 0 1\n")
        glove = self.write_bytes("glove.txt", b"\xef\xbb\xbfthe 1 0\nb 0 1\n")
        self.assertEqual(
            self.succeed("info", header).lines[:2],
            ["words                      2", "dimensions                 2"],
        )
        self.assert_words(header, ["a", "b"])
        self.assert_words(glove, ["the", "b"])
        self.write_bytes("n.npy", npy([[1, 0], [0, 1]]))
        for vocabulary in (b"\xef\xbb\xbfa\t5\nb\t3\n", b"a\t5\r\nb\t3\r\n"):
            self.write_bytes("n.vocab.tsv", vocabulary)
            self.assert_words(self.folder / "n.npy", ["a", "b"])
        asked = self.succeed("similar", glove, stdin=b"\xef\xbb\xbfb\n")
        self.assertIn("the\t", asked.stdout)

    def test_blank_words_are_kept_or_said(self):
        for name, content, words, said in (
            ("space.vec", b"4 2\nhello 1 .5\n  .3 .4\nworld .9 .6\ncat .1 .9\n", 4, ""),
            ("empty.vec", b"3 2\na 1 0\n 0 1\nc 0 1\n", 2, "a vector without a word is left out"),
            ("tab.vec", b"3 2\na 1 0\n\t 0 1\nc 0 1\n", 3, ""),
            ("line.vec", b"3 2\na 1 0\n\nb 0 1\nc 1 1\n", 3, "1 blank lines are left out"),
            ("more.vec", b"1 2\na 1 0\nb 0 1\n", 2, "promises 1 words, but 2 lines follow"),
            ("fewer.vec", b"9 2\na 1 0\nb 0 1\n", 2, "promises 9 words, but 2 lines follow"),
        ):  # fmt: skip
            result = self.succeed("info", self.write_bytes(name, content))
            self.assertEqual(result.lines[0].split(), ["words", str(words)], name)
            self.assertIn(said, result.stderr)
            if not said:
                self.assertEqual(result.stderr, "", name)
        binary = b"3 2\n" + b"".join(
            w + b" " + struct.pack("<2f", 1, 2) + b"\n" for w in (b"hello", b"", b"dog")
        )
        result = self.succeed("info", self.write_bytes("empty.bin", binary))
        self.assertEqual(result.lines[0].split(), ["words", "2"])
        spaced = b"3 4\n" + b"".join(
            w + b" " + struct.pack("<4f", 1, 2, 3, 4) + b"\n" for w in (b"hello", b"my name", b"d")
        )
        path = self.write_bytes("space.bin", spaced)
        self.assert_words(path, ["hello", "my name", "d"])

    def test_compressed_vectors_are_read_and_written(self):
        vectors = {"a": [1, 0], "b": [0, 1], "c": [1, 1]}
        plain = self.vectors(vectors)
        self.write_bytes("v.gz", gzip.compress(plain.read_bytes()))
        self.write_bytes("v.xz", lzma.compress(plain.read_bytes()))
        self.assert_words(self.folder / "v.gz", ["a", "b", "c"])
        self.assert_words(self.folder / "v.xz", ["a", "b", "c"])
        for name in ("word2vec", "word2vec-binary", "glove", "fasttext", "npy"):
            for ending, unpack in ((".gz", gzip.decompress), (".xz", lzma.decompress)):
                self.succeed("export", plain, "--format", name, "-o", self.folder / "plain", "--force")
                out = self.folder / f"{name}{ending}"
                self.succeed("export", plain, "--format", name, "-o", out)
                self.assertEqual(unpack(out.read_bytes()), (self.folder / "plain").read_bytes())
                self.assert_words(out, ["a", "b", "c"])
            out = self.folder / f"{name}.zst"
            self.succeed("export", plain, "--format", name, "-o", out)
            self.assertEqual(out.read_bytes()[:4], b"\x28\xb5\x2f\xfd")
            self.assert_words(out, ["a", "b", "c"])

    def test_other_files_are_named(self):
        quantized = struct.pack("<14i", 793712314, 12, 2, 5, 5, 1, 5, 1, 2, 1, 7, 2, 3, 100)
        quantized += struct.pack("<d3i2q", 1e-4, 1, 1, 0, 9, -1) + b"a\0" + struct.pack("<qb", 9, 0)
        for name, content, says in (
            ("m.kv", pickle.dumps({"a": [1.0]}), "a Python pickle"),
            ("u16.tsv", "a\tb\t1\nb\ta\t2\n".encode("utf-16"), "iconv"),
            ("ft.ftz", quantized + b"\1" + b"\0" * 200, "a quantized fastText model"),
            ("sparse.txt", b"2 2\ncat 1:0.2 5:0.9\ndog 1:0.3 4:0.9\n", "sparse vectors"),
            ("v.zip", b"PK\x03\x04" + b"\0" * 40, "unpack it first"),
            ("page", b"<!DOCTYPE html>\n<html>", "a page of the web"),
        ):
            self.fail_with(1, "info", self.write_bytes(name, content), says=(name, says))

    def test_vectors_are_read_with_any_line_ends_and_headers_do_not_lie(self):
        text = b"2 2\na 1 0\nb 0 1\n"
        for name, ends in (("cr.vec", b"\r"), ("crlf.vec", b"\r\n")):
            self.assert_words(self.write_bytes(name, text.replace(b"\n", ends)), ["a", "b"])
        for header, says in (
            (b"-2 2", "cannot be"), (b"2 -2", "cannot be"), (b"9" * 25 + b" 2", "cannot be"),
            (b"2 1", "all lines have more"),
        ):  # fmt: skip
            path = self.write_bytes("lies.vec", text.replace(b"2 2", header))
            self.fail_with(1, "info", path, says=("lies.vec:1", says))

    def test_tables_that_are_not_utf8_are_refused_with_the_line(self):
        model = self.vectors({"a": [1, 0], "caf\u00e9": [0, 1]})
        latin = "a\tcaf\u00e9\t1\n".encode("latin-1")
        for command in (
            ("evaluate", model, "--similarity"), ("factorize", "-o", self.folder / "m", "--input"),
        ):  # fmt: skip
            path = self.write_bytes("latin.tsv", b"a\ta\t1\n" + latin)
            self.fail_with(1, *command, path, says=("latin.tsv:2: not UTF-8",))
            path = self.write_bytes("nul.tsv", b"a\ta\t1\na\tb\0\t1\n")
            self.fail_with(1, *command, path, says=("nul.tsv:2: has a NUL byte",))
            path = self.write_bytes("json.tsv", b'{"a": 1, "b": 2, "c": 3}\n')
            self.fail_with(1, *command, path, says=("json.tsv:1: is JSON",))

    def test_messages_show_every_byte(self):
        model = self.vectors({"a": [1, 0], "b": [0, 1]})
        pairs = self.write_bytes("p", b"a b 1\nb a x\0y\n")
        result = run("evaluate", model, "--similarity", pairs)
        self.assertEqual(result.status, 1)
        self.assertNotIn("\0", result.stderr)
        self.assertTrue(result.stderr.endswith("\n"))


if __name__ == "__main__":
    unittest.main()
