"""A little of WebDriver (W3C Recommendation 2018): a headless Chromium driven by chromedriver."""

import base64
import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SECONDS_TO_START = 60


def find_browser():
    """Paths of the driver and the browser, or None where either is missing."""
    driver = shutil.which("chromedriver")
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    return (driver, browser) if driver and browser else None


class Browser:
    """A session; use it in a `with` statement."""

    def __init__(self, driver: str, browser: str, width: int, height: int, dark: bool):
        self.process = subprocess.Popen(
            [driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            f"--window-size={width},{height}", "--hide-scrollbars",
        ]  # fmt: skip
        if dark:
            arguments.append("--blink-settings=preferredColorScheme=0")
        try:
            self.base = f"http://127.0.0.1:{self._port()}"
            session = self._call("POST", "/session", {"capabilities": {"alwaysMatch": {
                "goog:loggingPrefs": {"browser": "ALL"},
                "goog:chromeOptions": {"binary": browser, "args": arguments},
            }}})  # fmt: skip
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        self.base += f"/session/{session['sessionId']}"
        # Headless windows are not narrower than 500 pixels; emulation is.
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=width < 600)  # fmt: skip
        scheme = "dark" if dark else "light"
        self.command("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": scheme}])  # fmt: skip

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._call("DELETE", "")
        finally:
            self.process.terminate()
            self.process.wait()

    def open(self, url: str):
        self._call("POST", "/url", {"url": url})

    def run(self, script: str, *arguments):
        """The value that a script returns."""
        return self._call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script: str, *arguments):
        """What a script gives to the function that is its last argument."""
        return self._call("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def command(self, name: str, **parameters):
        """A command of the DevTools protocol."""
        return self._call("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def console_errors(self) -> list[str]:
        entries = self._call("POST", "/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    def picture(self) -> bytes:
        """The whole page as PNG."""
        answer = self.command("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(answer["data"])

    def _port(self) -> int:
        end = time.monotonic() + SECONDS_TO_START
        for line in self.process.stdout:
            if "started successfully on port" in line:
                return int(line.rstrip().rstrip(".").rsplit(" ", 1)[1])
            if time.monotonic() > end:
                break
        raise RuntimeError("chromedriver named no port")

    def _call(self, method: str, path: str, body=None):
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.read().decode()[:500]}") from error
