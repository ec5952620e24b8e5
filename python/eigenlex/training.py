"""From text to vectors."""

from __future__ import annotations

from typing import Any

from eigenlex._eigenlex import recipe_options
from eigenlex._training import train_model
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
    return train_model(corpus, options, progress, threads, memory, work, resume)


with_options(train, recipe_options())
