"""What other processors than this machine's do with the program, by the emulator qemu-user."""

import hashlib
import os
import platform
import random
import shutil
import subprocess
import unittest

from support import PROGRAM, CliTest

EMULATOR = shutil.which("qemu-x86_64") or shutil.which("qemu-x86_64-static")
# Of Intel and of AMD; they tell other caches, and estimate roots in other ways.
PROCESSORS = ("Haswell", "EPYC-Rome")


def emulated(processor, *arguments):
    """The status and the messages of the program, without the emulator's own."""
    result = subprocess.run(
        [EMULATOR, "-cpu", processor, PROGRAM, *map(str, arguments)], capture_output=True, text=True
    )
    lines = [line for line in result.stderr.splitlines() if not line.startswith("qemu-x86_64: ")]
    return result.returncode, "\n".join(lines)


def arrays(model):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in model.glob("*.npy")
    }


@unittest.skipUnless(platform.machine() == "x86_64" and EMULATOR, "no emulator of x86-64")
@unittest.skipUnless(os.environ.get("EIGENLEX_ARCH") == "x86-64-v3", "built for other processors")
class Processors(CliTest):
    def test_all_compute_the_same_bytes(self):
        draw = random.Random(5)
        text = self.folder / "text.txt"
        text.write_text(
            "".join(
                " ".join(f"w{min(int(draw.expovariate(0.1)), 79)}" for _ in range(12)) + "\n"
                for _ in range(400)
            )
        )
        for method in ("svd", "als"):
            options = ["--method", method, "--dim", 12, "--quiet"]
            own = self.folder / method
            self.succeed("train", text, "-o", own, *options)
            self.assertGreaterEqual(len(arrays(own)), 2)
            for processor in PROCESSORS:
                with self.subTest(method=method, processor=processor):
                    other = self.folder / f"{method}.{processor}"
                    self.assertEqual(emulated(processor, "train", text, "-o", other, *options), (0, ""))
                    self.assertEqual(arrays(other), arrays(own))

    def test_one_that_lacks_instructions_is_told_which(self):
        status, message = emulated("Nehalem", "--version")
        self.assertEqual(status, 1)
        self.assertRegex(message, r"^eigenlex: this processor has no AVX2.*-DEIGENLEX_ARCH=x86-64$")


if __name__ == "__main__":
    unittest.main()
