"""factorize of an array, and transform."""

import array
import random
import unittest

from support import CliTest, read_npy


def write_npy(path, rows):
    """An array of float32 in NumPy's format 1.0."""
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}"
    header += " " * (-(10 + len(header) + 1) % 64) + "\n"
    numbers = array.array("f", [value for row in rows for value in row])
    path.write_bytes(
        b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + numbers.tobytes()
    )


class Dense(CliTest):
    def setUp(self):
        super().setUp()
        draw = random.Random(7)
        self.rows = []
        for _ in range(500):
            a, b = draw.gauss(0, 5), draw.gauss(0, 2)
            self.rows.append([100 + a, a - b, 3 * b, draw.gauss(0, 0.1), 7 - a])
        self.input = self.folder / "rows.npy"
        write_npy(self.input, self.rows)

    def test_components_explain_what_was_planted_and_new_rows_are_transformed(self):
        folder = self.folder / "out"
        result = self.succeed("factorize", "--input", self.input, "-o", folder, "--dim", 2)
        self.assertIn("500 x 5", result.stderr)
        self.assertRegex(result.stderr, r"explained +99\.\d\d % of the variance by 2 components")
        shape, directions = read_npy(folder / "components.npy")
        self.assertEqual(shape, (2, 5))
        self.assertAlmostEqual(sum(x * x for x in directions[:5]), 1, places=4)
        shape, coordinates = read_npy(folder / "coordinates.npy")
        self.assertEqual(shape, (500, 2))
        new = self.folder / "new.npy"
        write_npy(new, self.rows[:20])
        self.succeed("transform", folder, new, "-o", self.folder / "t.npy")
        shape, again = read_npy(self.folder / "t.npy")
        self.assertEqual(shape, (20, 2))
        for own, other in zip(coordinates[:40], again):
            self.assertAlmostEqual(own, other, places=2)

    def test_what_does_not_fit_is_refused_by_name(self):
        folder = self.folder / "out"
        arguments = ["factorize", "--input", self.input, "-o", folder]
        self.fail_with(2, *arguments, "--method", "als", says=("--method", "array"))
        self.fail_with(1, *arguments, "--dim", "9", says=("--dim = 9",))
        self.fail_with(1, *arguments, "--memory", "1M", says=("--memory",))
        self.assertFalse(folder.exists())
        self.succeed(*arguments, "--dim", "2", "--quiet")
        write_npy(self.input, [[1, 2, 3]])
        self.fail_with(1, "transform", folder, self.input, "-o", self.folder / "t.npy", says=("must be 5",))
        self.assertFalse((self.folder / "t.npy").exists())
        ratings = self.folder / "ratings.tsv"
        ratings.write_text("a\tx\t1\nb\ty\t2\n")
        self.fail_with(
            2, "factorize", "--input", ratings, "-o", self.folder / "m", "--uncentred", says=("--uncentred",)
        )


if __name__ == "__main__":
    unittest.main()
