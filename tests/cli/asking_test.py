"""pair, odd and vector, the prompt, memory of compact tables, and arguments that are misspelled."""

import contextlib
import json
import os
import pty
import random
import resource
import select
import struct
import subprocess
import termios
import time
import unittest

from support import PROGRAM, CliTest, read_npy, run, toy_classes, toy_model, vocabulary

WORDS_OF_LARGE_TABLE = 250_000
DIMENSIONS = 300

measures_memory = unittest.skipIf(
    os.environ.get("EIGENLEX_SANITIZED"), "a sanitizer takes memory and time of its own"
)


def rows() -> dict[str, tuple[float, ...]]:
    """The vectors of the toy model."""
    (words, dim), numbers = read_npy(toy_model() / "vectors.npy")
    return {
        word: tuple(numbers[row * dim : (row + 1) * dim])
        for row, word in enumerate(vocabulary(toy_model()))
    }


def cosine(a, b) -> float:
    dot, aa, bb = (sum(map(lambda x, y: x * y, *pair)) for pair in ((a, b), (a, a), (b, b)))
    return dot / (aa * bb) ** 0.5


class Pair(CliTest):
    def test_prints_the_cosine_of_two_words(self):
        vectors = rows()
        first, second, shown = self.succeed("pair", toy_model(), "king", "river").lines[0].split("\t")
        self.assertEqual((first, second), ("king", "river"))
        self.assertAlmostEqual(float(shown), cosine(vectors["king"], vectors["river"]), delta=1e-4)
        answer = json.loads(self.succeed("pair", toy_model(), "king", "river", "--json").stdout)
        self.assertEqual(f"{answer['similarity']:.4f}", shown)

    def test_pairs_from_stdin_are_answered_in_order_as_when_asked_alone(self):
        words = vocabulary(toy_model())[:60]
        pairs = list(zip(words[::2], words[1::2]))
        for separator in (" ", "\t"):
            text = "".join(f"{a}{separator}{b}\n" for a, b in pairs)
            together = self.succeed("pair", toy_model(), stdin=text).lines
            self.assertEqual([tuple(line.split("\t")[:2]) for line in together], pairs)
        self.assertEqual(together[7], self.succeed("pair", toy_model(), *pairs[7]).lines[0])

    def test_unknown_words_and_lines_that_are_no_pairs_are_named(self):
        result = run("pair", toy_model(), stdin="kingg river\nking\nking river\n")
        self.assertEqual((result.status, len(result.lines)), (1, 1))
        self.assertIn("close: king", result.stderr)
        self.assertIn('"king": expected two words', result.stderr)
        result = run("pair", toy_model(), "kingg", "river", "--json")
        self.assertEqual((result.status, result.stderr), (1, ""))
        answer = json.loads(result.stdout)
        self.assertIsNone(answer["similarity"])
        self.assertEqual(answer["unknown"][0]["word"], "kingg")


class Odd(CliTest):
    def questions(self):
        """Three words of a class and one of another, and that one."""
        by_class = {}
        for word, name in sorted(toy_classes().items()):
            if word in vocabulary(toy_model()):
                by_class.setdefault(name, []).append(word)
        groups = [words for words in by_class.values() if len(words) >= 3]
        return [(group[:3] + [other[0]], other[0])
                for group, other in zip(groups, groups[1:] + groups[:1])]  # fmt: skip

    def test_the_word_of_another_class_is_found(self):
        questions = self.questions()
        text = "".join(" ".join(words) + "\n" for words, _ in questions)
        lines = self.succeed("odd", toy_model(), stdin=text).lines
        self.assertEqual([line.split("\t")[0] for line in lines],
                         [" ".join(words) for words, _ in questions])  # fmt: skip
        hits = [line.split("\t")[1] == odd for line, (_, odd) in zip(lines, questions)]
        # Blind answers would be right one time in 4.
        self.assertGreater(sum(hits) / len(hits), 0.6)
        alone = self.succeed("odd", toy_model(), *questions[0][0]).lines
        self.assertEqual(alone, lines[:1])

    def test_its_similarity_is_the_mean_of_its_cosines_with_the_others(self):
        words, _ = self.questions()[0]
        answer = json.loads(self.succeed("odd", toy_model(), *words, "--json").stdout)
        vectors = rows()
        for entry in answer["similarities"]:
            others = [cosine(vectors[entry["word"]], vectors[word])
                      for word in words if word != entry["word"]]  # fmt: skip
            self.assertAlmostEqual(entry["similarity"], sum(others) / 3, delta=1e-5)
        shown = [entry["similarity"] for entry in answer["similarities"]]
        self.assertEqual(shown, sorted(shown))
        self.assertEqual(answer["odd"], answer["similarities"][0]["word"])

    def test_fewer_than_three_words_are_refused(self):
        self.fail_with(2, "odd", toy_model(), "king", "river", says=("WORDS", "3"))
        result = run("odd", toy_model(), stdin="king river\n")
        self.assertEqual(result.status, 1)
        self.assertIn("three words or more", result.stderr)
        self.fail_with(1, "odd", toy_model(), "king", "river", "kingg", says=("close: king",))


class Vector(CliTest):
    def test_prints_the_very_numbers_of_the_model(self):
        for name in ("king", "river"):
            word, *numbers = self.succeed("vector", toy_model(), name).lines[0].split("\t")
            self.assertEqual(word, name)
            # Read back as floats they are the same.
            as_floats = struct.unpack(f"{len(numbers)}f", struct.pack(f"{len(numbers)}f",
                                                                      *map(float, numbers)))  # fmt: skip
            self.assertEqual(as_floats, rows()[name])
            answer = json.loads(self.succeed("vector", toy_model(), name, "--json").stdout)
            self.assertEqual(answer["vector"], list(map(float, numbers)))

    def test_of_length_1_where_that_is_wanted(self):
        numbers = self.succeed("vector", toy_model(), "king", "--unit").lines[0].split("\t")[1:]
        self.assertAlmostEqual(sum(float(number) ** 2 for number in numbers), 1, delta=1e-5)

    def test_of_a_text_is_the_mean_of_its_known_words(self):
        line = self.succeed("vector", toy_model(), "--text", "king nosuchword river king").lines[0]
        text, *numbers = line.split("\t")
        self.assertEqual(text, "king nosuchword river king")
        king, river = rows()["king"], rows()["river"]
        for number, a, b in zip(numbers, king, river, strict=True):
            self.assertAlmostEqual(float(number), (2 * a + b) / 3, delta=1e-4)

    def test_what_has_none_is_named(self):
        self.fail_with(1, "vector", toy_model(), "kingg", says=("close: king",))
        self.fail_with(1, "vector", toy_model(), "--text", "no such", says=('"no such"',))
        result = run("vector", toy_model(), "--json", stdin="kingg\nking\n")
        self.assertEqual((result.status, result.stderr), (1, ""))
        unknown, known = map(json.loads, result.lines)
        self.assertEqual(unknown.keys(), known.keys())
        self.assertIsNone(unknown["vector"])


class Prompt(CliTest):
    def test_a_person_is_prompted_and_answered_line_by_line(self):
        controller, terminal = pty.openpty()
        process = subprocess.Popen([PROGRAM, "similar", toy_model(), "-k", "2"], stdin=terminal,
                                   stdout=subprocess.PIPE, stderr=terminal)  # fmt: skip
        os.close(terminal)

        def type_at_prompt(typed: bytes):
            # While the program does not read, the terminal would take some keys for itself. With
            # libedit it reads once the terminal has left its line mode; without, that never is.
            end = time.monotonic() + 5
            while time.monotonic() < end:
                if select.select([controller], [], [], 0.02)[0]:
                    os.read(controller, 1000)
                elif not termios.tcgetattr(controller)[3] & termios.ICANON:
                    break
            os.write(controller, typed)

        type_at_prompt(b"king\n")
        first = [process.stdout.readline().decode() for _ in range(2)]
        # Upwards brings the last question back, to be asked again.
        type_at_prompt(b"\x1b[A\n")
        again = [process.stdout.readline().decode() for _ in range(2)]
        type_at_prompt(b"\x04")
        # The program waits until all that it shows has been read.
        with contextlib.suppress(OSError):
            while os.read(controller, 1000):
                pass
        rest = process.communicate(timeout=30)[0]
        os.close(controller)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(rest, b"")
        self.assertEqual("".join(first), self.succeed("similar", toy_model(), "king", "-k", "2").stdout)
        if first != again:
            self.assertEqual(again, [], "this build has no libedit")


class LargeTable(CliTest):
    def make(self, name: str, words: int):
        """A compact model of random codes, with checksums that are none."""
        model = self.folder / name
        model.mkdir()
        codes = random.Random(1).randbytes(words * DIMENSIONS).replace(b"\x80", b"\x7f")
        for array, kind, shape, content in (
            ("codes.npy", "|i1", (words, DIMENSIONS), codes),
            ("scales.npy", "<f4", (words,), struct.pack("<f", 0.01) * words),
        ):
            header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
            header += " " * (63 - (10 + len(header)) % 64) + "\n"
            start = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode()
            (model / array).write_bytes(start + content)
        lines = "".join(f"word{i}\t{words - i}\n" for i in range(words))
        (model / "vocab.tsv").write_text(lines)
        files = {path.name: {"bytes": path.stat().st_size, "checksum": ""}
                 for path in model.iterdir()}  # fmt: skip
        content = {"format_version": 1, "encoding": "int8", "words": words, "dim": DIMENSIONS,
                   "files": files}  # fmt: skip
        (model / "compact.json").write_text(json.dumps(content))
        return model

    def peak(self, model) -> int:
        """The most memory that a search took."""
        command = [PROGRAM, "similar", model, "-k", "3", "--no-verify"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            process.stdin.write(b"word7\n")
            process.stdin.flush()
            self.assertEqual(len([process.stdout.readline() for _ in range(3)]), 3)
            with open(f"/proc/{process.pid}/status") as status:
                [line] = [line for line in status if line.startswith("VmHWM:")]
            process.stdin.close()
        self.assertEqual(process.returncode, 0)
        return 1024 * int(line.split()[1])

    @measures_memory
    def test_of_int8_is_searched_as_it_lies(self):
        program = self.peak(self.make("small", 100))
        table = self.peak(self.make("large", WORDS_OF_LARGE_TABLE)) - program
        # In floats it would be four times the codes, and twice that while it is made.
        self.assertLess(table, 1.3 * WORDS_OF_LARGE_TABLE * (DIMENSIONS + 4))


    @measures_memory
    def test_of_int8_is_described_without_being_decoded(self):
        floats = 4 * WORDS_OF_LARGE_TABLE * DIMENSIONS
        result = self.succeed(
            "info", self.make("large", WORDS_OF_LARGE_TABLE), "--no-verify", "--json",
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (floats // 2, floats // 2)),
        )  # fmt: skip
        summary = json.loads(result.stdout)
        self.assertEqual((summary["words"], summary["dim"]), (WORDS_OF_LARGE_TABLE, DIMENSIONS))


class StandardOutput(CliTest):
    def test_takes_the_very_file_that_export_writes(self):
        for name in ("word2vec", "word2vec-binary", "glove", "fasttext"):
            file = self.folder / name
            self.succeed("export", toy_model(), "--format", name, "-o", file)
            command = [PROGRAM, "export", toy_model(), "--format", name, "-o", "-"]
            piped = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
            self.assertEqual(piped, file.read_bytes())
            with (self.folder / "redirected").open("wb") as out:
                subprocess.run(command, stdout=out, check=True)
            self.assertEqual((self.folder / "redirected").read_bytes(), piped)

    def test_is_no_folder(self):
        for name in ("model", "npy", "int8"):
            self.fail_with(1, "export", toy_model(), "--format", name, "-o", "-", says=("--output",))

    def test_that_is_full_is_an_error(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([PROGRAM, "export", toy_model(), "-o", "-"], stdout=full,
                                    stderr=subprocess.PIPE)  # fmt: skip
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"standard output: cannot write", result.stderr)


class Misspelled(CliTest):
    def test_commands_and_options_are_suggested(self):
        for arguments, part in {
            ("simlar", "m"): "simlar: is no command; close: similar",
            ("trian",): "trian: is no command; close: train",
            ("similar", "m", "--cuont", "3"): "--cuont: is no option; close: --count",
            ("train", "c", "-o", "m", "--windw=3"): "--windw: is no option; close: --window",
            ("similar", "m", "w", "--table", "row"): "--table = row: must be one of rows, columns; "
            "close: rows",
            ("similar", "m", "w", "-k", "ten"): "--count = ten: must be a whole number",
            ("similar", "m", "w", "-k"): "--count needs a value",
            ("similar",): "MODEL is missing",
            ("similar", "m", "--table", "rows", "--subwords"): "--table and --subwords cannot be given "
            "together",
            ("info", "m", "n"): "n: is an argument more than expected",
        }.items():
            with self.subTest(arguments):
                result = self.fail_with(2, *arguments, says=("eigenlex: " + part, "--help`"))
                self.assertEqual(len(result.stderr.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
