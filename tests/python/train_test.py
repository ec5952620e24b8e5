"""`eigenlex.train`: the bytes of the program, every kind of corpus, options and progress."""

import inspect
import itertools
import logging
import threading
import unittest
from pathlib import Path

from package import (
    ROOT,
    TOY,
    PackageTest,
    eigenlex,
    flags_of,
    run,
    toy_corpus,
    toy_model,
    toy_texts,
)


class Bytes(PackageTest):
    def test_they_are_those_of_the_program_by_svd_and_als(self):
        for method in ("svd", "als"):
            by_program = self.folder / f"{method}.program"
            options = {**TOY, "method": method}
            result = run("train", toy_corpus(), "-o", by_program, *flags_of(options))
            self.assertEqual(result.status, 0, result.stderr)
            by_python = self.folder / f"{method}.python"
            eigenlex.train(toy_corpus(), **options).save(by_python)
            files = {path.name for path in by_program.iterdir()} - {"run.json"}
            self.assertIn("vectors.npy", files)
            for name in files:
                self.assertEqual(
                    (by_program / name).read_bytes(), (by_python / name).read_bytes(), name
                )

    def test_they_do_not_depend_on_threads_memory_or_the_kind_of_corpus(self):
        texts = toy_texts()
        tokens = [text.split() for text in texts]
        corpora = {
            "str": str(toy_corpus()),
            "one path": [toy_corpus()],
            "texts": texts,
            "generator": (text for text in texts),
            "tokens": tokens,
            "iterators of tokens": (iter(words) for words in tokens),
        }
        for kind, corpus in corpora.items():
            with self.subTest(corpus=kind):
                self.assert_same_model(eigenlex.train(corpus, **TOY), toy_model())
        for threads in (1, 2, 3):
            with self.subTest(threads=threads):
                model = eigenlex.train(texts, threads=threads, **TOY)
                self.assert_same_model(model, toy_model())
        work = self.folder / "work"
        capped = eigenlex.train(iter(texts), memory="4G", work=work, **TOY)
        self.assert_same_model(capped, toy_model())
        self.assertFalse(work.exists())

    def test_files_are_read_in_the_order_given(self):
        texts = toy_texts()
        half = len(texts) // 2
        paths = [self.folder / "z.txt", self.folder / "a.txt"]
        for path, part in zip(paths, (texts[:half], texts[half:])):
            path.write_text("\n".join(part))
        self.assert_same_model(eigenlex.train(paths, **TOY), toy_model())


class Corpora(PackageTest):
    def test_a_generator_is_read_once_and_as_it_is_needed(self):
        alive = most = 0

        class Counted(str):
            def __init__(self, _):
                nonlocal alive, most
                alive += 1
                most = max(most, alive)

            def __del__(self):
                nonlocal alive
                alive -= 1

        texts = toy_texts()
        model = eigenlex.train((Counted(text) for text in texts), **TOY)
        self.assert_same_model(model, toy_model())
        self.assertEqual(alive, 0)
        self.assertLessEqual(most, 3)

    def test_line_ends_in_a_text_are_blanks(self):
        texts = [text.replace(" ", "\n", 2) for text in toy_texts()]
        self.assert_same_model(eigenlex.train(texts, **TOY), toy_model())

    def test_any_unicode_is_a_word(self):
        texts = ["дом и сад", "дом и кот", "naïve 東京 😀"] * 20
        model = eigenlex.train(texts, dim=2, tokenizer="whitespace", min_count=1)
        self.assertEqual(set(model.words), {w for text in texts for w in text.split()})

    def test_what_is_no_corpus_is_refused(self):
        for corpus, says in {
            3: "corpus must be a path or an iterable",
            b"text": "not bytes",
        }.items():
            with self.assertRaisesRegex(TypeError, says):
                eigenlex.train(corpus)
        with self.assertRaisesRegex(TypeError, "document 1 must be a str.*has a list"):
            eigenlex.train(["text", ["token"]])
        with self.assertRaisesRegex(TypeError, "document 1 must be a list of tokens.*has a str"):
            eigenlex.train([["token"], "text"])
        with self.assertRaisesRegex(TypeError, "document 0 must be a list of str, and has a int"):
            eigenlex.train([[3]])
        with self.assertRaisesRegex(TypeError, "document 0 must be a str or a list of tokens"):
            eigenlex.train([7])
        with self.assertRaisesRegex(TypeError, "'b.txt' is no path"):
            eigenlex.train([Path("a.txt"), "b.txt"])
        with self.assertRaisesRegex(ValueError, "has the token 'New York'"):
            eigenlex.train([["New York"]])
        with self.assertRaisesRegex(ValueError, "has no documents"):
            eigenlex.train([])
        with self.assertRaisesRegex(ValueError, "no words found"):
            eigenlex.train(["", " "])

    def test_names_of_files_are_not_taken_for_texts(self):
        with self.assertRaisesRegex(ValueError, "is the name of a file.*pathlib.Path"):
            eigenlex.train([str(toy_corpus())])

    def test_what_a_generator_raises_leaves_it(self):
        class Broken(Exception):
            pass

        def texts():
            yield from itertools.islice(toy_texts(), 3000)
            raise Broken

        with self.assertRaises(Broken):
            eigenlex.train(texts(), **TOY)

    def test_a_missing_file_is_what_python_calls_it(self):
        missing = self.folder / "none.txt"
        with self.assertRaises(FileNotFoundError) as raised:
            eigenlex.train(missing)
        self.assertEqual(raised.exception.filename, str(missing))
        self.assertEqual(raised.exception.errno, 2)

    def test_damaged_text_is_a_format_error_with_its_place(self):
        path = self.folder / "bad.txt"
        path.write_bytes(b"good text\nbad \xff byte\n" * 10)
        with self.assertRaises(eigenlex.FormatError) as raised:
            eigenlex.train(path)
        self.assertIsInstance(raised.exception, ValueError)
        self.assertEqual((raised.exception.filename, raised.exception.byte), (str(path), 14))
        with self.assertRaises(UnicodeEncodeError):
            eigenlex.train(["lone \ud800 surrogate"])


class Options(PackageTest):
    def test_an_unknown_one_is_a_type_error_that_names_the_nearest(self):
        for name, nearest in {"windw": "window", "dims": "dim", "mincount": "min_count"}.items():
            with self.assertRaisesRegex(TypeError, f"'{name}'; the nearest one is '{nearest}'"):
                eigenlex.train(["text"], **{name: 3})

    def test_one_out_of_range_is_a_value_error_that_names_it(self):
        wrong = {
            "phrases": -1, "phrase_threshold": 2, "phrase_min_count": 0, "min_count": 0,
            "max_vocab": -1, "window": 0, "dim": -1, "tolerance": -1, "max_iterations": 0,
            "oversampling": -1, "exponent": 5, "subsample": -1, "context_smoothing": 0,
            "negative": 0, "damping": 2, "encoding": "utf-9", "tokenizer": "latin",
            "document": "page", "bad_bytes": "keep", "window_weight": "none", "contexts": "left",
            "method": "pca", "solver": "exact", "precision": "double", "lowercase": 1,
            "subwords": "all",
        }  # fmt: skip
        of_als = {
            "sweeps": -1, "unobserved": -1, "unobserved_target": float("inf"),
            "regularization": -1, "row_solver": "lu", "steps": 0, "weight_max": 0,
            "weight_exponent": 2, "blend": 2, "lowest_target": float("nan"), "folded_weight": -1,
            "subword_share": -1, "least_cosine": 2, "full_cosine": 2, "rare_count": -1,
            "rare_cosine": 0, "subword_regularization": 0, "known_count": -1, "folds": 1,
            "shortest_beginning": 0, "longest_beginning": 0, "longest_ending": 0, "min_words": 0,
        }  # fmt: skip
        self.assertEqual({*wrong, *of_als, "seed", "folds_seed"}, set(eigenlex._eigenlex.recipe_options()))
        for name, value in {**wrong, **of_als}.items():
            method = {"method": "als"} if name in of_als else {}
            with self.subTest(option=name):
                with self.assertRaisesRegex(ValueError, f"^{name} = "):
                    eigenlex.train(toy_corpus(), **method, **{name: value})

    def test_one_of_another_type_is_a_value_error_that_says_of_which(self):
        with self.assertRaisesRegex(ValueError, "dim = 2.5: must be an integer"):
            eigenlex.train(["text"], dim=2.5)
        with self.assertRaisesRegex(ValueError, "seed = -1: must be an integer in 0"):
            eigenlex.train(["text"], seed=-1)
        with self.assertRaisesRegex(ValueError, "threads = -2"):
            eigenlex.train(toy_corpus(), threads=-2)
        with self.assertRaisesRegex(ValueError, "memory = 'much'"):
            eigenlex.train(toy_corpus(), memory="much")
        with self.assertRaisesRegex(ValueError, "memory = .*must be at least"):
            eigenlex.train(toy_corpus(), memory=1000)

    def test_one_that_the_method_does_not_look_at_is_refused(self):
        with self.assertRaisesRegex(ValueError, "sweeps = 9: is not looked at by method = 'svd'"):
            eigenlex.train(toy_corpus(), method="svd", sweeps=9)

    def test_documents_have_no_encoding_and_end_by_themselves(self):
        with self.assertRaisesRegex(ValueError, "document = 'file': must be 'line'"):
            eigenlex.train(["text"], document="file")
        with self.assertRaisesRegex(ValueError, "tokenizer = 'unicode': must be 'whitespace'"):
            eigenlex.train([["token"]], tokenizer="unicode")
        with self.assertRaisesRegex(ValueError, "resume = True: needs a corpus in files"):
            eigenlex.train(["text"], resume=True)

    def test_the_signature_has_the_recipe_and_its_defaults(self):
        recipe = eigenlex._eigenlex.recipe_options()
        parameters = inspect.signature(eigenlex.train).parameters
        for name, default in recipe.items():
            self.assertEqual(parameters[name].default, default, name)

    def test_the_stub_has_the_same_parameters_as_the_function(self):
        for function in (eigenlex.train, eigenlex.update, eigenlex.factorize):
            module = function.__module__.split(".")[1]
            stub = (ROOT / "python" / "eigenlex" / f"{module}.pyi").read_text()
            body = stub[stub.index(f"def {function.__name__}(") :].split("\ndef ")[0]
            names = [
                line.strip().split(":")[0]
                for line in body.splitlines()
                if line.startswith("    ") and ":" in line and "|" != line.strip()[0]
            ]
            expected = set(inspect.signature(function).parameters)
            self.assertEqual(set(names) & expected, expected)
            self.assertEqual(set(names) - expected, set())

    def test_numbers_of_numpy_are_numbers(self):
        import numpy as np

        options = {"dim": np.int64(40), "window": np.int32(5), "subsample": np.float64(0)}
        self.assert_same_model(eigenlex.train(toy_corpus(), **TOY | options), toy_model())


class Updates(PackageTest):
    def setUp(self):
        super().setUp()
        texts = toy_texts()
        self.old, self.new = self.folder / "old.txt", self.folder / "new.txt"
        self.old.write_text("\n".join(texts[:3000]) + "\n")
        self.new.write_text("\n".join(texts[3000:]) + "\n")

    def test_text_is_added_as_by_the_program(self):
        first = self.folder / "first.model"
        model = eigenlex.train(self.old, keep_counts=first, **TOY)
        self.assert_same_model(model, eigenlex.train(self.old, **TOY))
        self.assert_same_model(model, eigenlex.load(first))
        for exact in (False, True):
            updated = eigenlex.update(
                first, [self.new], self.folder / "python.model", exact=exact, memory="300M"
            )
            flags = ["--exact"] if exact else []
            result = run("update", first, self.new, "-o", self.folder / "program.model", "--force", *flags)
            self.assertEqual(result.status, 0, result.stderr)
            self.assert_same_model(updated.model, eigenlex.load(self.folder / "program.model"))
            self.assert_same_model(updated.model, eigenlex.load(self.folder / "python.model"))
            self.assertEqual(updated.report["new_documents"], 1000)

    def test_what_keeps_no_counts_is_refused(self):
        with self.assertRaisesRegex(ValueError, "keep_counts = 'x': needs a corpus in files"):
            eigenlex.train(["text"], keep_counts="x")
        with self.assertRaisesRegex(TypeError, "corpus must be a path"):
            eigenlex.update("m", ["a text"], "n")
        toy_model().save(self.folder / "m")
        with self.assertRaises(eigenlex.FormatError):
            eigenlex.update(self.folder / "m", self.new, self.folder / "n")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["m", "new.txt", "old.txt"])


class Progress(PackageTest):
    def test_it_comes_on_the_calling_thread_and_never_falls(self):
        calls = []

        def progress(stage, done, total):
            calls.append((threading.get_ident(), stage, done, total))

        eigenlex.train(toy_corpus(), progress=progress, **TOY)
        self.assertEqual({call[0] for call in calls}, {threading.get_ident()})
        stages = [stage for stage, _ in itertools.groupby(call[1] for call in calls)]
        self.assertEqual(stages[0], "read")
        self.assertIn("svd", stages)
        self.assertEqual(len(stages), len(set(stages)))
        for stage in stages:
            done = [call[2] for call in calls if call[1] == stage]
            self.assertEqual(done, sorted(done))

    def test_what_it_raises_stops_the_work(self):
        class Stopped(Exception):
            pass

        def progress(*_):
            raise Stopped

        with self.assertRaises(Stopped):
            eigenlex.train(toy_corpus(), progress=progress, **TOY)

    def test_a_bar_of_tqdm_is_made_for_each_stage_and_closed(self):
        made = []

        class Bar:
            def __init__(self, desc, unit, unit_scale):
                self.desc, self.n, self.total, self.closed = desc, 0, None, False
                made.append(self)

            def update(self, steps):
                self.n += steps

            def close(self):
                self.closed = True

        eigenlex.train(toy_corpus(), progress=Bar, **TOY)
        self.assertEqual(made[0].desc, "read")
        self.assertEqual(made[0].n, made[0].total)
        self.assertTrue(all(bar.closed for bar in made))

    def test_anything_else_is_a_type_error(self):
        with self.assertRaisesRegex(TypeError, "progress must be"):
            eigenlex.train(toy_corpus(), progress=3)

    def test_notes_are_logged(self):
        texts = ["The cat, the dog; and the King!"] * 50
        with self.assertLogs("eigenlex", logging.INFO) as logs:
            eigenlex.train(texts, dim=2)
        self.assertIn("tokenizer unicode", "\n".join(logs.output))


if __name__ == "__main__":
    unittest.main()
