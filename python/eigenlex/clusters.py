"""Classes of words."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from eigenlex import _eigenlex
from eigenlex.options import checked, require, with_options
from eigenlex.progress import listener_for
from eigenlex.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Clusters:
    """Words in clusters.

    Attributes
    ----------
    words : list of str
    labels : array of int32
        The cluster of each word.
    costs : array of float64
        What each word adds to the inertia: 1 less its cosine with the centroid, or its squared
        distance from it.
    centroids : array of float32, clusters x dimensions
    inertias : array of float64
        The sum of the costs after each iteration.
    stop : str
        Why it ended: "settled", "tolerance" or "max-iterations".
    """

    def __init__(self, vectors: Vectors, found: Any) -> None:
        self.words: list[str] = vectors.words
        self.labels: npt.NDArray[np.int32]
        self.costs: npt.NDArray[np.float64]
        self.centroids: npt.NDArray[np.float32]
        self.inertias: npt.NDArray[np.float64]
        self.stop: str
        self.labels, self.costs, self.centroids, self.inertias, self.stop = found

    def __len__(self) -> int:
        return len(self.centroids)

    def members(self, cluster: int) -> list[str]:
        """The words of a cluster, the most central first."""
        ids = (self.labels == cluster).nonzero()[0]
        return [self.words[i] for i in ids[self.costs[ids].argsort(kind="stable")]]

    def __repr__(self) -> str:
        return f"<eigenlex.Clusters: {len(self.words)} words in {len(self)} clusters>"

    def _repr_html_(self) -> str:
        import html

        sizes = [(int((self.labels == c).sum()), c) for c in range(len(self))]
        largest = sorted(sizes, key=lambda each: (-each[0], each[1]))[:20]
        rows = "".join(
            f"<tr><td>{c}</td><td>{size}</td>"
            f"<td>{html.escape(', '.join(self.members(c)[:8]))}</td></tr>"
            for size, c in largest
        )
        head = "<tr><th>cluster</th><th>words</th><th>most central</th></tr>"
        return f"<table>{head}{rows}</table>"


def cluster(vectors: Vectors, *, progress: Any = None, **options: Any) -> Clusters:
    """Cluster words by k-means, by cosine unless told otherwise.

    Parameters
    ----------
    vectors : Vectors or Model
    progress : True, a class such as tqdm.tqdm, or callable, optional
        As in `eigenlex.train`.
    **options
        `clusters`, `metric` ("cosine" or "euclidean"), `max_iterations`, `tolerance`, `seed`, and
        what `help(eigenlex.cluster)` shows besides.

    Returns
    -------
    Clusters

    Examples
    --------
    >>> clusters = eigenlex.cluster(compass, clusters=2)
    >>> sorted(len(clusters.members(c)) for c in range(2))
    [4, 4]
    """
    require("vectors", vectors, Vectors)
    given = checked("cluster", options, [*_eigenlex.cluster_options(), "progress"])
    with contextlib.closing(listener_for(progress)) as listener:
        return Clusters(vectors, _eigenlex.cluster(vectors._held, given, listener))


with_options(cluster, _eigenlex.cluster_options())
