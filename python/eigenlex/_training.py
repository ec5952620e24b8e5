"""Training without its keyword arguments, which have a stub of their own."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Union

from eigenlex import _eigenlex
from eigenlex.models import Model
from eigenlex.options import checked, refuse_unused, size_in_bytes, whole
from eigenlex.progress import ProgressArgument, listener_for

AnyPath = Union[str, "os.PathLike[str]"]
Corpus = Union[AnyPath, Iterable["os.PathLike[str]"], Iterable[str], Iterable[Iterable[str]]]

_OWN = ("progress", "threads", "memory", "work", "resume", "keep_counts")


def train_model(
    corpus: Corpus,
    options: Mapping[str, object],
    progress: ProgressArgument,
    threads: int,
    memory: int | str,
    work: AnyPath | None,
    resume: bool,
    keep_counts: AnyPath | None,
) -> Model:
    import tempfile  # not where the package is imported, which is to be quick

    recipe = checked("train", options, [*_eigenlex.recipe_options(), *_OWN])
    paths, documents = _paths_or_documents(corpus)
    if documents is not None:
        if resume:
            raise ValueError("resume = True: needs a corpus in files, which can be read again")
        if keep_counts is not None:
            raise ValueError(f"keep_counts = {str(keep_counts)!r}: needs a corpus in files")
        recipe = _for_documents(recipe, documents)
    refuse_unused(recipe, _eigenlex.recipe_options(), _eigenlex.used_options(recipe))
    listener = listener_for(progress)
    threads = whole("threads", threads)
    with tempfile.TemporaryDirectory(prefix="eigenlex-") as folder:
        cap = size_in_bytes(memory)
        needs_place = cap > 0 or keep_counts is not None
        place = Path(folder) / "work" if work is None and needs_place else work
        with contextlib.closing(listener):
            if keep_counts is not None:
                held = _eigenlex.train_with_counts(
                    keep_counts, paths, recipe, threads, cap, place, listener
                )
            elif documents is None:
                held = _eigenlex.train_on_files(
                    paths, recipe, threads, cap, place, resume, listener
                )
            else:
                held = _eigenlex.train_on_documents(
                    documents.all, recipe, threads, cap, place, listener
                )
    return Model(held)


class Update(NamedTuple):
    """A model of old and new text.

    Attributes
    ----------
    model : Model
    report : dict
        What was added, how far words moved, and which moved most.
    """

    model: Model
    report: dict[str, Any]


def update_model(
    model: AnyPath,
    corpus: AnyPath | Iterable[os.PathLike[str]],
    output: AnyPath,
    exact: bool,
    progress: ProgressArgument,
    threads: int,
    memory: int | str,
    work: AnyPath | None,
) -> Update:
    import tempfile  # not where the package is imported, which is to be quick

    paths, documents = _paths_or_documents(corpus)
    if documents is not None:
        raise TypeError("corpus must be a path or an iterable of os.PathLike")
    threads, cap = whole("threads", threads), size_in_bytes(memory)
    with tempfile.TemporaryDirectory(prefix="eigenlex-") as folder:
        place = Path(folder) / "work" if work is None else work
        with contextlib.closing(listener_for(progress)) as listener:
            held, report = _eigenlex.update(
                output, model, paths, bool(exact), threads, cap, place, listener
            )
    return Update(Model(held), report)


class _Documents(NamedTuple):
    are_texts: bool
    all: Iterator[object]


def _paths_or_documents(corpus: Corpus) -> tuple[list[AnyPath], _Documents | None]:
    if isinstance(corpus, (str, os.PathLike)):
        return [corpus], None
    if isinstance(corpus, (bytes, bytearray)):
        raise TypeError("corpus must be a path or an iterable of documents, not bytes")
    _refuse_names_of_files(corpus)
    try:
        rest: Iterator[object] = iter(corpus)
    except TypeError:
        raise TypeError(
            "corpus must be a path or an iterable of paths, str or lists of tokens, not "
            f"{type(corpus).__name__}"
        ) from None
    try:
        first = next(rest)
    except StopIteration:
        raise ValueError("corpus: has no documents") from None
    if isinstance(first, os.PathLike):
        paths = [first, *rest]
        for path in paths:
            if not isinstance(path, os.PathLike):
                raise TypeError(f"corpus: {path!r} is no path, as the first is; use pathlib.Path")
        return paths, None  # type: ignore[return-value]
    return [], _Documents(isinstance(first, str), itertools.chain([first], rest))


def _refuse_names_of_files(corpus: object) -> None:
    """Raises for a list that is of texts by its types but hardly by what is meant."""
    if not isinstance(corpus, (list, tuple)) or not corpus:
        return
    few = itertools.islice(corpus, 100)
    if all(isinstance(text, str) and len(text) < 1000 and os.path.isfile(text) for text in few):
        raise ValueError(
            f"corpus: {corpus[0]!r} is the name of a file, but a list of str is a list of texts; "
            "for files, make each a pathlib.Path"
        )


def _for_documents(recipe: dict[str, object], documents: _Documents) -> dict[str, object]:
    """A recipe that reads each document as the line that it becomes."""
    forced = {"document": "line", "encoding": "utf-8"}
    if not documents.are_texts:
        forced["tokenizer"] = "whitespace"
    for name, value in forced.items():
        if recipe.get(name, value) != value:
            what = "texts" if documents.are_texts else "lists of tokens"
            raise ValueError(f"{name} = {recipe[name]!r}: must be {value!r} for a corpus of {what}")
    return {**recipe, **forced}
