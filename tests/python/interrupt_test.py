"""Signals, threads and forks: what the package may not do to the program that imports it."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from package import TOY, PackageTest, eigenlex, long_texts, random_vectors, toy_corpus, toy_model


def interrupt_soon(seconds=0.3):
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


def nearest_in_child(word):
    return toy_model().most_similar(word, topn=3)


class Interrupts(PackageTest):
    def test_ctrl_c_ends_the_reading_of_a_corpus_without_end(self):
        interrupt_soon()
        with self.assertRaises(KeyboardInterrupt):
            eigenlex.train(long_texts())

    def test_ctrl_c_ends_training_and_leaves_nothing(self):
        corpus = self.folder / "corpus.txt"
        with corpus.open("w") as file:
            for _, text in zip(range(60_000), long_texts()):
                file.write(text + "\n")
        work = self.folder / "work"
        interrupt_soon()
        with self.assertRaises(KeyboardInterrupt):
            eigenlex.train(corpus, dim=300, max_iterations=10_000, tolerance=0,
                           memory="8G", work=work)  # fmt: skip
        self.assertEqual(os.listdir(self.folder), ["corpus.txt"])
        # The process is as good as before.
        self.assert_same_model(eigenlex.train(toy_corpus(), **TOY), toy_model())

    def test_ctrl_c_ends_saving_opening_and_the_first_question(self):
        vectors = random_vectors(20_000, 300)
        path = self.folder / "vectors.txt"
        vectors.save(path)
        text = path.read_bytes()

        def ask():
            eigenlex.Vectors(vectors.words, vectors.vectors).most_similar("w1")

        for work in (ask, lambda: eigenlex.load(path), lambda: vectors.save(path)):
            interrupt_soon()
            with self.assertRaises(KeyboardInterrupt):
                while True:
                    work()
            self.assertEqual(os.listdir(self.folder), ["vectors.txt"])
        self.assertEqual(path.read_bytes(), text)

    def test_a_first_question_that_was_stopped_can_be_asked_again(self):
        vectors = random_vectors(100_000, 300)
        with self.assertRaises(KeyboardInterrupt):
            interrupt_soon(0.001)
            vectors.most_similar("w1")
            time.sleep(10)  # where it was too quick for that
        self.assertEqual(vectors.most_similar("w1"), random_vectors(100_000, 300).most_similar("w1"))

    def test_a_handler_of_the_program_runs_while_the_library_works(self):
        seen = []
        before = signal.signal(signal.SIGUSR1, lambda *_: seen.append(threading.get_ident()))
        self.addCleanup(signal.signal, signal.SIGUSR1, before)
        timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1))
        timer.start()

        def texts():
            for text in long_texts():
                if seen:
                    return
                yield text

        eigenlex.train(texts(), dim=10)
        self.assertEqual(seen, [threading.get_ident()])


class Threads(PackageTest):
    def test_others_run_while_the_library_works(self):
        turns = taken = 0

        def texts():
            nonlocal taken
            before = turns
            for number, text in enumerate(long_texts()):
                yield text
                taken = turns - before
                # No fewer texts than vectors can be made of, however quick the other is.
                if taken > 1000 and number > 1000:
                    return

        def turn():
            nonlocal turns
            while not done.is_set():
                turns += 1

        done = threading.Event()
        other = threading.Thread(target=turn)
        other.start()
        try:
            eigenlex.train(texts(), dim=10)
        finally:
            done.set()
            other.join()
        self.assertGreater(taken, 1000)

    def test_many_may_ask_at_a_time(self):
        vectors = random_vectors()
        alone = [random_vectors().most_similar(word) for word in vectors.words[:100]]
        with ThreadPoolExecutor(8) as pool:
            self.assertEqual(list(pool.map(vectors.most_similar, vectors.words[:100])), alone)

    def test_two_trainings_at_a_time_give_what_each_gives(self):
        with ThreadPoolExecutor(2) as pool:
            for model in pool.map(lambda _: eigenlex.train(toy_corpus(), **TOY), range(2)):
                self.assert_same_model(model, toy_model())

    def test_their_number_is_set_and_no_result_depends_on_it(self):
        self.addCleanup(eigenlex.set_num_threads, 0)
        answers = []
        for threads in (1, 2, 3):
            eigenlex.set_num_threads(threads)
            self.assertEqual(eigenlex.get_num_threads(), threads)
            answers.append(random_vectors(5000).most_similar("w7"))
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0], answers[2])
        with self.assertRaisesRegex(ValueError, "threads = -1"):
            eigenlex.set_num_threads(-1)


class Forks(PackageTest):
    def test_a_forked_process_asks_and_trains_after_its_parent_did(self):
        word = toy_model().words[0]
        expected = nearest_in_child(word)
        context = multiprocessing.get_context("fork")
        with context.Pool(2) as pool:
            self.assertEqual(pool.map_async(nearest_in_child, [word]).get(60), [expected])
            again = pool.apply_async(eigenlex.train, (toy_corpus(),), TOY).get(60)
        self.assert_same_model(again, toy_model())

    def test_it_may_fork_while_a_generator_is_read(self):
        def texts():
            with multiprocessing.get_context("fork").Pool(1) as pool:
                yield from pool.map(str.lower, toy_corpus().read_text().splitlines())

        self.assert_same_model(eigenlex.train(texts(), **TOY), toy_model())


class Import(unittest.TestCase):
    def test_it_loads_no_other_package(self):
        program = (
            "import sys; before = set(sys.modules); import eigenlex; "
            "new = {name.split('.')[0] for name in set(sys.modules) - before}; "
            "print(sorted(new - set(sys.stdlib_module_names)))"
        )
        result = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )
        self.assertEqual(result.stdout.strip(), "['eigenlex']")


if __name__ == "__main__":
    unittest.main()
