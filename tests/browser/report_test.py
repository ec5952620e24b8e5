"""Opens a report of `eigenlex compare` in headless Chromium: every chart has drawn its marks, the
console has no error, hostile words stay text, nothing is wider than a phone.

Usage: report_test.py PROGRAM FOLDER   (pictures go to FOLDER)
Exit status 77, which CTest takes as skipped, without Chromium or without charts in the build.
"""

import random
import shutil
import subprocess
import sys
from pathlib import Path

from corpus import write_corpus
from webdriver import Browser, find_browser

SKIPPED = 77
HOSTILE = ["</script><script>document.title='broken'</script>", "<img/src=x/onerror=alert(1)>",
           "\"'`&amp;", "שלום", "مرحبا", "\u2028x", "${7*7}", "{b|c}"]  # fmt: skip
SCREENS = {"desktop": (1200, 900, False), "phone": (390, 844, False),
           "dark": (1200, 900, True), "phone-dark": (390, 844, True)}  # fmt: skip


def benchmarks(folder: Path) -> list[str]:
    chance = random.Random(2)
    pairs = []
    for _ in range(60):
        a, b = chance.randrange(6), chance.randrange(6)
        score = (9 if a == b else 1) + chance.random()
        pairs.append(f"s{a}w{chance.randrange(40)} s{b}w{chance.randrange(40)} {score:.2f}")
    (folder / "pairs.txt").write_text("\n".join(pairs) + "\n")
    questions = [": kind"]
    for _ in range(40):
        a, b = chance.randrange(6), chance.randrange(6)
        questions.append(f"s{a}w1 s{a}w2 s{b}w1 s{b}w{2 + chance.randrange(2)}")
    (folder / "questions.txt").write_text("\n".join(questions) + "\n")
    texts = []
    for i in range(600):
        words = chance.choices(HOSTILE, k=2) + [f"s{i % 6}w{chance.randrange(40)}"]
        texts.append(f"<b>{i % 2}</b>\t{' '.join(words)}\n")
    (folder / "texts.tsv").write_text("".join(texts), encoding="utf-8")
    return ["--labelled", str(folder / "texts.tsv"), "--similarity", str(folder / "pairs.txt"), "--analogies", str(folder / "questions.txt")]


def make_report(program: str, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_corpus(folder / "corpus.txt", HOSTILE)
    subprocess.run(
        [program, "compare", folder / "corpus.txt", "-o", folder / "out", *benchmarks(folder),
         "--contenders", "svd,als", "--dim", "20", "--seeds", "2", "--budget", "0", "--quiet"],
        check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return folder / "out" / "report.html"


def check(condition: bool, message: str):
    if not condition:
        sys.exit(f"report_test: {message}")


def check_page(browser: Browser, url: str, width: int):
    browser.open(url)
    errors = browser.console_errors()
    check(not errors, f"the console has errors: {errors}")
    check(browser.run("return document.documentElement.dataset.ready") == "yes", "not ready")
    check(browser.run("return document.title") == "Word vectors compared", "a word became markup")
    charts = browser.run(
        "return [...document.querySelectorAll('[data-chart]')].map(node =>"
        " [node.dataset.chart, node.querySelectorAll('svg path').length])"
    )
    marks = dict(charts)
    for name, least in (("quality-pairs", 4), ("quality-questions", 2), ("spectrum", 20),
                        ("accuracy-texts-linear", 6), ("map", 200)):  # fmt: skip
        check(marks.get(name, 0) >= least, f"chart {name} has {marks.get(name, 0)} marks")
    check(browser.run("return document.documentElement.scrollWidth") <= width,
          "the page is wider than the screen")  # fmt: skip
    check(browser.run("return document.querySelectorAll('script').length") == 3,
          "a word became a script")  # fmt: skip


def without_charts(report: Path) -> Path:
    """The report as a build without the chart library writes it."""
    head, rest = report.read_text(encoding="utf-8").split("<script>", 1)
    page = report.with_name("tables.html")
    page.write_text(head + "<script></script>" + rest.split("</script>", 1)[1], encoding="utf-8")
    return page


def check_tables(browser: Browser, url: str):
    """That a report without charts has every table and says how to get the charts."""
    browser.open(url)
    errors = browser.console_errors()
    check(not errors, f"the console has errors without charts: {errors}")
    check("-DEIGENLEX_CHARTS" in browser.run("return document.querySelector('main').innerText"),
          "nothing says how to get charts")  # fmt: skip
    for name in ("contenders", "similarity", "analogies", "classification", "overlap",
                 "stability", "spectra", "maps"):  # fmt: skip
        rows = browser.run(f"return document.querySelectorAll('#{name} tbody tr').length")
        check(rows > 0, f"no table of {name} without charts")


def check_map(browser: Browser):
    """That the search and both choices redraw the map."""
    set_value = (
        "const node = document.getElementById(arguments[0]); node.value = arguments[1];"
        "node.dispatchEvent(new Event(arguments[2]));"
        "return [...document.querySelectorAll('[data-chart=map] text')].map(t => t.textContent)"
    )
    shown = browser.run(set_value, "map-search", "s3w17", "input")
    check(any("s3w17" in text for text in shown), f"the search shows {shown[:5]}")
    check(not any("s1w" in text for text in shown), "the search leaves other words labelled")
    browser.run(set_value, "map-search", "", "input")
    browser.run(set_value, "map-method", "pca", "change")
    browser.run(set_value, "map-contender", "als", "change")
    check(not browser.console_errors(), "changing the map makes errors")


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    found = find_browser()
    if found is None:
        print("skipped: chromium or chromedriver is missing")
        sys.exit(SKIPPED)
    report = make_report(program, folder)
    with Browser(*found, *SCREENS["desktop"]) as browser:
        check_tables(browser, without_charts(report).as_uri())
    if "echarts" not in report.read_text(encoding="utf-8").split("<script>", 1)[1][:100_000]:
        print("skipped: the program was built without charts")
        sys.exit(SKIPPED)
    for name, (width, height, dark) in SCREENS.items():
        with Browser(*found, width, height, dark) as browser:
            check_page(browser, report.as_uri(), width)
            (folder / f"{name}.png").write_bytes(browser.picture())
            if name == "desktop":
                check_map(browser)


if __name__ == "__main__":
    main()
