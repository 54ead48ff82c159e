#!/usr/bin/env python3
"""Zips files so that the same content gives the same bytes: eng/zip.py OUT.zip FOLDER [NAME ...]

NAMEs are files of FOLDER, all of them where none is given. Order, times and modes are fixed: 755 for `bootstrap` and for what is executable,
644 for the rest.
"""
import os
import stat
import sys
import zipfile

out, folder, *names = sys.argv[1:]
if not names:
    names = [
        os.path.relpath(os.path.join(where, name), folder).replace(os.sep, "/")
        for where, _, files in os.walk(folder) for name in files
    ]
with zipfile.ZipFile(out, "w") as archive:
    for name in sorted(names):
        path = os.path.join(folder, name)
        # The earliest that a zip can say.
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        # Lambda starts it, wherever it was carried in between.
        executable = os.path.basename(name) == "bootstrap" or os.access(path, os.X_OK)
        entry.create_system = 3
        entry.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        with open(path, "rb") as file:
            archive.writestr(entry, file.read(), compresslevel=9)
