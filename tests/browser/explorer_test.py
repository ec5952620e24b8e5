"""Opens the page of `eigenlex serve` in headless Chromium: every panel is drawn, the console has no
error, hostile words stay text, the keyboard suffices, nothing is wider than a phone.

Usage: explorer_test.py PROGRAM FOLDER   (pictures and figures go to FOLDER)
Exit status 77, which CTest takes as skipped, without Chromium.
"""

import functools
import http.server
import json
import shutil
import struct
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

from corpus import write_corpus
from webdriver import Browser, find_browser

SKIPPED = 77
HOSTILE = ["</script><script>document.title='broken'</script>", "<img/src=x/onerror=alert(1)>",
           "\"'`&amp;", "שלום", "${7*7}", "a+b", "%41", "#x?y=z&w"]  # fmt: skip
SCREENS = {"desktop": (1280, 860, False), "dark": (1280, 860, True), "phone": (360, 740, False),
           "phone-dark": (360, 740, True)}  # fmt: skip
PATIENCE = 60
DOWN, ENTER, ESCAPE, TAB, RIGHT = "ArrowDown", "Enter", "Escape", "Tab", "ArrowRight"
KEY_CODES = {DOWN: 40, ENTER: 13, ESCAPE: 27, TAB: 9, RIGHT: 39, "ArrowLeft": 37}


def make_models(program: str, folder: Path) -> list[Path]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_corpus(folder / "corpus.txt", HOSTILE)
    models = [folder / "first.model", folder / "second.model"]
    for model, options in zip(models, (TRAINED, ["--method", "svd", "--window", "2"])):
        subprocess.run(
            [program, "train", folder / "corpus.txt", "-o", model, "--dim", "20", "--quiet", *options],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return models


TRAINED = ["--method", "svd", "--keep-counts", "--keep-text"]


class Server:
    def __init__(self, program: str, *models: Path):
        self.process = subprocess.Popen(
            [program, "serve", *models, "--port", "0", "--quiet"], stdout=subprocess.PIPE, text=True
        )
        self.url = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def check(condition: bool, message: str):
    if not condition:
        sys.exit(f"explorer_test: {message}")


def wait_for(browser: Browser, script: str, what: str):
    """Waits until a script returns something true; what it returned."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := browser.run(f"return {script}"):
            return value
        time.sleep(0.05)
    text = browser.run("return document.querySelector('#answers').innerText")
    sys.exit(f"explorer_test: {what}; the page has: {text[:500]}; {browser.console_errors()}")


def open_page(browser: Browser, url: str):
    browser.open(url)
    wait_for(browser, "document.documentElement.dataset.ready === 'yes'", f"{url} is not ready")


def words_in(browser: Browser, place: str) -> list[str]:
    return browser.run(
        f"return [...document.querySelectorAll('{place} ol.near .word a')].map(a => a.textContent)"
    )


def press(browser: Browser, key: str):
    text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == ENTER else {}
    code = KEY_CODES.get(key, ord(key.upper()) if len(key) == 1 else 0)
    common = {"key": key, "windowsVirtualKeyCode": code}
    browser.command("Input.dispatchKeyEvent", type="keyDown", **common, **text)
    browser.command("Input.dispatchKeyEvent", type="keyUp", **common)


def type_text(browser: Browser, text: str):
    for letter in text:
        press(browser, letter)


def focused(browser: Browser) -> str:
    return browser.run("return document.activeElement.id")


def no_errors(browser: Browser, where: str):
    errors = browser.console_errors()
    check(not errors, f"{where}: the console has errors: {errors}")
    check(browser.run("return document.title").endswith("Eigenlex"), f"{where}: a word became markup")
    check(browser.run("return document.querySelectorAll('script').length") == 1,
          f"{where}: a word became a script")  # fmt: skip


def check_neighbours(browser: Browser, url: str):
    open_page(browser, f"{url}?q=s1w3")
    words = words_in(browser, "#near")
    check(len(words) == 20, f"{len(words)} neighbours")
    near = sum(word.startswith("s1") for word in words)
    check(near >= 18, f"neighbours of s1w3 are {words}")
    widths = browser.run("return [...document.querySelectorAll('#near .bar i')].map(i => i.offsetWidth)")
    check(widths[0] > 20 and widths == sorted(widths, reverse=True), f"bars {widths}")
    open_page(browser, f"{url}?q=s1w3+-+s1w4+%2B+s2w5")
    check("s1w3 − s1w4 + s2w5" in browser.run("return document.querySelector('#near h2').textContent"),
          "a sum has no heading")  # fmt: skip
    check(len(words_in(browser, "#near")) == 20, "a sum has no neighbours")
    open_page(browser, f"{url}?q=S1w3x")
    close = wait_for(browser, "document.querySelector('#near .fault a')?.textContent", "no close word")
    browser.run("document.querySelector('#near .fault a').click()")
    wait_for(browser, f"document.querySelector('#near h2')?.textContent === '{close}'", "no way to it")


def check_hostile_words(browser: Browser, url: str):
    for word in HOSTILE:
        open_page(browser, url)
        browser.run("const q = document.getElementById('question'); q.value = arguments[0];"
                    "q.form.requestSubmit()", word)  # fmt: skip
        wait_for(browser, "document.querySelector('#near .note')?.textContent.includes('seen')",
                 f"{word} was not found")  # fmt: skip
        check(browser.run("return document.querySelector('#near h2').textContent") == word, word)
        no_errors(browser, word)


def check_analogy(browser: Browser, url: str):
    open_page(browser, f"{url}?view=analogy&a=s1w1&b=s1w2&c=s3w3")
    check(len(words_in(browser, "#analogy")) == 10, "an analogy has no answers")
    check(browser.run("return document.getElementById('near').hidden"), "two panels are shown")


def check_why(browser: Browser, url: str):
    open_page(browser, f"{url}?view=why&a=s1w1&b=s1w2")
    figure = wait_for(browser, "document.querySelector('#why dd')?.textContent", "no cosine")
    check(float(figure) > 0.3, f"the cosine is {figure}")
    wait_for(browser, "document.querySelectorAll('#why ol.near li').length >= 10", "no shared contexts")
    sentence = browser.run("return document.querySelector('#why .sentences li').textContent")
    check("s1w1" in sentence and "s1w2" in sentence and "corpus.txt, line" in sentence, sentence)
    marks = browser.run("return [...document.querySelector('#why .sentences li').querySelectorAll('mark')]"
                        ".map(mark => mark.textContent)")  # fmt: skip
    check(sorted(marks) == ["s1w1", "s1w2"], f"marked are {marks}")


def check_classes(browser: Browser, url: str):
    open_page(browser, f"{url}?view=classes")
    wait_for(browser, "document.querySelectorAll('#classes ol.near li').length > 3", "no classes")
    browser.run("document.querySelector('#classes ol.near a').click()")
    words = wait_for(browser, "[...document.querySelectorAll('#classes .chips a')].map(a => a.textContent)",
                     "no members")  # fmt: skip
    size = browser.run("return document.querySelector('#classes h2 + .note').textContent")
    check(size.startswith(f"{len(words)} words"), f"{len(words)} members of {size}")


def check_map(browser: Browser, url: str):
    """Points, hover, zoom, lasso, a flight, and names that do not meet."""
    open_page(browser, url)
    wait_for(browser, "document.documentElement.dataset.mapped === 'yes'", "no map")
    drawn = wait_for(browser, "Number(document.getElementById('canvas').dataset.drawn)", "nothing drawn")
    check(drawn >= 240, f"{drawn} words are drawn")
    box = browser.run("const b = document.getElementById('canvas').getBoundingClientRect();"
                      "return [b.left, b.top, b.width, b.height]")  # fmt: skip
    mouse = functools.partial(point, browser)
    for row in range(0, 40):
        mouse("mouseMoved", box[0] + box[2] / 2, box[1] + box[3] * (0.1 + 0.02 * row))
        if not browser.run("return document.getElementById('tip').hidden"):
            break
    tip = browser.run("return document.getElementById('tip').textContent")
    check(tip != "", "no word is named under the pointer")
    browser.command("Input.dispatchMouseEvent", type="mouseWheel", x=box[0] + 200, y=box[1] + 200,
                    deltaX=0, deltaY=-600)  # fmt: skip
    wait_for(browser, "location.search.includes('map=')", "the address does not say where the map is")
    browser.run("document.getElementById('zoom-all').click()")
    wait_for(browser, "!location.search.includes('map=')", "the map does not show all again")
    browser.run("document.getElementById('lasso').dispatchEvent(new MouseEvent('click', {detail: 1}))")
    corners = [(0.02, 0.02), (0.98, 0.02), (0.98, 0.98), (0.02, 0.98)]
    places = [(box[0] + x * box[2], box[1] + y * box[3]) for x, y in corners]
    mouse("mouseMoved", *places[0])
    mouse("mousePressed", *places[0])
    for place in places[1:]:
        mouse("mouseMoved", *place)
    mouse("mouseReleased", *places[-1])
    chosen = wait_for(browser, "document.querySelectorAll('#selection .chips a').length", "no selection")
    check(chosen >= 200, f"{chosen} words are selected")
    browser.run("const q = document.getElementById('question'); q.value = 's5w3'; q.form.requestSubmit()")
    wait_for(browser, "location.search.includes('map=')", "the map does not fly to a word")
    check_labels(browser)


def check_labels(browser: Browser):
    """Names as the module places them, of many that crowd one place."""
    meeting = browser.run_async(
        "const done = arguments[arguments.length - 1];"
        "import('./labels.js').then(({placeLabels}) => {"
        " const all = Array.from({length: 4000}, (_, i) =>"
        "   ({x: (i * 7919) % 800, y: (i * 104729) % 600, width: 20 + i % 60, height: 14}));"
        " const placed = placeLabels(all, 800, 600, 500);"
        " let meeting = 0;"
        " placed.forEach((a, i) => placed.slice(i + 1).forEach((b) => {"
        "   if (Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < 14) meeting += 1;"
        " }));"
        " done([placed.length, meeting]); });"
    )
    check(meeting[0] > 80 and meeting[1] == 0, f"of {meeting[0]} names {meeting[1]} meet")


def point(browser: Browser, kind: str, x: float, y: float):
    pressed = {"button": "left", "buttons": 1, "clickCount": 1} if kind != "mouseMoved" else {"buttons": 1}
    browser.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, **pressed)


def check_keyboard(browser: Browser, url: str):
    """From the address to a neighbour's neighbours, and back, without a pointer."""
    open_page(browser, url)
    check(focused(browser) == "question", "the field has no focus")
    type_text(browser, "S4w1")
    # Those of all that was typed: the ones of its beginning are replaced, and what is active in them.
    wait_for(browser, "(options => options.length >= 5 && options.every("
             "option => option.firstChild.textContent.startsWith('s4w1')))"
             "([...document.querySelectorAll('#question-list [role=option]')])",
             "no completions")  # fmt: skip
    press(browser, DOWN)
    press(browser, DOWN)
    active = browser.run(
        "const q = document.getElementById('question');"
        "return [q.getAttribute('aria-expanded'),"
        " document.getElementById(q.getAttribute('aria-activedescendant')).firstChild.textContent]"
    )
    check(active[0] == "true" and active[1].startswith("s4w1"), f"the active option is {active}")
    press(browser, ENTER)
    wait_for(browser, f"document.querySelector('#near h2')?.textContent === '{active[1]}'",
             f"{active[1]} is not shown")  # fmt: skip
    check(browser.run("return document.getElementById('question-list').hidden"), "the list stays")
    said = browser.run("return document.getElementById('status').textContent")
    check(active[1] in said, f"nothing was said: {said}")
    for _ in range(40):
        press(browser, TAB)
        outline = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
        check(outline != "none", f"{focused(browser)}: a focus is not seen")
        if browser.run("return document.activeElement.matches('#near .word a')"):
            break
    first = browser.run("return document.activeElement.textContent")
    press(browser, ENTER)
    wait_for(browser, f"document.querySelector('#near h2')?.textContent === '{first}'", "no link")
    browser.run("history.back()")
    wait_for(browser, f"document.querySelector('#near h2')?.textContent === '{active[1]}'", "no way back")
    browser.run("document.getElementById('tab-near').focus()")
    press(browser, RIGHT)
    wait_for(browser, "!document.getElementById('why').hidden", "arrows do not choose views")
    check(focused(browser) == "tab-why", "the focus does not follow")
    check(browser.run("return document.getElementById('why-a').value") == active[1], "no first word")
    press(browser, "/")
    check(focused(browser) == "question", "/ does not go to the field")
    press(browser, "s")
    wait_for(browser, "!document.getElementById('question-list').hidden", "no completions of s")
    press(browser, ESCAPE)
    check(browser.run("return document.getElementById('question-list').hidden"), "Escape closes nothing")


def colours_of(png: bytes) -> int:
    """How many colours a picture has, of each 50th of its bytes; an empty one has one or two."""
    data, at = b"", 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    return len(set(zlib.decompress(data)[::50]))


def check_screen(browser: Browser, url: str, name: str, folder: Path):
    width, _, dark = SCREENS[name]
    open_page(browser, f"{url}?q=s1w3")
    wait_for(browser, "document.documentElement.dataset.mapped === 'yes'", "no map")
    time.sleep(1)  # a flight over the map
    check(browser.run("return document.documentElement.scrollWidth") <= width, f"{name}: is wider")
    colour = browser.run("return getComputedStyle(document.body).backgroundColor")
    brightness = int(colour.split("(")[1].split(",")[0])
    check((brightness < 80) == dark, f"{name}: the background is {colour}")
    picture = browser.picture()
    (folder / f"explorer-{name}.png").write_bytes(picture)
    check(colours_of(picture) > 20, f"{name}: the picture is empty")
    no_errors(browser, name)


def figures(browser: Browser) -> dict:
    """What Chromium itself measured of the page that is open."""
    return browser.run(
        "const ms = (list) => list.map(each => Math.round(10 * (each.duration || each.startTime)) / 10);"
        "return {first_paint: ms(performance.getEntriesByName('first-contentful-paint')),"
        " usable: ms(performance.getEntriesByName('usable')),"
        " map_frames: ms(performance.getEntriesByName('map-frame'))}"
    )


def check_two_models(browser: Browser, url: str, folder: Path):
    open_page(browser, f"{url}?q=s2w7")
    check(browser.run("return document.querySelectorAll('#near .columns.two ol.near').length") == 2,
          "two models have not two lists")  # fmt: skip
    check(browser.run("return document.querySelectorAll('#near .only').length") >= 2, "nothing differs")
    (folder / "explorer-two.png").write_bytes(browser.picture())
    no_errors(browser, "two models")


def check_files(browser: Browser, program: str, model: Path, folder: Path):
    """The page with its answers as files, from a server that knows nothing of them."""
    subprocess.run([program, "serve", model, "--static", folder / "site", "--words", "100", "--quiet"],
                   check=True)  # fmt: skip
    handler = functools.partial(Quiet, directory=str(folder / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        word = (model / "vocab.tsv").read_text(encoding="utf-8").split("\t")[0]
        open_page(browser, url)
        browser.run("const q = document.getElementById('question'); q.value = arguments[0];"
                    "q.form.requestSubmit()", word)  # fmt: skip
        wait_for(browser, "document.querySelectorAll('#near ol.near li').length === 20", "no list")
        browser.run("document.getElementById('question').value = '';"
                    "document.getElementById('question').focus()")  # fmt: skip
        type_text(browser, "S3w")
        wait_for(browser, "document.querySelectorAll('#question-list li').length === 10", "no completion")
        open_page(browser, f"{url}?view=analogy&a=s1w1&b=s1w2&c=s1w3")
        check("program" in browser.run("return document.querySelector('#analogy .fault').textContent"),
              "nothing says that an analogy needs a program")  # fmt: skip
        no_errors(browser, "files")
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    found = find_browser()
    if found is None:
        print("skipped: chromium or chromedriver is missing")
        sys.exit(SKIPPED)
    models = make_models(program, folder)
    with Server(program, models[0]) as server:
        with Browser(*found, *SCREENS["desktop"]) as browser:
            for test in (check_neighbours, check_analogy, check_why, check_classes, check_map,
                         check_keyboard, check_hostile_words):  # fmt: skip
                test(browser, server.url)
                no_errors(browser, test.__name__)
        for name, screen in SCREENS.items():
            with Browser(*found, *screen) as browser:
                check_screen(browser, server.url, name, folder)
                (folder / f"explorer-{name}.json").write_text(json.dumps(figures(browser)))
    with Browser(*found, *SCREENS["desktop"]) as browser:
        check_files(browser, program, models[0], folder)
    with Server(program, *models) as server:
        with Browser(*found, *SCREENS["desktop"]) as browser:
            check_two_models(browser, server.url, folder)


if __name__ == "__main__":
    main()
