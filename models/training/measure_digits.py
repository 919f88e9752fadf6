"""Digits right in strings of digits, by the shortest edit, from the rows of `edge-runtime eval commands --rows`.

    edge-runtime eval commands --context digits.yaml --manifest digits-held-out.tsv --rows digits.rows
    python3 measure_digits.py digits.rows

A digit that is left out, put in or taken for another is an error; what was rejected or asked about counts as it was read.
The interval is a bootstrap over the strings.
"""
import argparse
import csv
import random
import re

from train import edit_distance

DRAWS = 2000


def digits(reading):
    """The digits of "Digits(d1=5, d2=9)"."""
    return re.findall(r"d\d+=(\d)", reading)


def right(rows):
    """Percent of digits right of [(expected, got), ...]."""
    return 100 * (1 - sum(edit_distance(got, said) for said, got in rows) / sum(len(said) for said, _ in rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows")
    args = parser.parse_args()
    with open(args.rows, encoding="utf-8") as f:
        rows = [(digits(row["expected"]), digits(row["got"])) for row in csv.DictReader(f, delimiter="\t")]
    if not any(said for said, _ in rows):
        parser.error("%s has no strings of digits; it is what eval commands --rows writes" % args.rows)
    r = random.Random(1)
    drawn = sorted(right(r.choices(rows, k=len(rows))) for _ in range(DRAWS))
    low, high = drawn[DRAWS // 40], drawn[-DRAWS // 40]
    print(
        "%d strings, %d digits: %.1f %% right [%.1f, %.1f], %.1f %% of strings whole"
        % (len(rows), sum(len(said) for said, _ in rows), right(rows), low, high, 100 * sum(a == b for a, b in rows) / len(rows))
    )


if __name__ == "__main__":
    main()
