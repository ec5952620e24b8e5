"""similar, analogy and evaluate: planted structure is found, questions are answered as asked."""

import json
import unittest

from support import CliTest, run, toy_classes, toy_corpus, toy_model, vocabulary


def planted_analogies():
    return toy_corpus().with_name("toy.analogies.txt")


class PlantedStructure(CliTest):
    def test_neighbours_are_of_the_same_class(self):
        classes = toy_classes()
        asked = [word for word in vocabulary(toy_model()) if word in classes]
        answers = self.succeed(
            "similar", toy_model(), "-k", "5", "--json", stdin="\n".join(asked)
        ).lines
        same = total = 0
        for line in answers:
            answer = json.loads(line)
            found = [classes.get(entry["word"]) for entry in answer["neighbours"]]
            same += found.count(classes[answer["question"]])
            total += len(found)
        self.assertEqual(total, 5 * len(asked))
        # Words chosen blindly would be of the same class one time in 18.
        self.assertGreater(same / total, 0.85)

    def test_planted_analogies_are_solved(self):
        answer = self.succeed(
            "evaluate", toy_model(), "--analogies", planted_analogies(), "--json"
        ).stdout
        total = json.loads(answer)["analogies"][0]["total"]
        self.assertEqual((total["questions"], total["covered"]), (380, 380))
        # Blind answers among cities alone would be right one time in 19.
        self.assertGreater(total["accuracy"], 90)


class Similar(CliTest):
    def test_prints_a_neighbour_a_line_nearest_first(self):
        lines = self.succeed("similar", toy_model(), "king", "-k", "3").lines
        self.assertEqual(len(lines), 3)
        asked, words, cosines = zip(*(line.split("\t") for line in lines))
        cosines = list(map(float, cosines))
        self.assertEqual(set(asked), {"king"})
        self.assertEqual(cosines, sorted(cosines, reverse=True))
        self.assertLessEqual(max(cosines), 1)
        self.assertNotIn("king", words)

    def test_several_words_are_answered_in_the_same_columns(self):
        alone = [self.succeed("similar", toy_model(), word, "-k", "2").lines
                 for word in ("king", "river")]  # fmt: skip
        together = self.succeed("similar", toy_model(), "king", "river", "-k", "2").lines
        self.assertEqual(together, alone[0] + alone[1])

    def test_json_has_the_same_answers_as_text(self):
        answer = json.loads(self.succeed("similar", toy_model(), "king", "--json").stdout)
        shown = [f"king\t{n['word']}\t{n['similarity']:.4f}" for n in answer["neighbours"]]
        self.assertEqual((answer["question"], answer["unknown"]), ("king", []))
        self.assertEqual(shown, self.succeed("similar", toy_model(), "king").lines)

    def test_words_from_stdin_are_answered_in_order_as_when_asked_alone(self):
        words = vocabulary(toy_model())[:200]
        for ending in ("\n", "\r\n"):
            text = ending.join(words)
            together = self.succeed("similar", toy_model(), "-k", "4", "--json", stdin=text).lines
            self.assertEqual([json.loads(line)["question"] for line in together], words)
        for index in (0, 77, 199):
            alone = self.succeed("similar", toy_model(), words[index], "-k", "4", "--json")
            self.assertEqual(together[index], alone.stdout.rstrip("\n"))

    def test_an_unknown_word_is_named_with_close_spellings_and_others_are_answered(self):
        plain = self.succeed("similar", toy_model(), "king", "-k", "1").lines
        for source in ({"words": ["kingg", "king"]}, {"words": [], "stdin": "kingg\nking\n"}):
            result = run_similar(**source)
            self.assertEqual(result.status, 1)
            self.assertEqual(result.lines, plain)
            self.assertIn("kingg", result.stderr)
            self.assertRegex(result.stderr, r"\bking\b")

    def test_json_has_a_line_for_an_unknown_word_too(self):
        result = run_similar(["--json"], stdin="kingg\nking\n")
        unknown, known = map(json.loads, result.lines)
        self.assertEqual(unknown["unknown"][0]["word"], "kingg")
        self.assertIn("king", unknown["unknown"][0]["close"])
        self.assertEqual(len(known["neighbours"]), 1)
        self.assertEqual(unknown.keys(), known.keys())
        self.assertEqual((result.status, result.stderr), (1, ""))

    def test_a_sum_of_words_is_asked_for_what_is_near_it(self):
        *question, _ = planted_analogies().read_text().splitlines()[1].split()
        a, b, c = question
        lines = self.succeed("analogy", toy_model(), a, b, c, "-k", "5").lines
        expected = [line.split("\t")[1] for line in lines]
        for asked in ((b, "-", a, "+", c), (f"{b} - {a} + {c}",)):
            found = self.succeed("similar", toy_model(), *asked, "-k", "5").lines
            self.assertEqual([line.split("\t")[:2] for line in found],
                             [[f"{b} - {a} + {c}", word] for word in expected])  # fmt: skip
        alone = self.succeed("similar", toy_model(), f"{b} - {a} + {c}", "-k", "5").stdout
        self.assertEqual(
            self.succeed("similar", toy_model(), "-k", "5", stdin=f"{b} - {a} + {c}\n").stdout, alone
        )

    def test_a_sum_with_a_sign_too_many_is_named_and_the_others_are_answered(self):
        plain = self.succeed("similar", toy_model(), "king", "-k", "1").lines
        result = run_similar([], stdin="king -\nking\n")
        self.assertEqual((result.status, result.lines), (1, plain))
        self.assertIn('"king -": expected words with a + or - between them', result.stderr)

    def test_the_words_of_the_answers_can_be_chosen(self):
        words = vocabulary(toy_model())
        everything = self.answers("-k", "1000")
        self.assertEqual(len(everything), len(words) - 1)
        some = self.write("some.txt", "\n".join(words[10:200:3] + ["nosuchword"]) + "\r\n\n")
        chosen = set(words[10:200:3])
        self.assertEqual(self.answers("-k", "1000", "--among", some),
                         [word for word in everything if word in chosen])  # fmt: skip
        self.assertEqual(self.answers("-k", "1000", "--stop", some),
                         [word for word in everything if word not in chosen])  # fmt: skip
        self.assertEqual(self.answers("-k", "1000", "--restrict", "30"),
                         [word for word in everything if word in words[:30]])  # fmt: skip
        nothing = self.write("nothing.txt", "nosuchword\n")
        self.fail_with(1, "similar", toy_model(), "king", "--among", nothing, says=(str(nothing),))
        self.fail_with(1, "similar", toy_model(), "king", "--restrict", "-1", says=("--restrict",))

    def answers(self, *arguments):
        lines = self.succeed("similar", toy_model(), "king", *arguments).lines
        return [line.split("\t")[1] for line in lines]

    def test_words_are_found_in_the_case_of_the_model(self):
        corpus = self.write("corpus.txt", "The River and the KING\n" * 20)
        model = self.folder / "m"
        self.succeed("train", corpus, "-o", model, "--dim", "3", "--lowercase", "--min-count", "1")
        plain = self.succeed("similar", model, "king").stdout
        self.assertEqual(self.succeed("similar", model, "King").stdout,
                         plain.replace("king\t", "King\t"))  # fmt: skip
        self.succeed("analogy", model, "THE", "River", "king")
        kept = self.folder / "kept"
        self.succeed("train", corpus, "-o", kept, "--dim", "3", "--min-count", "1")
        self.fail_with(1, "similar", kept, "king", says=("close: KING",))

    def test_input_of_any_bytes_is_survived(self):
        result = run_similar(["--json"], stdin=b"\xff\xfe\nki\x00ng\n" + b"x" * 100_000 + b"\nking")
        self.assertEqual(result.status, 1)
        self.assertEqual(len(result.lines), 4)
        self.assertEqual(json.loads(result.lines[3])["question"], "king")


def run_similar(words, stdin=b""):
    return run("similar", toy_model(), *words, "-k", "1", stdin=stdin)


class Analogy(CliTest):
    def setUp(self):
        super().setUp()
        first = planted_analogies().read_text().splitlines()[1:]
        self.questions = [question.split() for question in first]

    def test_answers_leave_out_the_words_of_the_question(self):
        for objective in ("add", "mul"):
            *question, _ = self.questions[0]
            lines = self.succeed(
                "analogy", toy_model(), *question, "-k", "20", "--objective", objective
            ).lines
            self.assertEqual(len(lines), 20)
            self.assertFalse(set(question) & {line.split("\t")[1] for line in lines})
            self.assertEqual({line.split("\t")[0] for line in lines}, {" ".join(question)})

    def test_questions_from_stdin_are_answered_in_order_as_when_asked_alone(self):
        asked = [question[:3] for question in self.questions[:100]]
        text = "\n".join(map(" ".join, asked))
        together = self.succeed("analogy", toy_model(), "-k", "2", "--json", stdin=text).lines
        self.assertEqual([json.loads(line)["question"] for line in together], asked)
        for index in (0, 50, 99):
            alone = self.succeed("analogy", toy_model(), *asked[index], "-k", "2", "--json")
            self.assertEqual(together[index], alone.stdout.rstrip("\n"))

    def test_restricted_answers_are_frequent_words(self):
        *question, _ = self.questions[0]
        lines = self.succeed("analogy", toy_model(), *question, "--restrict", "30").lines
        frequent = set(vocabulary(toy_model())[:30])
        self.assertLessEqual({line.split("\t")[1] for line in lines}, frequent)

    def test_an_unknown_word_is_named_with_close_spellings(self):
        self.fail_with(
            1, "analogy", toy_model(), "kingg", "river", "city", says=("kingg", "king")
        )

    def test_a_line_that_is_no_question_is_named_and_the_others_are_answered(self):
        *question, _ = self.questions[0]
        text = f"{' '.join(question)}\nking river\nkingg river city\n{' '.join(question)}\n"
        alone = self.succeed("analogy", toy_model(), *question, "-k", "1").lines
        result = run_analogy("-k", "1", stdin=text)
        self.assertEqual(result.status, 1)
        self.assertEqual(result.lines, 2 * alone)
        self.assertIn('"king river": expected three words', result.stderr)
        self.assertIn("kingg", result.stderr)


def run_analogy(*arguments, stdin):
    return run("analogy", toy_model(), *arguments, stdin=stdin)


class Evaluate(CliTest):
    def setUp(self):
        super().setUp()
        classes = toy_classes()
        known = [word for word in vocabulary(toy_model()) if word in classes][:60]
        # Words of a class are alike, others are not: what the model must have learned.
        pairs = [
            f"{first}\t{second}\t{9 if classes[first] == classes[second] else 1}"
            for index, first in enumerate(known) for second in known[:index]
        ]  # fmt: skip
        self.pair_count = len(pairs)
        text = "# made for the toy corpus\n" + "\n".join(pairs) + "\nking\tnosuchword\t5\n"
        self.similarity = self.write("pairs.txt", text)

    def evaluate(self, *arguments):
        return self.succeed("evaluate", toy_model(), *arguments)

    def test_similarity_is_scored_with_its_coverage(self):
        answer = json.loads(self.evaluate("--similarity", self.similarity, "--json").stdout)
        score = answer["similarity"][0]
        self.assertEqual(score["pairs"], self.pair_count + 1)
        self.assertEqual((score["covered"], score["uncovered"]), (self.pair_count, 1))
        self.assertEqual(score["unknown_words"], ["nosuchword"])
        # One pair in twelve is alike: perfect separation has a rank correlation of about 0.5.
        self.assertGreater(score["spearman"], 35)

    def test_the_table_has_the_figures_of_the_json(self):
        files = ("--similarity", self.similarity, "--analogies", planted_analogies())
        answer = json.loads(self.evaluate(*files, "--json").stdout)
        table = self.evaluate(*files).stdout
        self.assertIn(f"{answer['similarity'][0]['spearman']:.1f}", table)
        self.assertRegex(table, r"land-city +{:.1f}".format(
            answer["analogies"][0]["total"]["accuracy"]))  # fmt: skip
        self.assertIn("nosuchword", table)

    def test_files_may_be_given_more_than_once(self):
        files = ("--similarity", self.similarity, "--similarity", self.similarity)
        scores = json.loads(self.evaluate(*files, "--json").stdout)["similarity"]
        self.assertEqual(scores[0], scores[1])

    def test_restriction_leaves_questions_uncovered(self):
        answer = self.evaluate(
            "--analogies", planted_analogies(), "--restrict", "50", "--objective", "mul", "--json"
        )
        score = json.loads(answer.stdout)["analogies"][0]
        self.assertEqual((score["objective"], score["restrict"]), ("3CosMul", 50))
        self.assertEqual(score["total"]["covered"] + score["total"]["beyond_restriction"], 380)
        self.assertGreater(score["total"]["beyond_restriction"], 0)

    def test_neighbours_are_of_the_groups_of_a_file(self):
        by_class: dict[str, list[str]] = {}
        for word, name in toy_classes().items():
            by_class.setdefault(name, []).append(word)
        groups = self.write("groups.txt", "\n".join(map(" ".join, by_class.values())) + "\n")
        answer = json.loads(self.evaluate("--neighbours", groups, "--json").stdout)
        frequent, rare = answer["neighbours"]
        self.assertEqual((frequent["ranks"], rare["ranks"]), ([200, 12000], [20001, None]))
        self.assertGreater(frequent["related"] + frequent["forms"], 50)
        self.assertEqual((rare["words"], rare["related"]), (0, None))
        self.assertIn(f"{frequent['related']:.1f}", self.evaluate("--neighbours", groups).stdout)

    def test_a_damaged_benchmark_is_refused_with_its_line(self):
        broken = self.write("broken.txt", "a b 1\nc d 2\nonly_one\n")
        self.fail_with(1, "evaluate", toy_model(), "--similarity", broken, says=(f"{broken}:3:",))
        broken = self.write("broken.txt", ": section\na b c d\na b c\n")
        self.fail_with(1, "evaluate", toy_model(), "--analogies", broken, says=(f"{broken}:3:",))

    def test_without_a_benchmark_is_wrong_usage(self):
        self.fail_with(2, "evaluate", toy_model(), says=("--similarity", "--analogies"))


if __name__ == "__main__":
    unittest.main()
