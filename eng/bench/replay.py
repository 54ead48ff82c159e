"""What a back-test takes: the sample policy to one cap, and one cap to DuckDB's group-by over the same files.

python3 eng/bench/replay.py KILLSWITCH FOLDER [PRINCIPALS DAYS [ROUNDS]]

Processor time, time by the clock and most memory of each process, in turns, the least of its rounds. Limits are so high that nobody reaches
them: a stop makes all that comes after it cheaper. The records are those of `simulate fleet`, in Bedrock's S3 layout.
"""

import json
import os
import re
import subprocess
import sys
import time

ONE_CAP = """version: 1
rules:
  - id: cap
    per: principal
    limit: { usd: 1000 }
    every: month
    stop: principal
"""


def beyond_reach(policy):
    def more(match):
        return match.group(1) + match.group(2).replace("_", "") + "000000"

    return re.sub(r"(limit: *\{ *\w+: *)([0-9_]+)", more, policy)


def run(command):
    """Processor seconds, seconds, MiB, what it printed."""
    reading, writing = os.pipe()
    began = time.time()
    process = os.fork()
    if process == 0:
        os.dup2(writing, 1)
        os.close(reading)
        os.execvp(command[0], command)
    os.close(writing)
    with os.fdopen(reading) as printed:
        text = printed.read()
    _, status, used = os.wait4(process, 0)
    if status != 0:
        sys.exit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime, time.time() - began, used.ru_maxrss / 1024, text


def main():
    killswitch, folder, *rest = sys.argv[1:]
    principals, days, rounds = (rest + ["300", "4", "3"][len(rest):])[:3]
    records = os.path.join(folder, f"fleet-{principals}-{days}")
    os.makedirs(folder, exist_ok=True)
    with open("README.md", encoding="utf-8") as readme:
        sample = re.search(r"```yaml\n(version: 1\n.*?)```", readme.read(), re.DOTALL).group(1)
    policies = {}
    for name, text in (("one cap", ONE_CAP), ("the sample policy", sample)):
        policies[name] = os.path.join(folder, name.replace(" ", "-") + ".yaml")
        with open(policies[name], "w", encoding="utf-8") as file:
            file.write(beyond_reach(text))
    if not os.path.isdir(records):
        subprocess.run(
            [killswitch, "simulate", "fleet", "--principals", principals, "--days", days, "--write", records, "--policy",
             policies["one cap"]], check=True, stdout=subprocess.DEVNULL)

    commands = {name: [killswitch, "replay", "--policy", path, "--logs", records, "--output", "json"] for name, path in policies.items()}
    commands["DuckDB"] = ["node", "eng/bench/group-by.mjs", records, str(os.cpu_count())]
    best = {}
    for _ in range(int(rounds)):
        for name, command in commands.items():
            processor, clock, memory, printed = run(command)
            known = best.get(name, (processor, clock, memory))
            best[name] = (min(known[0], processor), min(known[1], clock), max(known[2], memory))
            if name == "one cap":
                replayed = json.loads(printed)
                if replayed["stops"]:
                    sys.exit("somebody was stopped: the limits are in reach")
    print(f"{replayed['invocations']:,} calls, {os.cpu_count()} processors; the least of {rounds} rounds")
    for name, other in (("the sample policy", "one cap"), ("one cap", "DuckDB")):
        print(f"{name} to {other}: processor {best[name][0] / best[other][0]:.2f}, clock {best[name][1] / best[other][1]:.2f}")
    print("most memory: " + ", ".join(f"{name} {one[2]:.0f} MiB" for name, one in best.items()))


main()
