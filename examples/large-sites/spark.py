#!/usr/bin/env python3
"""Imports and renders a large site on a Spark cluster, and compares it with what one process makes.

    pip install pyspark==4.3.0        (and a Java runtime, 17 or later)
    python3 spark.py --sitegen target/release/sitegen --raw raw/ --work /dev/shm/large --compare

All workers need the program, the raw texts and the folder `--work` under the same paths: a shared file system
on a real cluster, the same machine here. Spark only says who does what; each task runs `sitegen`.
"""

import argparse
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from pyspark.sql import SparkSession

# The same date in every task: import writes it into each thread.
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000"}


def sitegen(arguments, **more):
    """Runs sitegen on one thread of its own, since Spark keeps every core busy already."""
    environment = {**ENVIRONMENT, "RAYON_NUM_THREADS": "1"}
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr[-2000:]}")


def import_part(number, files, program, raw, work):
    """Imports the texts of one partition, each into a site of its own."""
    root = Path(work, "imported", str(number))
    root.mkdir(parents=True)
    shutil.copy(Path(work, "site/sitegen.yaml"), root)
    lines = (json.dumps({"file": name, "text": Path(raw, name).read_text(encoding="utf-8")}) for name in files)
    sitegen([program, "--quiet", "--root", str(root), "import", "--topic", "all", "--stdin"], input="\n".join(lines) + "\n")
    yield str(root)


def gather(part, site):
    """Moves what a partition imported into the site. Two texts that want the same file belong into one partition."""
    for folder, _, names in os.walk(Path(part, "content")):
        to = Path(site, Path(folder).relative_to(part))
        to.mkdir(parents=True, exist_ok=True)
        for name in names:
            if (to / name).exists():
                raise FileExistsError(f"{to / name} comes from two partitions")
            os.rename(Path(folder, name), to / name)


def render_part(number, shards, program, work):
    """Renders one share of the files."""
    out = str(Path(work, "rendered", str(number)))
    sitegen([program, "--quiet", "--root", str(Path(work, "site")), "build", "--shard", f"{number}/{shards}", "--out", out])
    return out


def unite(parts, public):
    """Copies the shares together."""
    for part in parts:
        shutil.copytree(part, public, dirs_exist_ok=True, copy_function=link)


def link(source, to):
    """Links a file; what every share has (sitegen's mark of its folders) must be the same in all of them."""
    if os.path.exists(to):
        if Path(source).read_bytes() != Path(to).read_bytes():
            raise FileExistsError(f"{to} differs between two shares")
    else:
        os.link(source, to)


def files(folder):
    return {path.relative_to(folder): path for path in Path(folder).rglob("*") if path.is_file()}


def same(one, other):
    """Are two folders the same, byte for byte?"""
    here, there = files(one), files(other)
    if here.keys() != there.keys():
        raise RuntimeError(f"{one} and {other} hold other files: {sorted(map(str, here.keys() ^ there.keys()))[:5]}")
    for name, path in here.items():
        if path.read_bytes() != there[name].read_bytes():
            raise RuntimeError(f"{path} and {there[name]} differ")
    return len(here)


def timed(what, action):
    start = time.monotonic()
    result = action()
    print(f"{what}: {time.monotonic() - start:.1f} s", flush=True)
    return result


def compare(program, raw, work):
    """The same by one process, which uses all cores; then byte for byte."""
    whole = Path(work, "whole")
    whole.mkdir()
    shutil.copy(Path(work, "site/sitegen.yaml"), whole)
    run = lambda *arguments: subprocess.run([program, "--quiet", "--root", str(whole), *arguments], env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    timed("one process: import", lambda: run("import", "--topic", "all", raw))
    timed("one process: build", lambda: run("build"))
    threads = same(Path(whole, "content/all"), Path(work, "site/content/all"))
    pages = same(Path(whole, "public"), Path(work, "public"))
    print(f"the same, byte for byte: {threads} threads, {pages} files")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sitegen", required=True)
    parser.add_argument("--raw", required=True, help="a folder with raw texts")
    parser.add_argument("--work", required=True, help="a folder that does not exist yet")
    parser.add_argument("--settings", help="the site's sitegen.yaml")
    parser.add_argument("--master", default="local-cluster[2,1,1024]", help="the cluster; two workers with a core each here")
    parser.add_argument("--partitions", type=int, default=4)
    parser.add_argument("--shards", type=int, default=2)
    parser.add_argument("--compare", action="store_true", help="make the same in one process, and compare")
    options = parser.parse_args()
    program, raw, work = (os.path.abspath(path) for path in (options.sitegen, options.raw, options.work))
    site = Path(work, "site")
    site.mkdir(parents=True)
    if options.settings:
        shutil.copy(options.settings, site / "sitegen.yaml")
    else:
        (site / "sitegen.yaml").touch()
    spark = timed("Spark: start", lambda: SparkSession.builder.master(options.master).appName("sitegen").getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    context = spark.sparkContext
    names = sorted(str(path.relative_to(raw)) for path in Path(raw).rglob("*.txt"))
    imported = timed("Spark: import", lambda: context.parallelize(names, options.partitions).mapPartitionsWithIndex(
        lambda number, files: import_part(number, files, program, raw, work)).collect())
    timed("gather", lambda: [gather(part, site) for part in imported])
    shards = options.shards
    rendered = timed("Spark: render", lambda: context.parallelize(range(1, shards + 1), shards).map(
        lambda number: render_part(number, shards, program, work)).collect())
    spark.stop()
    timed("unite", lambda: unite(rendered, Path(work, "public")))
    if options.compare:
        compare(program, raw, work)


if __name__ == "__main__":
    main()
