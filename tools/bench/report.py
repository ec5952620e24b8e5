"""The results as Markdown."""


def table(header: list[str], rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


def seconds(value: float) -> str:
    return f"{value:,.0f} s" if value >= 100 else f"{value:.1f} s"


def memory(value: float) -> str:
    return f"{value / 1e9:.2f} GB"


def scores(quality: dict) -> dict[str, str]:
    found = {score["name"]: f"{score['spearman']:.1f}" for score in quality.get("similarity", [])}
    for score in quality.get("analogies", []):
        found[score["name"]] = f"{score['total']['accuracy']:.1f} %"
    return found


def train_table(rows: list[dict]) -> list[str]:
    benchmarks = list(dict.fromkeys(name for row in rows for name in scores(row.get("quality", {}))))
    own = rows[0]["wall_seconds"]
    lines = []
    for row in rows:
        scale = row["scale"]
        mark = "" if scale == 1 else " *"
        wall = row["wall_seconds"] * scale
        quality = scores(row.get("quality", {}))
        lines.append([row["name"], (">" if row.get("timed_out") else "") + seconds(wall) + mark,
                      seconds(row["cpu_seconds"] * scale) + mark, memory(row["peak_bytes"]) + mark,
                      f"{wall / own:.1f} x", *(quality.get(name, "") for name in benchmarks)])  # fmt: skip
    text = table(["text to vectors", "elapsed", "CPU", "peak memory", "time", *benchmarks], lines)
    scaled = [row for row in rows if row["scale"] != 1]
    if scaled:
        text += [f"\\* Measured on the first {100 / scaled[0]['scale']:.1f} % of the tokens; times are "
                 "scaled by tokens, memory is as measured.", ""]  # fmt: skip
    return text


def svd_table(part: dict) -> list[str]:
    own = part["rows"][0]
    lines = []
    for row in part["rows"]:
        if "error" not in row:
            lines.append([row["name"], "not within the time", "", memory(row["peak_bytes"]), "", "", ""])
            continue
        reached = row["error"] <= own["error"]
        lines.append([row["name"], row.get("setting", "defaults"), seconds(row["wall_seconds"]),
                      memory(row["peak_bytes"]),
                      ("" if reached else "> ") + f"{row['wall_seconds'] / own['wall_seconds']:.1f} x",
                      f"{row['error_100']:.1e}", f"{row['error']:.1e}" + ("" if reached else " (less exact)")])  # fmt: skip
    header = ["SVD of one PPMI matrix", "setting", "elapsed", "peak memory", "time",
              "error of s_1..s_100", "error of all"]  # fmt: skip
    return table(header, lines)


def bytes_table(part: dict) -> list[str]:
    lines = [[str(row["threads"]), row.get("memory", "none"),
              *(f(row[command]) for command in ("count", "train")
                for f in (lambda run: seconds(run["wall_seconds"]), lambda run: memory(run["peak_bytes"]),
                          lambda run: run["sha256"][:12]))]
             for row in part["runs"]]  # fmt: skip
    header = ["threads", "memory cap", "count", "peak", "bytes of counts", "train", "peak", "bytes of model"]
    verdict = "All runs gave the same bytes." if part["same"] else "**The bytes differ.**"
    return [*table(header, lines), verdict, ""]


def micro_table(part: dict) -> list[str]:
    lines = []
    for row in part["benchmarks"]:
        name, _, unit = row["name"].removesuffix("/real_time").partition("/")
        lines.append([name, f"{row['real_time']:.3g} ms", f"{row['items/s'] / 1e6:.4g} M {unit}/s",
                      f"{row['flop/item']:.3g}", f"{row['B/item']:.3g}", f"{row['flop/s'] / 1e9:.1f}",
                      f"{row['B/s'] / 1e9:.1f}", f"{100 * row['roofline']:.0f} %"])  # fmt: skip
    context = part["context"]
    header = ["inner loop", "time", "rate", "flop/item", "B/item", "GF/s", "GB/s", "of the roofline"]
    note = (f"In the same run with {context['threads']} threads: main memory {context['bandwidth']}, "
            f"arithmetic {context['arithmetic']}. Matrix: {context['matrix']}.")  # fmt: skip
    return [*table(header, lines), note, ""]


def markdown(results: dict) -> str:
    machine = results["machine"]
    lines = [f"{results['corpus']}, {results['tokens']:,} tokens, {results['dim']} dimensions, "
             f"{results['threads']} threads; {machine['cpu']}, {machine['processors']} processors, "
             f"{machine['memory_bytes'] / 1e9:.0f} GB, {machine['date']}.", ""]  # fmt: skip
    if "train" in results:
        lines += train_table(results["train"])
    if "svd" in results:
        lines += svd_table(results["svd"])
    if "bytes" in results:
        lines += bytes_table(results["bytes"])
    if "micro" in results:
        lines += micro_table(results["micro"])
    return "\n".join(lines)
