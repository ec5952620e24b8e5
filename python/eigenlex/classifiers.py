"""Classes of texts."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from eigenlex import _eigenlex
from eigenlex.options import checked, refuse_text, require, with_options
from eigenlex.progress import listener_for
from eigenlex.vectors import AnyPath, Vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class TextClassifier:
    """A trained classifier of texts: logistic regression on the mean vector of a text's words.

    It is made by `classify` or opened by `load_classifier`.
    """

    def __init__(self, held: _eigenlex.HeldClassifier) -> None:
        self._held = held

    @property
    def classes(self) -> list[str]:
        """The names of the classes, the columns of `predict_proba`."""
        return self._held.classes

    @property
    def description(self) -> dict[str, Any]:
        """How it was trained."""
        return self._held.description

    def predict_proba(self, texts: Iterable[str]) -> npt.NDArray[np.float32]:
        """Probabilities, texts x classes."""
        refuse_text("texts", texts)
        return self._held.predict(texts)

    def predict(self, texts: Iterable[str]) -> list[str]:
        """The most probable class of each text."""
        classes = self.classes
        return [classes[i] for i in self.predict_proba(texts).argmax(axis=1)]

    def score(self, texts: Iterable[str], labels: Sequence[str]) -> float:
        """The share of the texts whose class is found."""
        found = self.predict(texts)
        if len(found) != len(labels):
            raise ValueError(f"labels: are {len(labels)} for {len(found)} texts")
        return sum(a == b for a, b in zip(found, labels)) / len(found) if found else 0.0

    def save(self, path: AnyPath) -> None:
        """Write the folder of the classifier, which the program reads too."""
        self._held.write(path)

    def __repr__(self) -> str:
        return f"<eigenlex.TextClassifier: {', '.join(self.classes)}>"


def classify(
    texts: Iterable[str],
    labels: Iterable[str],
    vectors: Vectors,
    *,
    progress: Any = None,
    **options: Any,
) -> TextClassifier:
    """Train a classifier of texts on vectors.

    Parameters
    ----------
    texts : iterable of str
    labels : iterable of str
        The class of each text; two of them at least.
    vectors : Vectors or Model
        Texts are read as that of the model was.
    progress : True, a class such as tqdm.tqdm, or callable, optional
        As in `eigenlex.train`.
    **options
        `help(eigenlex.classify)` has them with their defaults, docs/classify.md says what they mean.

    Returns
    -------
    TextClassifier

    Examples
    --------
    >>> texts, labels = ["north east", "northeast", "south", "southwest west"], list("nnss")
    >>> classifier = eigenlex.classify(texts, labels, compass)
    >>> classifier.predict(["northwest north", "southeast"])
    ['n', 's']
    """
    require("vectors", vectors, Vectors)
    refuse_text("texts", texts)
    refuse_text("labels", labels)
    given = checked("classify", options, [*_eigenlex.classifier_options(), "progress"])
    with contextlib.closing(listener_for(progress)) as listener:
        held = _eigenlex.train_classifier(texts, labels, vectors._held, given, listener)
    return TextClassifier(held)


with_options(classify, _eigenlex.classifier_options())


def load_classifier(path: AnyPath, *, verify: bool = True) -> TextClassifier:
    """Open a classifier of texts that `TextClassifier.save` or the program wrote."""
    return TextClassifier(_eigenlex.open_classifier(os.fspath(path), verify))
