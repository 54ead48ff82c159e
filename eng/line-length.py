"""Names each line of C# that is longer than 140 columns.

Text that is data or is printed stays as it is: what stands within a raw string literal anywhere, and, in the tests, a line that holds one
string of a hundred characters or more (a record, an answer of AWS).
"""
import re
import subprocess
import sys

LONGEST = 140
DATA = 100
RAW = re.compile(r'"{3,}')
TEXT = re.compile(r'"{3,}.*?"{3,}|"(?:[^"\\]|\\.)*"')


def long_lines(path):
    raw = False
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        began, raw = raw, raw ^ (len(RAW.findall(line)) % 2 == 1)
        if len(line) <= LONGEST or began or raw:
            continue
        if path.startswith("tests/") and any(len(text) >= DATA for text in TEXT.findall(line)):
            continue
        yield f"{path}:{number}: {len(line)} columns, {LONGEST} at most"


files = subprocess.run(["git", "ls-files", "*.cs"], check=True, capture_output=True, text=True).stdout.split()
found = [finding for path in files for finding in long_lines(path)]
print(*found, sep="\n", end="\n" if found else "")
sys.exit(1 if found else 0)
