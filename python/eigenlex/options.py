"""Keyword arguments that stand for options of the library."""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from eigenlex import _eigenlex


# What others call some options.
_OTHER_NAMES = {
    "max_final_vocab": "max_vocab",
    "max_vocab_size": "max_vocab",
    "n_clusters": "clusters",
    "n_components": "dim",
    "n_jobs": "threads",
    "random_state": "seed",
    "sample": "subsample",
    "size": "dim",
    "vector_size": "dim",
    "workers": "threads",
}


def nearest_name(name: str, known: Collection[str]) -> str:
    """The known name that means the same as another, or else is spelt most like it."""
    import difflib

    if _OTHER_NAMES.get(name) in known:
        return _OTHER_NAMES[name]
    return max(sorted(known), key=lambda other: difflib.SequenceMatcher(a=name, b=other).ratio())


def checked(function: str, given: Mapping[str, object], known: Iterable[str]) -> dict[str, object]:
    """The options, numbers of NumPy as Python's. Raises TypeError for one that is not known."""
    names = set(known)
    for name in given:
        if name not in names:
            nearest = nearest_name(name, names)
            raise TypeError(
                f"{function}() has no argument {name!r}; the nearest one is {nearest!r}"
            )
    return {name: plain(value) for name, value in given.items()}


def refuse_unused(
    given: Mapping[str, object], defaults: Mapping[str, object], used: Iterable[str]
) -> None:
    """Raises for options that a recipe of this method does not look at: setting them is vain."""
    looked_at = set(used)
    for name, value in given.items():
        if name not in looked_at and value != defaults[name]:
            method = given.get("method", defaults["method"])
            raise ValueError(f"{name} = {value!r}: is not looked at by method = {method!r}")


def plain(value: object) -> object:
    """A scalar of NumPy as one of Python."""
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "ndim", None) == 0 else value


def require(argument: str, value: object, kind: type) -> None:
    """Raises TypeError unless an argument is of a class of the package."""
    if not isinstance(value, kind):
        raise TypeError(f"{argument} must be eigenlex.{kind.__name__}, not {type(value).__name__}")


def is_whole(value: object) -> bool:
    """Whether a value is a whole number of Python or NumPy; True and False are none."""
    return (
        hasattr(value, "__index__")
        and not isinstance(value, bool)
        and not getattr(value, "shape", ())
    )


def whole(argument: str, value: Any) -> int:
    """A whole number as an int. Raises TypeError for anything else."""
    if not is_whole(value):
        raise TypeError(f"{argument} = {value!r}: must be an int")
    return operator.index(value)


def set_num_threads(threads: int) -> None:
    """Set how many threads work, where a call does not say; 0 for as many as OpenMP says."""
    _eigenlex.set_num_threads(whole("threads", threads))


def refuse_text(argument: str, texts: object) -> None:
    """Raises TypeError for one text where an iterable of texts is wanted."""
    if isinstance(texts, (str, bytes)):
        raise TypeError(f"{argument} must be an iterable of str, not one of them")


def size_in_bytes(memory: int | str) -> int:
    """A size such as 512000000, "512M" or "4G"; a K is 1024 bytes.

    >>> size_in_bytes("2K")
    2048
    """
    if not isinstance(memory, str):
        return whole("memory", memory)
    text = memory.strip().upper().removesuffix("B")
    power = "KMGT".find(text[-1:]) + 1 if text[-1:].isalpha() else 0
    number = text[:-1] if power else text
    try:
        return int(float(number) * 1024**power)
    except ValueError:
        raise ValueError(f"memory = {memory!r}: must be a number of bytes, as 512M or 4G") from None


def with_options(function: Callable[..., Any], defaults: Mapping[str, object]) -> None:
    """Gives a function that takes **options the signature that has them with their defaults."""
    signature = inspect.signature(function)
    own = [
        parameter
        for parameter in signature.parameters.values()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
        for name, default in defaults.items()
        if name not in signature.parameters
    ]
    function.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*own, *options]
    )
