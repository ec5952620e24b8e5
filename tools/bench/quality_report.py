"""The tables of tools/bench/quality."""

from collections import defaultdict

from report import table

# Fewer questions or pairs than that say nothing of a setting.
FEWEST = 100
TALLIES = ("semantic", "syntactic", "total")


def scores_of(evaluation: dict) -> dict[str, float]:
    """Figures by column: 100 x Spearman's correlation, and per cent."""
    found = {score["name"]: score["spearman"] for score in evaluation["similarity"]
             if score["covered"] >= FEWEST and score["spearman"] is not None}  # fmt: skip
    for score in evaluation["analogies"]:
        found |= {f"{score['name']} {tally}": score[tally]["accuracy"]
                  for tally in TALLIES if score[tally]["covered"] >= FEWEST}  # fmt: skip
    return found


def ranks(values: list[float]) -> list[float]:
    """1 for the largest; equal values share the mean of their places."""
    return [1 + sum(other > value for other in values)
            + (sum(other == value for other in values) - 1) / 2 for value in values]  # fmt: skip


def mean_ranks(figures: list[dict]) -> list[float]:
    """The mean rank of each setting over the columns that all have."""
    columns = [column for column in figures[0]
               if not column[-1].endswith("total") and all(column in row for row in figures)]  # fmt: skip
    if not columns:
        return [0.0] * len(figures)
    by_column = [ranks([row[column] for row in figures]) for column in columns]
    return [sum(places) / len(columns) for places in zip(*by_column)]


def study_tables(title: str, rows: list[dict]) -> list[str]:
    """A table for each corpus; means over seeds."""
    sums = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for column, value in scores_of(row["scores"]).items():
            sums[row["name"]][row["corpus"], column].append(value)
    names = list(sums)
    figures = [{column: sum(values) / len(values) for column, values in sums[name].items()}
               for name in names]  # fmt: skip
    overall = mean_ranks(figures)
    text = []
    for corpus in dict.fromkeys(row["corpus"] for row in rows):
        columns = list(dict.fromkeys(column for row in figures for column in row if column[0] == corpus))
        lines = [[name, *(f"{row[column]:.1f}" if column in row else "-" for column in columns),
                  f"{rank:.1f}"] for name, row, rank in zip(names, figures, overall)]  # fmt: skip
        header = [f"{title}, {corpus}", *(column for _, column in columns), "mean rank"]
        text += table(header, lines)
    return text


def markdown(rows: list[dict]) -> str:
    by_study = defaultdict(list)
    for row in rows:
        by_study[row["study"]].append(row)
    return "\n".join(line for study, part in by_study.items() for line in study_tables(study, part)).rstrip() + "\n"
