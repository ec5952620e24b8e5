"""How work says what it is doing."""

from __future__ import annotations

from typing import Any, Callable, Union

# Nothing; True for a bar of tqdm; a class of such bars; or what is called with the name of a stage,
# the steps done and the steps in all, 0 where that is not known.
ProgressArgument = Union[None, bool, type, Callable[[str, float, float], object]]


class Listener:
    """Passes notes on to the logger "eigenlex", as the library calls it from its calling thread."""

    def begin(self, stage: str, unit: str, scale: float) -> None:
        pass

    def progress(self, done: int, total: int) -> None:
        pass

    def end(self) -> None:
        pass

    def note(self, label: str, text: str) -> None:
        import logging

        logging.getLogger("eigenlex").info("%s: %s", label, text)

    def close(self) -> None:
        """Ends what is shown of a stage, which may be one that failed."""


class Callback(Listener):
    """Passes progress on to a function."""

    def __init__(self, function: Callable[[str, float, float], object]) -> None:
        self._function = function
        self._stage = ""
        self._scale = 1.0

    def begin(self, stage: str, unit: str, scale: float) -> None:
        self._stage, self._scale = stage, scale

    def progress(self, done: int, total: int) -> None:
        if self._scale == 1:
            self._function(self._stage, done, total)
        else:
            self._function(self._stage, done / self._scale, total / self._scale)


class Bars(Listener):
    """A bar of tqdm for each stage."""

    def __init__(self, bar_class: Callable[..., Any]) -> None:
        self._bar_class = bar_class
        self._bar: Any = None
        self._scale = 1.0

    def begin(self, stage: str, unit: str, scale: float) -> None:
        self._scale = scale
        self._bar = self._bar_class(desc=stage, unit=unit or "it", unit_scale=True)

    def progress(self, done: int, total: int) -> None:
        if total > 0:
            self._bar.total = total / self._scale
        self._bar.update(done / self._scale - self._bar.n)

    def end(self) -> None:
        self.close()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def listener_for(progress: ProgressArgument) -> Listener:
    """What the library tells of its progress for an argument `progress`."""
    if progress is None or progress is False:
        return Listener()
    if progress is True:
        from tqdm.auto import tqdm  # type: ignore[import]

        return Bars(tqdm)
    if isinstance(progress, type) and hasattr(progress, "update"):
        return Bars(progress)
    if callable(progress):
        return Callback(progress)
    raise TypeError(
        "progress must be True, a class such as tqdm.tqdm, or a function of stage, done and total, "
        f"not {progress!r}"
    )
