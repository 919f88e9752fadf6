"""Runs black and flake8 (Debian packages of these names) by the rules of pyproject.toml: python3 check_style.py [--write]

--write formats what differs; else nothing is written and the exit code says whether all is well.
"""
import argparse
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent


def options_of(rules):
    """A table of pyproject.toml as options of flake8, which does not read that file."""
    return ["--%s=%s" % (name, ",".join(value) if isinstance(value, list) else value) for name, value in rules.items()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    rules = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    black = ["black", "--quiet", "--config", "pyproject.toml", *([] if args.write else ["--check", "--diff"]), "."]
    flake8 = ["flake8", "--isolated", "--jobs=1", *options_of(rules["flake8"]), "."]
    sys.exit(max(subprocess.run(command, cwd=HERE).returncode for command in (black, flake8)))


if __name__ == "__main__":
    main()
