"""classify: planted classes are learned, found again and scored; wrong data are explained."""

import json
import re
import shutil
import subprocess
import unittest

from support import PROGRAM, CliTest, labelled_lines, run, toy_model

# Networks need the optional component; the linear baseline does not.
HAS_NETWORKS = "libtorch" not in run(
    "classify", "train", "/dev/null", "--network", "cnn", "-o", "/nonexistent/clf"
).stderr


class Classify(CliTest):
    def data(self, name="data.tsv", count=400, seed=1):
        return self.write(name, "".join(labelled_lines(count, seed)))

    def train(self, *options, network="linear"):
        clf = self.folder / "clf"
        result = self.succeed(
            "classify", "train", self.data(), "--embedding", toy_model(), "--network", network,
            "-o", clf, "--quiet", *options,
        )  # fmt: skip
        return clf, result

    def test_linear_classifier_finds_planted_classes(self):
        clf, _ = self.train()
        test = self.data("test.tsv", 200, 2)
        score = json.loads(self.succeed("classify", "evaluate", clf, test, "--json").stdout)
        self.assertEqual(score["examples"], 200)
        self.assertGreater(score["accuracy"], 0.9)
        self.assertGreater(score["auc"], 0.95)
        self.assertEqual(sum(map(sum, score["confusion"])), 200)

    def test_classifiers_of_another_version_are_refused(self):
        clf, _ = self.train()
        written = (clf / "classifier.json").read_text()
        (clf / "classifier.json").write_text(
            re.sub(r'("format_version": *)1\b', r"\g<1>2", written, count=1)
        )
        self.fail_with(
            1, "classify", "evaluate", clf, self.data(),
            says=("classifier.json", "format version 2, but this program reads version 1"),
        )  # fmt: skip

    def test_evaluation_for_people_has_the_same_figures(self):
        clf, _ = self.train()
        test = self.data("test.tsv", 200, 2)
        score = json.loads(self.succeed("classify", "evaluate", clf, test, "--json").stdout)
        shown = self.succeed("classify", "evaluate", clf, test, "--quiet").stdout
        self.assertIn(f"accuracy  {100 * score['accuracy']:.2f} %", shown)
        self.assertIn(f"macro F1  {100 * score['macro_f1']:.2f} %", shown)

    def test_every_line_is_answered(self):
        clf, _ = self.train()
        texts = [line.split("\t")[1] for line in labelled_lines(20, 3)]
        answers = self.succeed("classify", "predict", clf, stdin="\n" + "".join(texts)).lines
        self.assertEqual(len(answers), 21)
        path = self.write("texts.txt", "".join(texts))
        objects = [
            json.loads(line)
            for line in self.succeed("classify", "predict", clf, path, "--json").lines
        ]
        self.assertEqual([o["label"] for o in objects], [a.split("\t")[0] for a in answers[1:]])
        for answer in objects:
            self.assertAlmostEqual(sum(answer["probabilities"].values()), 1, places=5)

    def test_held_out_examples_are_scored(self):
        _, result = self.train("--held-out", "100", "--examples", "200", "--json")
        summary = json.loads(result.stdout)
        self.assertEqual(summary["examples"], 200)
        self.assertEqual(summary["held_out"]["examples"], 100)
        self.assertGreater(summary["held_out"]["accuracy"], 0.85)

    def test_same_bytes_for_any_number_of_threads(self):
        first, _ = self.train("--threads", "1")
        first = first.rename(self.folder / "first")
        second, _ = self.train("--threads", "3")
        self.assert_same_files(first, second, ("classifier.json", "output_weight.npy"))

    @unittest.skipUnless(HAS_NETWORKS, "built without libtorch")
    def test_networks_find_planted_classes(self):
        for network in ("pooled", "cnn"):
            _, result = self.train(
                "--held-out", "100", "--epochs", "5", "--json", "--force",
                "--learning-rate", "0.01", network=network,
            )  # fmt: skip
            summary = json.loads(result.stdout)
            self.assertGreater(summary["held_out"]["accuracy"], 0.9, network)

    @unittest.skipUnless(HAS_NETWORKS, "built without libtorch")
    def test_names_are_tagged_in_columns(self):
        names, places = ("anna", "bob", "carl"), ("rome", "oslo", "lima")
        lines = []
        for i in range(240):
            name, place = names[i % 3], places[i // 3 % 3]
            lines.append(f"{name} x B-PER\nlives x O\nin x O\n{place} x B-LOC\n\n")
        data = self.write("names.conll", "".join(lines))
        clf = self.folder / "tagger"
        trained = self.succeed(
            "classify", "train", data, "--task", "tagging", "--network", "gru", "--mode", "random",
            "--dim", "10", "--hidden", "10", "--learning-rate", "0.05", "--epochs", "5",
            "--held-out", "40", "-o", clf, "--quiet", "--json",
        )  # fmt: skip
        self.assertEqual(json.loads(trained.stdout)["held_out"]["entities"]["f1"], 1)
        score = json.loads(self.succeed("classify", "evaluate", clf, data, "--json").stdout)
        self.assertEqual((score["sentences"], score["types"]["LOC"]["entities"]), (240, 240))
        shown = self.succeed("classify", "evaluate", clf, data, "--quiet").stdout
        self.assertIn("entity F1  100.00 %", shown)
        text = "bob\tx\nin\ty\noslo\n\nbob\n"
        tagged = self.succeed("classify", "predict", clf, stdin=text).stdout
        self.assertEqual(tagged, "bob\tx\tB-PER\nin\ty\tO\noslo B-LOC\n\nbob B-PER\n")
        sentences = self.succeed("classify", "predict", clf, "--json", stdin=text).lines
        self.assertEqual(
            json.loads(sentences[0])["entities"],
            [{"type": "PER", "text": "bob", "begin": 0, "end": 1},
             {"type": "LOC", "text": "oslo", "begin": 2, "end": 3}],
        )  # fmt: skip

    def test_tagging_needs_a_network_that_reads_in_order(self):
        self.fail_with(
            1, "classify", "train", self.data(), "--task", "tagging", "--network", "linear",
            "--mode", "random", "-o", self.folder / "clf",
            says=("--network = linear", "lstm or gru with --task tagging"),
        )  # fmt: skip

    @unittest.skipUnless(HAS_NETWORKS, "built without libtorch")
    def test_a_program_without_its_module_says_so(self):
        alone = self.folder / "eigenlex"
        shutil.copy(PROGRAM, alone)
        command = [alone, "classify", "train", self.data(), "--mode", "random", "--quiet"]
        failed = subprocess.run([*command, "--network", "cnn", "-o", self.folder / "clf"],
                                capture_output=True, text=True)  # fmt: skip
        self.assertEqual(failed.returncode, 1)
        self.assertIn("eigenlex_networks.so", failed.stderr)
        self.assertIn("install it with the program", failed.stderr)

    @unittest.skipIf(HAS_NETWORKS, "built with libtorch")
    def test_networks_say_how_to_get_them(self):
        self.fail_with(
            1, "classify", "train", self.data(), "--embedding", toy_model(), "--network", "cnn",
            "-o", self.folder / "clf", "--quiet",
            says=("libtorch-dev", "-DEIGENLEX_NEURAL=ON", "--network linear"),
        )  # fmt: skip


class WrongData(CliTest):
    def refuse(self, text: str, *says: str):
        data = self.write("bad.tsv", text)
        self.fail_with(
            1, "classify", "train", data, "--embedding", toy_model(), "--network", "linear",
            "-o", self.folder / "clf", "--quiet", says=says,
        )  # fmt: skip
        self.assert_holds_only("bad.tsv")

    def test_lines_are_named(self):
        self.refuse("a\tking\nno tab\n", "bad.tsv:2: no text after the label \"no tab\"")
        self.refuse("a\tking\nb\t\n", "bad.tsv:2: no text")
        self.refuse("a\tking\na\tqueen\n", "all 2 examples are of the class \"a\"")
        self.refuse("", "bad.tsv: no example")

    def test_a_vocabulary_that_covers_nothing_is_said(self):
        self.refuse("a\tQQQQ\nb\tZZZZ\n", "covers no word of the examples")

    def test_options_are_named_by_their_flags(self):
        data = self.write("d.tsv", "a\tking\nb\tqueen\n")
        for flag in ("--dropout", "--epochs", "--max-length", "--validation"):
            self.fail_with(
                1, "classify", "train", data, "--embedding", toy_model(), "--network", "linear",
                "-o", self.folder / "clf", flag, "-1", says=(f"{flag} = -1",),
            )  # fmt: skip

    def test_other_classifiers_are_explained(self):
        self.fail_with(1, "classify", "predict", self.folder, says=("no classifier",))
        self.fail_with(2, "classify", says=("",))
        self.fail_with(2, "classify", "train", says=("DATA",))


if __name__ == "__main__":
    unittest.main()
