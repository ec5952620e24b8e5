"""From text to vectors."""

from __future__ import annotations

from typing import Any

from eigenlex._eigenlex import recipe_options
from eigenlex._training import Update, train_model, update_model
from eigenlex.models import Model
from eigenlex.options import with_options


def train(
    corpus: Any,
    *,
    progress: Any = None,
    threads: int = 0,
    memory: int | str = 0,
    work: Any = None,
    resume: bool = False,
    keep_counts: Any = None,
    **options: Any,
) -> Model:
    """Learn vectors of words from a text.

    Parameters
    ----------
    corpus : str, os.PathLike, or iterable of os.PathLike, of str or of lists of str
        A path of a file or folder of text, compressed or not, "-" for the standard input; several
        paths, each an os.PathLike; or the documents themselves, each a text or a list of its
        tokens. Documents are gone through once, as they are needed: those of a generator may be
        more than memory holds.
    progress : True, a class such as tqdm.tqdm, or callable, optional
        Shows a bar for each stage, or is called with the stage, steps done and steps in all.
    threads : int, optional
        0 for as many as `set_num_threads` or OpenMP says. It never changes the result.
    memory : int or str, optional
        The most memory of this process, in bytes or as "4G"; what does not fit goes to files.
    work : path, optional
        Folder of those files, made for the work and removed after it; one in the system's folder
        for temporary files if it is left out.
    resume : bool, optional
        Continue from finished counts that an earlier call with this `work` left when it failed, and
        leave them there if this one fails.
    keep_counts : path, optional
        Folder that the model is written to with its counts, for `eigenlex.update` to add text to.
        The corpus has to be in files, which are read twice.
    **options
        The recipe: `help(eigenlex.train)` has all of them with their defaults, docs/options.md says
        what they mean. `method`, "als" or the quicker "svd", `dim`, `window` and `min_count` are
        those to begin with.

    Returns
    -------
    Model

    Raises
    ------
    TypeError
        For an unknown argument, which names the nearest, or a document of another type.
    ValueError
        For an option out of range, which is named, or a text that cannot be read.
    OSError
        For a file that cannot be read.
    KeyboardInterrupt
        On Ctrl-C; nothing is left behind.

    Examples
    --------
    >>> texts = ["a cat and a dog", "a dog and a cat", "a king and a queen"] * 10
    >>> model = eigenlex.train(texts, dim=3, min_count=2)
    >>> model.vectors.shape
    (6, 3)
    >>> model = eigenlex.train(texts, dim=3, windw=4)
    Traceback (most recent call last):
    TypeError: train() has no argument 'windw'; the nearest one is 'window'
    """
    return train_model(corpus, options, progress, threads, memory, work, resume, keep_counts)


with_options(train, recipe_options())


def update(
    model: Any,
    corpus: Any,
    output: Any,
    *,
    exact: bool = False,
    progress: Any = None,
    threads: int = 0,
    memory: int | str = 0,
    work: Any = None,
) -> Update:
    """Add text to a model, whose vectors stay comparable with those before.

    Parameters
    ----------
    model : path
        Folder of a model that `train` wrote with `keep_counts`, or `eigenlex train --keep-counts`.
    corpus : path or iterable of os.PathLike
        Files or folders of new text.
    output : path
        Folder of the model of all text, which keeps its counts in turn.
    exact : bool
        Give the very model of all text at once, trained anew of exact counts.
    progress, threads, memory, work
        As in `eigenlex.train`.

    Returns
    -------
    Update

    Examples
    --------
    >>> old, new = folder / "old.txt", folder / "new.txt"
    >>> _ = old.write_text("\\n".join(texts)), new.write_text("a cat and a king\\n" * 10)
    >>> model = eigenlex.train(old, dim=3, min_count=2, keep_counts=folder / "old.model")
    >>> updated = eigenlex.update(folder / "old.model", new, folder / "new.model")
    >>> updated.report["new_documents"], updated.model.vectors.shape
    (10, (6, 3))
    """
    return update_model(model, corpus, output, exact, progress, threads, memory, work)
