"""NumPy and gensim read what the library writes, and the other way round.

usage: python_interop_test.py INTEROP_FILES

INTEROP_FILES is the program that writes and reads the files. Exits with 77, which CTest counts as
skipped, where NumPy or gensim is not installed.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

try:
    import numpy
    from gensim.models import KeyedVectors
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

PROGRAM = None


class Interop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        subprocess.run([PROGRAM, "write", cls.folder], check=True)
        model = cls.folder / "model"
        lines = (model / "vocab.tsv").read_text(encoding="utf-8").splitlines()
        cls.words = [line.split("\t")[0] for line in lines]
        cls.vectors = numpy.load(model / "vectors.npy", mmap_mode="r")

    @classmethod
    def tearDownClass(cls):
        cls.vectors._mmap.close()
        cls.temporary.cleanup()

    def neighbours(self, word, count):
        """The words of highest cosine, by the definition."""
        unit = self.vectors / numpy.linalg.norm(self.vectors, axis=1, keepdims=True)
        index = self.words.index(word)
        cosines = unit @ unit[index]
        cosines[index] = -2
        return [self.words[i] for i in numpy.argsort(-cosines)[:count]]

    def test_numpy_maps_the_arrays_of_a_model(self):
        model = self.folder / "model"
        description = json.loads((model / "model.json").read_text(encoding="utf-8"))
        rows, dim = description["words"], description["dim"]
        shapes = {
            "vectors.npy": (rows, dim),
            "contexts.npy": (2 * rows, dim),
            "singular_values.npy": (dim,),
        }
        for name, shape in shapes.items():
            array = numpy.load(model / name, mmap_mode="r")
            self.assertEqual(array.shape, shape)
            self.assertEqual(array.dtype, numpy.float32)
            self.assertTrue(array.flags.c_contiguous and array.flags.aligned)
        self.assertEqual(len(self.words), rows)

    def test_gensim_reads_the_same_vectors_and_finds_the_same_neighbours(self):
        for name, options in {
            "vectors.txt": {"binary": False},
            "vectors.vec": {"binary": False},
            "vectors.bin": {"binary": True},
            "glove.txt": {"binary": False, "no_header": True},
        }.items():
            with self.subTest(name):
                table = KeyedVectors.load_word2vec_format(str(self.folder / name), **options)
                self.assertEqual(table.index_to_key, self.words)
                numpy.testing.assert_array_equal(table.vectors, self.vectors)
                for word in self.words[:20]:
                    found = [other for other, _ in table.most_similar(word, topn=10)]
                    self.assertEqual(found, self.neighbours(word, 10))

    def test_what_gensim_writes_is_read_with_the_same_numbers(self):
        table = KeyedVectors(vector_size=self.vectors.shape[1])
        table.add_vectors(self.words, self.vectors)
        for name, options in {
            "gensim.txt": {"binary": False},
            "gensim.bin": {"binary": True},
            "no_header.txt": {"binary": False, "write_header": False},
        }.items():
            with self.subTest(name):
                source, array = self.folder / name, self.folder / (name + ".npy")
                table.save_word2vec_format(str(source), **options)
                subprocess.run([PROGRAM, "convert", source, array], check=True)
                numpy.testing.assert_array_equal(numpy.load(array), self.vectors)
                lines = (self.folder / (name + ".vocab.tsv")).read_text(encoding="utf-8")
                self.assertEqual(
                    [line.split("\t")[0] for line in lines.splitlines()], self.words
                )


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
