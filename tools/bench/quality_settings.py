"""The settings that tools/bench/quality compares."""

from dataclasses import dataclass

SYMMETRIC = ("--contexts", "symmetric")
DIRECTIONAL = ("--contexts", "directional")


@dataclass(frozen=True)
class Setting:
    """Options of the three steps from text to vectors; what is not given is the default."""

    study: str  # the table it is a row of
    name: str
    count: tuple[str, ...] = ()
    factorize: tuple[str, ...] = ()
    export: tuple[str, ...] | None = None  # vectors of the model itself


def als(study: str, name: str, *options, count=(), export=None) -> Setting:
    return Setting(study, name, count, ("--method", "als", *map(str, options)), export)


def svd(study: str, name: str, *options, count=(), export=None) -> Setting:
    return Setting(study, name, count, ("--method", "svd", *map(str, options)), export)


def varied(study: str, flag: str, values) -> list[Setting]:
    return [als(study, f"{flag} {value}", flag, value) for value in values]


def counting(window: int, weight: str) -> tuple[str, ...]:
    return ("--window", str(window), "--window-weight", weight)


# Studies in the order of their tables. Each varies one thing from the defaults.
SETTINGS = [
    svd("methods", "svd, symmetric", count=SYMMETRIC),
    svd("methods", "svd, directional", count=DIRECTIONAL),
    svd("methods", "svd, near"),
    als("methods", "als, symmetric", count=SYMMETRIC),
    als("methods", "als, directional", count=DIRECTIONAL),
    als("methods", "als, near"),
    als("evidence", "--damping 0", "--damping", "0"),
    als("evidence", "--als-lowest 0", "--als-lowest", "0"),
    *varied("evidence", "--als-folded", ("0", "0.3", "0.45")),
    *varied("subwords", "--subwords", ("none", "share")),
    als("window", "5 harmonic", count=counting(5, "harmonic")),
    als("window", "10 harmonic", count=counting(10, "harmonic")),
    als("window", "5 dynamic", count=counting(5, "dynamic")),
    als("window", "10 dynamic", count=counting(10, "dynamic")),
    *varied("subsampling", "--subsample", ("0", "1e-4", "1e-5", "3e-6")),
    *varied("smoothing", "--context-smoothing", ("0.75", "0.9", "1")),
    *varied("weights", "--als-weight-max", ("0.3", "1", "3", "10")),
    *varied("weights", "--als-weight-exponent", ("0.5", "0.75", "1")),
    *varied("unobserved", "--als-unobserved", ("0.05", "0.1", "0.2", "0.4")),
    *varied("regularization", "--als-regularization", ("0.0005", "0.05", "0.5")),
    *varied("effort", "--sweeps", ("1", "2", "3")),
    *varied("effort", "--als-steps", ("1", "2", "3")),
    als("output", "W"),
    als("output", "W + C", export=("--sum-contexts",)),
    *varied("output", "--blend", ("0.25", "0.5", "0.75")),
    svd("exponent", "0.25"),
    svd("exponent", "0", export=("--exponent", "0")),
    svd("exponent", "0.5", export=("--exponent", "0.5")),
    svd("exponent", "1", export=("--exponent", "1")),
    svd("exponent", "0.25, W + C", export=("--sum-contexts",)),
]
