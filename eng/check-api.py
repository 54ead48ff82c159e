#!/usr/bin/env python3
"""Compares the AWS clients of src/KillSwitch.Aws/Api, read as text, with AWS's own models, which come with botocore (with the AWS CLI, and with moto).

usage: check-api.py [CHECKOUT]    (where botocore is missing it says so, and passes)

It fails for what the models do not know: a service's names, an operation, its method and path, a member and its type, an error code. It fails for
an operation that nobody calls, and for whatever it does not understand. Hosts and pages are held by the tests, from what aws-models.py writes.
"""
import glob
import gzip
import json
import os
import re
import sys
from collections import namedtuple

try:
    import botocore
except ImportError:
    print("the AWS clients are not compared with AWS's models: python3 has no botocore")
    sys.exit(0)

ROOT = sys.argv[1] if len(sys.argv) > 1 else "."
API = os.path.join(ROOT, "src/KillSwitch.Aws/Api")
DATA = os.path.join(os.path.dirname(botocore.__file__), "data")
SERVICES = "bedrock bedrock-runtime budgets ce cloudformation cloudtrail cloudwatch events iam lambda logs organizations pricing scheduler sns".split()
PROTOCOLS = {"Query": "query", "Json": "json", "Rest": "rest-json"}

Written = namedtuple("Written", "place name kind value writer")
Read = namedtuple("Read", "name kind reader")
problems = []


def bad(where, what):
    problems.append(f"{where}: {what}")


# The models.

def load(service):
    folder = os.path.join(DATA, service)
    with gzip.open(os.path.join(folder, max(os.listdir(folder)), "service-2.json.gz")) as file:
        return json.load(file)


# What is read of C#: classes, brackets, arguments and names.

STRING = re.compile(r'"(?:\\.|[^"\\])*"')


def blank_comments(text):
    return re.sub(r'"(?:\\.|[^"\\])*"|//[^\n]*', lambda found: found[0] if found[0][0] == '"' else " " * len(found[0]), text)


def scan(text, start=0):
    """Each character outside of strings, with the depth of brackets after it."""
    depth, at = 0, start
    while at < len(text):
        if text[at] == '"':
            at = STRING.match(text, at).end()
            continue
        depth += (text[at] in "([{") - (text[at] in ")]}")
        yield at, text[at], depth
        at += 1


def close(text, start):
    """The index after the bracket that closes the one at the start."""
    return next(at for at, _, depth in scan(text, start) if depth == 0) + 1


def arguments(text):
    cuts = [-1, *(at for at, one, depth in scan(text) if one == "," and depth == 0), len(text)]
    return [part for part in (text[a + 1:b].strip() for a, b in zip(cuts, cuts[1:])) if part]


def literal(text):
    found = re.fullmatch(r'nameof\((?:\w+\.)*(\w+)\)|"([^"]*)"', text.strip())
    return found and (found[1] or found[2])


def member_body(text, start):
    """What follows a parameter list: a block, or an expression up to its semicolon."""
    arrow = re.compile(r"\s*(=>|\{)").match(text, start)
    if arrow[1] == "{":
        return text[arrow.end() - 1:close(text, arrow.end() - 1)]
    return text[arrow.end():next(at for at, one, depth in scan(text, arrow.end()) if one == ";" and depth == 0)]


class Source:
    def __init__(self, path, is_api):
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
        # Elsewhere there are raw strings, and quotes in characters.
        self.text = blank_comments(text) if is_api else re.sub(r"^[ \t]*//[^\n]*", lambda found: " " * len(found[0]), text, flags=re.MULTILINE)
        self.path = os.path.relpath(path, ROOT)

    def where(self, at):
        return f"{self.path}:{self.text.count(chr(10), 0, at) + 1}"


class Class:
    def __init__(self, source, name, base, start):
        self.source, self.name, self.base, self.start = source, name, base, start
        self.body = source.text[start:close(source.text, start - 1) - 1]
        self.properties = {found[2]: found[1] for found in re.finditer(r"public ([\w<>?, ]+?) (\w+) \{ get; set; \}", self.body)}
        self.constants = re.findall(rf'public static readonly {name} \w+ = new\("([^"]*)"\)', self.body)

    def where(self, needle=None):
        return self.source.where(self.start + max(0, self.body.find(needle) if needle else 0))


# Methods that write, and methods that read; any other is not understood.

CALL = re.compile(r"(?<!new )\b(\w+)\(")
WRITES = {"Path", "Query", "Body", "Add", "AddList", "AddObjects", "AddMap", "WriteStartArray", "WriteNumber", "WriteString", "WriteBoolean"}
BESIDES = {"WriteStartObject", "WriteEndObject", "WriteEndArray", "Write", "foreach", "if", "nameof", "Seconds", "DateTimeOffset", "ToUnixTimeMilliseconds", "ToUniversalTime", "AsUtc"}
SCALARS = {
    "Text": {"string"}, "OptionalText": {"string"}, "OptionalInt": {"integer"}, "OptionalLong": {"long", "integer"}, "OptionalDouble": {"double", "float", "integer", "long"},
    "OptionalDecimal": {"string", "double", "float"}, "OptionalBool": {"boolean"}, "OptionalTime": {"timestamp"}, "OptionalMilliseconds": {"long"},
}
TYPES = {"string": {"string"}, "int": {"integer"}, "long": {"long", "integer"}, "bool": {"boolean"}, "double": {"double", "float"}, "decimal": {"string", "double"}}
READS = {*SCALARS, "Optional", "Members", "Texts", "Required", "Child"}


def written(text, where):
    """What a request, or an object in it, sends."""
    end_of_body = 0
    for call in CALL.finditer(text):
        method, given = call[1], arguments(text[call.end():close(text, call.end() - 1) - 1])
        if call.start() < end_of_body or (method in BESIDES and not (method == "WriteStartObject" and given)):
            continue
        if method not in WRITES:
            bad(where, f"`{method}` is not understood")
        elif method == "Body":
            yield from (one._replace(place="body") for one in written(given[0], where))
            end_of_body = close(text, call.end() - 1)
        elif literal(given[0]) is None:
            bad(where, f"the name `{given[0]}` is not understood")
        elif method in ("Path", "Query"):
            yield Written({"Path": "uri", "Query": "querystring"}[method], literal(given[0]), "scalar", given[1], None)
        elif method == "WriteStartArray":
            items = re.compile(r"foreach \(var (\w+) in ([\w.]+)[^)]*\)\s*(\w+\.Write)\(\w+, \1\)").search(text, call.end())
            if items:
                yield Written("body", literal(given[0]), "list", items[2], items[3])
            else:
                bad(where, f"how `{literal(given[0])}` is written is not understood")
        else:
            kind = {"AddList": "list", "AddObjects": "list", "AddMap": "map", "Add": "structure" if len(given) > 2 else "scalar"}.get(method, method)
            yield Written("body", literal(given[0]), kind, given[1], given[2] if len(given) > 2 else None)


def read(text, where):
    """What is read of an answer, or of an object in it."""
    end_of_lambda = 0
    for call in re.finditer(r"\bfrom\.(\w+)\(", text):
        if call.start() < end_of_lambda:
            continue
        end = close(text, call.end() - 1)
        method, given = call[1], arguments(text[call.end():end - 1])
        if method not in READS or literal(given[0]) is None:
            bad(where, f"`{text[call.start():end]}` is not understood")
            continue
        reader = given[1] if len(given) > 1 else None
        if reader and "=>" in reader:
            end_of_lambda = end
        if method == "Required":
            around = re.search(r"(\w+\.Read)\($", text[:call.start()])
            reader = around and around[1]
        elif method == "Child":
            method = "map of numbers" if text.startswith("?.Elements()", end) else "map of texts" if text.startswith("?.EnumerateObject()", end) else method
        yield Read(literal(given[0]), method, reader)


class Service:
    def __init__(self, name, models):
        self.name = name
        sources = [Source(os.path.join(API, name + part), True) for part in (".cs", ".Model.cs")]
        self.client = sources[0]
        self.classes = {}
        for source in sources:
            for found in re.finditer(r"^(?:public|internal) (?:static |sealed )*class (\w+)(?:\([^)]*\))?(?: : ([\w.]+))?[^;{\n]*\n\{", source.text, re.MULTILINE):
                self.classes[found[1]] = Class(source, found[1], found[2], found.end())
        identity = re.search(r'ServiceIdentity Identity \{ get; \} = new\("([^"]+)", "([^"]+)", "([^"]+)", "([^"]+)"\)', self.client.text)
        protocol = re.search(r'(Query|Json|Rest)Protocol Protocol \{ get; \} =\s+new\(Identity, (?:"([^"]+)", )?error => new Amazon\w+Exception\(error\)\)', self.client.text)
        self.protocol = protocol[1]
        self.where = self.client.where(identity.start())
        self.model = models.get(identity[1])
        self.operations = {}
        if self.model is None:
            bad(self.where, f"no service has the id `{identity[1]}`")
            return
        metadata = self.model["metadata"]
        self.same("the version", identity[2], metadata["apiVersion"])
        self.same("the name that signs", identity[3], metadata.get("signingName", metadata["endpointPrefix"]))
        self.same("the prefix of hosts", identity[4], metadata["endpointPrefix"])
        if PROTOCOLS[self.protocol] not in metadata.get("protocols", [metadata["protocol"]]):
            bad(self.where, f"the service does not speak {PROTOCOLS[self.protocol]}")
        if self.protocol == "Json":
            self.same("the target", protocol[2], metadata["targetPrefix"])
            self.same("the version of JSON", "1.1", metadata["jsonVersion"])
        if metadata["signatureVersion"] != "v4" or "aws.auth#sigv4" not in metadata.get("auth", ["aws.auth#sigv4"]):
            bad(self.where, "requests of the service are not signed by version 4")
        for one in list(self.classes.values()):
            if one.base == "AmazonWebServiceRequest":
                self.check_operation(one)

    def same(self, what, ours, theirs):
        if ours != theirs:
            bad(self.where, f"{what} is `{ours}`, and `{theirs}` in the model")

    def shape(self, reference):
        return self.model["shapes"][reference["shape"]]

    def codes(self, operation=None):
        """The codes by which errors go over the wire: of an operation, or all."""
        names = [name for name, shape in self.model["shapes"].items() if shape.get("exception")] if operation is None else [error["shape"] for error in operation.get("errors", [])]
        return {self.model["shapes"][name].get("error", {}).get("code", name) if self.protocol == "Query" else name for name in names}

    # Operations.

    def check_operation(self, request):
        where = request.where("Operation<")
        name = request.name[:-len("Request")]
        found = re.search(r"\w+Service\.Protocol\.Operation<(\w+)>\(", request.body)
        given = found and arguments(request.body[found.end():close(request.body, found.end() - 1) - 1])
        operation = self.model["operations"].get(name)
        if not found or len(given) != 3 or literal(given[0]) is None:
            bad(where, f"{request.name} is not understood")
            return
        if operation is None:
            bad(where, f"the service has no operation `{name}`")
            return
        self.operations[name] = operation
        if found[1] != request.name:
            bad(where, f"{request.name} makes its operation from `{found[1]}`")
        if operation.get("deprecated") or operation.get("endpoint") or operation.get("endpointdiscovery") or operation.get("httpChecksumRequired") or operation.get("httpChecksum"):
            bad(where, f"{name} is deprecated, or wants a host or a checksum of its own")
        ours, theirs = literal(given[0]), f"{operation['http']['method']} {operation['http']['requestUri']}" if self.protocol == "Rest" else name
        if ours != theirs:
            bad(where, f"{name} goes to `{ours}`, and to `{theirs}` in the model")
        method = rf"Task<{name}Response> {name}Async\(\s*{name}Request request, CancellationToken cancellationToken = default\) =>\s*InvokeAsync<{name}Response>\(\s*request, {name}Request\.Operation, cancellationToken\);"
        if not re.search(method, self.client.text):
            bad(self.where, f"the client has no method for {name}")
        self.check_input(name, request, given[1], operation, where)
        self.check_output(name, given[2], operation, where)

    def check_input(self, name, request, text, operation, where):
        parameters = re.match(r"\((\w+), (\w+)\)\s*=>", text)
        if not parameters:
            bad(where, f"what {name} sends is not understood")
            return
        shape = self.shape(operation["input"]) if "input" in operation else {}
        if shape.get("payload"):
            bad(where, f"{name} has a payload, which is not understood")
        self.check_members(name, request, list(written(text[parameters.end():], where)), parameters[2], shape, where, is_top=True)

    def check_members(self, name, owner, items, argument, shape, where, is_top=False):
        members = {member.get("locationName", key): member for key, member in shape.get("members", {}).items()}
        sent, properties = set(), set()
        for item in items:
            used = re.search(rf"\b{argument}\.(\w+)", item.value) or re.search(rf"\b{argument}\.(\w+) is \{{ \}} {re.escape(item.value)}\b", owner.body)
            if used:
                properties.add(used[1])
            if item.name in sent:
                bad(where, f"{name} sends `{item.name}` twice")
            sent.add(item.name)
            if item.name in members:
                self.check_member(f"{name}.{item.name}", members[item.name], item, owner.properties.get(used[1]) if used else None, where, is_top)
            else:
                bad(where, f"{name} sends `{item.name}`, which the model does not have")
        for key in shape.get("required", []):
            if shape["members"][key].get("locationName", key) not in sent:
                bad(where, f"{name} does not send `{key}`, which is required")
        for unsent in owner.properties.keys() - properties:
            bad(where, f"{name} does not send its property {unsent}")

    def check_member(self, name, member, item, type_, where, is_top):
        target = self.shape(member)
        kind = target["type"]
        if self.protocol == "Rest" and is_top and item.place != member.get("location", "body"):
            bad(where, f"{name} is sent in the {item.place}, and in the {member.get('location', 'body')} in the model")
        if item.kind in ("list", "map", "structure"):
            if kind != item.kind:
                bad(where, f"{name} is sent as {item.kind}, and is {kind} in the model")
                return
            if self.protocol == "Query" and (target.get("flattened")
                    or (kind == "list" and target["member"].get("locationName", "member") != "member")
                    or (kind == "map" and [target[part].get("locationName") for part in ("key", "value")] != ["Name", "Value"])):
                bad(where, f"{name} has another form in the model")
            inner = self.shape(target["member"] if kind == "list" else target["value"]) if kind != "structure" else target
            if item.writer:
                self.check_writer(name, inner, item.writer, where)
            elif inner["type"] != "string":
                bad(where, f"{name} is sent as texts, and holds {inner['type']} in the model")
        elif item.kind != "scalar":
            if kind not in {"WriteNumber": ("integer", "long", "double", "float"), "WriteString": ("string",), "WriteBoolean": ("boolean",)}[item.kind]:
                bad(where, f"{name} is sent by {item.kind}, and is {kind} in the model")
        elif "Seconds(" in item.value:
            if kind != "timestamp" or target.get("timestampFormat", "unixTimestamp") != "unixTimestamp" or self.protocol != "Json":
                bad(where, f"{name} is sent in seconds, and is {kind} of another form in the model")
        elif type_ is None:
            bad(where, f"the type of {name} is not understood")
        elif type_ == "DateTime?":
            form = member.get("timestampFormat") or target.get("timestampFormat") or ("iso8601" if self.protocol == "Query" or member.get("location") == "querystring" else "unixTimestamp")
            if kind != "timestamp" or form != "iso8601":
                bad(where, f"{name} is sent as ISO 8601, and is {kind} ({form}) in the model")
        elif type_.rstrip("?") in TYPES:
            if kind not in TYPES[type_.rstrip("?")]:
                bad(where, f"{name} is sent as {type_}, and is {kind} in the model")
        else:
            self.check_constants(name, type_.rstrip("?"), target, where)

    def check_writer(self, name, shape, writer, where):
        owner = self.classes.get(writer.split(".")[0])
        head = owner and re.search(rf"static void Write\(\w+ \w+, {owner.name} (\w+)\)", owner.body)
        if not head or shape["type"] != "structure":
            bad(where, f"how {name} is written by {writer} is not understood, or it is no object in the model")
            return
        here = owner.where("static void Write")
        self.check_members(name, owner, list(written(member_body(owner.body, head.end()), here)), head[1], shape, here)

    def check_constants(self, name, type_, target, where):
        owner = self.classes.get(type_)
        if owner is None or owner.base != "ConstantClass":
            bad(where, f"the type {type_} of {name} is not understood")
            return
        for constant in owner.constants:
            if constant not in target.get("enum", []):
                bad(owner.where(f'"{constant}"'), f"{name} has no value `{constant}` in the model")

    # Answers.

    def check_output(self, name, text, operation, where):
        output = operation.get("output", {})
        shape = self.shape(output) if output else {"members": {}}
        if shape.get("payload") or (self.protocol == "Query" and output and output.get("resultWrapper") != name + "Result"):
            bad(where, f"the answer to {name} has a payload or a wrapper of its own")
        if not re.match(rf"(from|_) => new {name}Response\b", text):
            bad(where, f"what {name} reads is not understood")
        elif text.startswith("from"):
            self.check_read(name, shape, text, where)

    def check_read(self, name, shape, text, where):
        members = {member.get("locationName", key): member for key, member in shape["members"].items()}
        for item in read(text, where):
            if item.name not in members:
                bad(where, f"{name} reads `{item.name}`, which the model does not have")
            elif members[item.name].get("location") in ("header", "headers", "statusCode"):
                bad(where, f"{name} reads `{item.name}` of the body, and it is in the {members[item.name]['location']} in the model")
            else:
                self.check_item(f"{name}.{item.name}", members[item.name], item, where)
        for key, type_ in re.findall(r"from\.OptionalText\((nameof\([\w.]+\)|\"\w+\")\) is \{ \} \w+ \? new (\w+)\(", text):
            if literal(key) in members:
                self.check_constants(f"{name}.{literal(key)}", type_, self.shape(members[literal(key)]), where)

    def check_item(self, name, member, item, where):
        target = self.shape(member)
        kind = target["type"]
        form = member.get("timestampFormat") or target.get("timestampFormat")
        if item.kind in SCALARS:
            if kind not in SCALARS[item.kind] or (kind == "timestamp" and form not in ((None, "iso8601") if self.protocol == "Query" else (None, "iso8601", "unixTimestamp"))):
                bad(where, f"{name} is read by {item.kind}, and is {kind}{f' ({form})' if form else ''} in the model")
        elif item.kind in ("Optional", "Required"):
            if item.reader == "Filters":
                if kind != "map" or self.shape(target["value"])["type"] != "list":
                    bad(where, f"{name} is read as a map of lists, and is {kind} in the model")
            elif item.reader.endswith(".Map"):
                if kind != "map" or self.protocol == "Query":
                    bad(where, f"{name} is read as a map of objects, and is {kind} in the model")
                else:
                    self.check_reader(name, self.shape(target["value"]), item.reader, where)
            else:
                self.check_reader(name, target, item.reader, where)
        elif item.kind in ("map of numbers", "map of texts"):
            inner = {"map of numbers": "integer", "map of texts": "string"}[item.kind]
            if kind != "map" or target.get("flattened") or self.shape(target["value"])["type"] != inner:
                bad(where, f"{name} is read as a {item.kind}, and has another form in the model")
        elif item.kind in ("Members", "Texts"):
            if kind != "list" or (self.protocol == "Query" and (target.get("flattened") or target["member"].get("locationName", "member") != "member")):
                bad(where, f"{name} is read as a list, and has another form in the model")
                return
            inner = self.shape(target["member"])
            texts = item.kind == "Texts" or re.fullmatch(r"(\w+) => \1\.Value", item.reader)
            simple = "string" if texts else "timestamp" if "QueryElement.Time(" in item.reader else "double" if "QueryElement.Number(" in item.reader else None
            if simple is None:
                self.check_reader(name, inner, item.reader, where)
            elif inner["type"] != simple:
                bad(where, f"{name} is read as a list of a {simple}, and holds {inner['type']} in the model")
        else:
            bad(where, f"how {name} is read is not understood")

    def check_reader(self, name, shape, reader, where):
        owner = self.classes.get((reader or "").split(".")[0])
        head = owner and re.search(rf"static {owner.name} Read\(\w+ from\)", owner.body)
        if not head or shape["type"] != "structure":
            bad(where, f"how {name} is read by {reader} is not understood, or it is no object in the model")
            return
        body, here = member_body(owner.body, head.end()), owner.where(head[0])
        self.check_read(name, shape, body, here)
        for unread in owner.properties.keys() - set(re.findall(r"[{,]\s*(\w+) = ", body)):
            bad(here, f"{name} does not read the property {unread} of {owner.name}")


def check_callers(services):
    """Each operation is called somewhere, and each error code that is asked for is one that a called operation has."""
    called = {service.name: set() for service in services}
    for path in sorted(glob.glob(os.path.join(ROOT, "src/**/*.cs"), recursive=True)):
        if re.search(r"/(Api|obj|bin)/", path):
            continue
        source = Source(path, False)
        for service in services:
            if not re.search(rf"\busing Amazon\.{service.name}(\.Model)?;", source.text):
                continue
            here = service.operations.keys() & set(re.findall(r"\.(\w+)Async\(", source.text))
            called[service.name] |= here
            exception = re.search(r"class (Amazon\w+Exception)\(", service.client.text)[1]
            for found in re.finditer(r"\b(\w+)\.Is\(\"([^\"]+)\"\)", source.text):
                typed = re.findall(rf"\b(\w+) {found[1]}\b", source.text[:found.start()])
                if next((one for one in reversed(typed) if one.endswith("Exception")), None) != exception:
                    continue
                if found[2] not in service.codes():
                    bad(source.where(found.start()), f"{service.name} has no error `{found[2]}`")
                elif here and not any(found[2] in service.codes(service.operations[one]) for one in here):
                    bad(source.where(found.start()), f"none of {', '.join(sorted(here))} has the error `{found[2]}`")
    for service in services:
        for name in service.operations.keys() - called[service.name]:
            bad(service.where, f"nobody calls {name}")


models = {model["metadata"]["serviceId"]: model for model in map(load, SERVICES)}
names = sorted(os.path.basename(path)[:-len(".Model.cs")] for path in glob.glob(os.path.join(API, "*.Model.cs")))
services = [Service(name, models) for name in names]
check_callers(services)
if problems:
    sys.exit("\n".join(sorted(set(problems))) + f"\nnot what botocore {botocore.__version__} says of AWS")
