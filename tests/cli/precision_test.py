"""Tests `--precision` of train and factorize."""

import json
import unittest

from support import CliTest, TOY_OPTIONS, read_npy, toy_corpus, toy_model


class PrecisionTest(CliTest):
    def test_compact_products_move_singular_values_by_less_than_a_thousandth(self):
        model = self.folder / "float.model"
        self.succeed("train", toy_corpus(), "-o", model, *TOY_OPTIONS, "--precision", "float")
        _, exact = read_npy(model / "singular_values.npy")
        _, compact = read_npy(toy_model() / "singular_values.npy")
        for a, b in zip(exact, compact):
            self.assertLess(abs(b / a - 1), 1e-3)
        self.assertNotEqual(exact, compact)

    def test_the_model_says_which_it_was(self):
        description = json.loads((toy_model() / "model.json").read_text())
        self.assertIn('"precision": "bfloat16"', json.dumps(description))

    def test_other_names_are_wrong_usage(self):
        self.fail_with(2, "train", toy_corpus(), "-o", self.folder / "x", "--precision", "half",
                       says=("--precision",))  # fmt: skip


if __name__ == "__main__":
    unittest.main()
