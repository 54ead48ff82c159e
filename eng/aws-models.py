#!/usr/bin/env python3
"""Writes what the tests of the AWS clients know of AWS's own models, which come with botocore (with the AWS CLI, and with moto).

usage: aws-models.py [--check]    (--check writes nothing, and fails where the files differ)
"""
import gzip
import json
import os
import re
import sys

import botocore
from botocore.endpoint_provider import EndpointProvider

SERVICES = "bedrock bedrock-runtime budgets ce cloudformation cloudtrail cloudwatch events iam lambda logs organizations pricing scheduler sns".split()
DATA = os.path.join(os.path.dirname(botocore.__file__), "data")
TO = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tests/KillSwitch.Aws.Tests/Api/Models")
TOKEN = re.compile("(next)?(page)?(token|marker)", re.IGNORECASE)


def load(service, name):
    folder = os.path.join(DATA, service)
    with gzip.open(os.path.join(folder, max(os.listdir(folder)), name + ".json.gz")) as file:
        return json.load(file)


def pages(service):
    """Each operation whose answer may name a next page: the members that name one."""
    model = load(service, "service-2")
    for name, operation in sorted(model["operations"].items()):
        members = [model["shapes"][operation[way]["shape"]]["members"] if way in operation else {} for way in ("input", "output")]
        asked, given = [[member for member in one if TOKEN.fullmatch(member)] for one in members]
        if asked and given:
            yield "\t".join([model["metadata"]["serviceId"], name, asked[0], given[0]])


def errors(service):
    """The codes by which errors go over the wire."""
    model = load(service, "service-2")
    metadata = model["metadata"]
    for name, shape in sorted(model["shapes"].items()):
        if shape.get("exception"):
            error = shape.get("error", {})
            code = error.get("code", name) if "query" in metadata.get("protocols", [metadata["protocol"]]) else name
            yield f"{metadata['serviceId']}\t{code}\t{error.get('httpStatusCode', 400)}"


def endpoints(service, partitions):
    """Host and signing region by partition, FIPS and dual stack; {region} is the one that is called."""
    service_id = load(service, "service-2")["metadata"]["serviceId"]
    rules = EndpointProvider(load(service, "endpoint-rule-set-1"), partitions)
    for partition in partitions["partitions"]:
        regions = deployable(partition)
        for fips in (False, True):
            for dual in (False, True):
                found = {region: ask(rules, region, fips, dual) for region in regions}
                rule = next(form for form in forms(found) if all(tuple(part.replace("{region}", region) for part in form) == found[region] for region in regions))
                yield "\t".join([service_id, partition["id"], "fips" if fips else "-", "dual" if dual else "-", *rule])


def ask(rules, region, fips, dual):
    endpoint = rules.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual)
    scheme = next((one for one in endpoint.properties.get("authSchemes", []) if one["name"] == "sigv4"), {})
    return endpoint.url, scheme.get("signingRegion", region)


def forms(found):
    for region, (url, signing) in found.items():
        for host in (url.replace(region, "{region}"), url):
            for signed in (signing.replace(region, "{region}"), signing):
                yield host, signed


def deployable(partition):
    return [region for region in partition["regions"] if not region.endswith("-global")]


def files():
    with open(os.path.join(DATA, "partitions.json"), encoding="utf-8") as file:
        partitions = json.load(file)
    head = f"# From the service models of botocore {botocore.__version__}, by eng/aws-models.py."
    yield "pages.tsv", [head, "# Service, operation, and the members by which it is asked for a page and names the next."] + [line for service in SERVICES for line in pages(service)]
    yield "errors.tsv", [head, "# Service, error code and status."] + [line for service in SERVICES for line in errors(service)]
    yield "regions.tsv", [head, "# Partition and region."] + [f"{one['id']}\t{region}" for one in partitions["partitions"] for region in deployable(one)]
    yield "endpoints.tsv", [head, "# Service, partition, FIPS, dual stack, endpoint, and the region that signs."] + [line for service in SERVICES for line in endpoints(service, partitions)]


stale = []
for name, lines in files():
    path, text = os.path.join(TO, name), "\n".join(lines) + "\n"
    if "--check" not in sys.argv:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    elif open(path, encoding="utf-8").read().split("\n", 1)[1] != text.split("\n", 1)[1]:
        stale.append(name)
if stale:
    sys.exit(f"not what botocore {botocore.__version__} says: {', '.join(stale)}; eng/aws-models.py writes them anew")
