"""What the stages of a run cost, fitted to runs of tools/bench/scale.

The core-seconds of a stage are taken to be proportional to the work that dominates it, or to a sum
of two kinds of work, by least squares of relative errors:

  read    tokens read            svd     positive cells x rank, and words x rank^2
  count   tokens kept            rest    words x rank (writing the model)
  weight  pairs seen
"""

import math
from pathlib import Path

STAGES = ("read", "count", "weight", "svd", "rest")
UNITS = {"read": ("token",), "count": ("token",), "weight": ("pair",),
         "svd": ("positive cell and dimension", "word and dimension squared"),
         "rest": ("word and dimension",)}  # fmt: skip


def work(stage: str, run: dict) -> tuple[float, ...]:
    return {
        "read": (run["tokens_read"],),
        "count": (run["tokens"],),
        "weight": (run["observed"],),
        "svd": (run["nonzeros"] * run["rank"], run["words"] * run["rank"] ** 2),
        "rest": (run["words"] * run["rank"],),
    }[stage]


def least_squares(points: list[tuple[tuple[float, ...], float]]) -> list[float]:
    """Non-negative factors of one or two kinds of work that give the times best, relatively."""
    rows = [[x / time for x in kinds] for kinds, time in points if time > 0]
    if not rows:
        return [0.0] * len(points[0][0])

    def single(i: int) -> float:
        return sum(row[i] for row in rows) / sum(row[i] ** 2 for row in rows)

    if len(rows[0]) == 1:
        return [single(0)]
    aa, ab, bb = (sum(row[i] * row[j] for row in rows) for i, j in ((0, 0), (0, 1), (1, 1)))
    a, b = (sum(row[i] for row in rows) for i in (0, 1))
    determinant = aa * bb - ab * ab
    if determinant > 1e-9 * aa * bb:
        factors = [(a * bb - b * ab) / determinant, (b * aa - a * ab) / determinant]
        if min(factors) >= 0:
            return factors
    return [single(0), 0.0]


def cost(factors: list[float], kinds: tuple[float, ...]) -> float:
    return sum(factor * x for factor, x in zip(factors, kinds))


def power_law(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Factor and exponent of y = factor x^exponent, by least squares on logarithms."""
    x, y = ([math.log(pair[i]) for pair in pairs] for i in (0, 1))
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((a - mean_x) ** 2 for a in x)
    exponent = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / spread if spread else 0.0
    return math.exp(mean_y - exponent * mean_x), exponent


def fit(runs: list[dict]) -> dict:
    """Fits the runs that hold the matrix in memory: under a cap it is computed again and again."""
    costs = {}
    runs = [run for run in runs if "--memory" not in run["options"]]
    for stage in STAGES:
        points = [(work(stage, run), run["stages"][stage] * run["threads"]) for run in runs]
        factors = least_squares(points)
        errors = [abs(cost(factors, kinds) / time - 1) for kinds, time in points if time > 0.2]
        costs[stage] = {"core_seconds": factors, "largest_error": max(errors, default=0.0)}
    # Text repeats itself as text does only in the prefixes: generated words do not.
    prefixes = [run for run in runs if run["kind"] == "prefix"]
    growth = {}
    if len({run["tokens_read"] for run in prefixes}) > 1:
        for name in ("words", "observed", "nonzeros"):
            growth[name] = power_law([(run["tokens_read"], run[name]) for run in prefixes])
    return {"costs": costs, "growth": growth}


def predict(model: dict, tokens: float, cores: int, rank: int = 300) -> dict:
    if not model["growth"]:
        return {}
    run = {"tokens_read": tokens, "tokens": tokens, "rank": rank}
    for name, (factor, exponent) in model["growth"].items():
        run[name] = factor * tokens**exponent
    stages = {stage: cost(model["costs"][stage]["core_seconds"], work(stage, run)) / cores
              for stage in STAGES}  # fmt: skip
    return {**run, "cores": cores, "stages": stages, "seconds": sum(stages.values()),
            # 4 bytes for an id, 8 for a counted cell; 16 for a positive one, with its transpose.
            "bytes_in_memory": 4 * tokens + max(8 * run["observed"] + 8 * run["nonzeros"],
                                                16 * run["nonzeros"])}  # fmt: skip


def markdown(runs: list[dict], model: dict, forecast: dict) -> str:
    lines = ["| run | tokens | words | pairs seen | positive | rank | " + " | ".join(STAGES)
             + " | elapsed | peak memory |", "|" + "---|" * (8 + len(STAGES))]  # fmt: skip
    for run in runs:
        stages = " | ".join(f"{run['stages'][stage]:.1f}" for stage in STAGES)
        lines.append(f"| {run['kind']} | {run['tokens_read'] / 1e6:.1f} M | {run['words']:,} | "
                     f"{run['observed'] / 1e6:.1f} M | {run['nonzeros'] / 1e6:.1f} M | {run['rank']} | "
                     f"{stages} | {run['wall_seconds']:.1f} s | {run['peak_bytes'] / 1e9:.2f} GB |")  # fmt: skip
    lines += ["", "| stage | core-nanoseconds | a | largest error |", "|---|---|---|---|"]
    for stage, fitted in model["costs"].items():
        for factor, unit in zip(fitted["core_seconds"], UNITS[stage]):
            lines.append(f"| {stage} | {1e9 * factor:.3g} | {unit} | "
                         f"{100 * fitted['largest_error']:.0f} % |")  # fmt: skip
    if forecast:
        growth = ", ".join(f"{name} grow as tokens^{exponent:.2f}"
                           for name, (_, exponent) in model["growth"].items())  # fmt: skip
        stages = ", ".join(f"{stage} {seconds:.0f} s" for stage, seconds in forecast["stages"].items())
        lines += ["", f"On prefixes of the corpus {growth}. Extrapolated to {forecast['tokens'] / 1e9:g} G "
                  f"tokens on {forecast['cores']} cores: {forecast['words'] / 1e6:.2f} M words, "
                  f"{forecast['observed'] / 1e9:.2f} G pairs seen, {forecast['nonzeros'] / 1e9:.2f} G positive; "
                  f"{stages}; together {forecast['seconds']:.0f} s, and "
                  f"{forecast['bytes_in_memory'] / 1e9:.0f} GB if all is held in memory."]  # fmt: skip
    return "\n".join(lines) + "\n"


def draw(runs: list[dict], path: Path) -> bool:
    """Stage times by corpus size, a million tokens, and by rank; False without matplotlib."""
    try:
        import matplotlib

        matplotlib.use("svg")
        from matplotlib import pyplot
    except ImportError:
        return False
    pyplot.rcParams.update({"svg.hashsalt": "eigenlex", "svg.fonttype": "none"})
    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.6))
    sizes = {}
    for run in runs:
        if run["kind"] in ("prefix", "generated"):
            sizes.setdefault(run["tokens_read"], run)
    by_size = [sizes[tokens] for tokens in sorted(sizes)]
    by_rank = sorted((run for run in runs if run["kind"] == "rank"), key=lambda run: run["rank"])
    for axis, chosen, label, title, unit in (
        (axes[0], by_size, lambda run: f"{run['tokens_read'] / 1e6:.0f}", "million tokens",
         lambda run: run["tokens_read"] / 1e6),
        (axes[1], by_rank, lambda run: str(run["rank"]), "rank", lambda run: 1),
    ):  # fmt: skip
        below = [0.0] * len(chosen)
        for stage in STAGES:
            heights = [run["stages"][stage] / unit(run) for run in chosen]
            axis.bar([label(run) for run in chosen], heights, bottom=below, label=stage)
            below = [a + b for a, b in zip(below, heights)]
        axis.set_xlabel(title)
    axes[0].set_ylabel("seconds a million tokens")
    axes[1].set_ylabel("seconds")
    axes[1].legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    return True
