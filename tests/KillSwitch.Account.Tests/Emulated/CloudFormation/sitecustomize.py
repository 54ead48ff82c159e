"""Has the emulator work a template out before it goes by it, as CloudFormation does.

The emulator leaves an empty place where AWS::NoValue is in a list, knows no dependency but DependsOn, and takes a resource for changed where
only its metadata is. So conditions, functions of parameters and references in metadata are worked out here, when a change set is made.
"""

import json

from moto.cloudformation import models

NOTHING = object()


class Worked:
    def __init__(self, template, given):
        self.template = template
        self.values = {name: given.get(name, one.get("Default")) for name, one in template.get("Parameters", {}).items()}

    def resources(self):
        found = {}
        for name, resource in self.template.get("Resources", {}).items():
            if self.stands(resource):
                one = self.value({key: value for key, value in resource.items() if key not in ("Condition", "Metadata", "DependsOn")})
                needed = self.needed(resource)
                if needed:
                    one["DependsOn"] = needed
                found[name] = one
        return found

    def outputs(self):
        outputs = self.template.get("Outputs", {}).items()
        return {name: self.value({key: value for key, value in one.items() if key != "Condition"}) for name, one in outputs if self.stands(one)}

    def stands(self, entry):
        return "Condition" not in entry or self.holds(entry["Condition"])

    def needed(self, resource):
        named = resource.get("DependsOn", [])
        named = [named] if isinstance(named, str) else list(named)
        for one in (resource.get("Metadata") or {}).get("DependsOn", []):
            value = self.value(one)
            if value is not NOTHING:
                named.append(value["Ref"])
        return sorted(set(named))

    def holds(self, condition):
        return self.is_true(self.template["Conditions"][condition])

    def is_true(self, node):
        (name, argument), = node.items()
        if name == "Condition":
            return self.holds(argument)
        if name == "Fn::Not":
            return not self.is_true(argument[0])
        if name == "Fn::And":
            return all(self.is_true(one) for one in argument)
        if name == "Fn::Or":
            return any(self.is_true(one) for one in argument)
        if name == "Fn::Equals":
            return self.value(argument[0]) == self.value(argument[1])
        raise ValueError(name)

    def value(self, node):
        if isinstance(node, list):
            return [one for one in map(self.value, node) if one is not NOTHING]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (name, argument), = node.items()
            if name == "Ref" and argument == "AWS::NoValue":
                return NOTHING
            if name == "Ref" and argument in self.values:
                return self.values[argument]
            if name == "Fn::If":
                return self.value(argument[1 if self.holds(argument[0]) else 2])
            if name == "Fn::Split" and isinstance(self.value(argument[1]), str):
                return self.value(argument[1]).split(argument[0])
            if name == "Fn::Select" and isinstance(self.value(argument[1]), list):
                return self.value(argument[1])[int(argument[0])]
            if name == "Fn::Join" and isinstance(argument[1], list):
                return self.joined(argument[0], self.value(argument[1]))
        found = {key: self.value(value) for key, value in node.items()}
        return {key: value for key, value in found.items() if value is not NOTHING}

    @staticmethod
    def joined(between, pieces):
        if between == "":
            flat = []
            for piece in pieces:
                inner = piece["Fn::Join"][1] if isinstance(piece, dict) and piece.get("Fn::Join", [None])[0] == "" else [piece]
                for one in inner:
                    if isinstance(one, str) and flat and isinstance(flat[-1], str):
                        flat[-1] += one
                    elif one != "":
                        flat.append(one)
            pieces = flat
        if all(isinstance(piece, str) for piece in pieces):
            return between.join(pieces)
        return {"Fn::Join": [between, pieces]}


as_it_is = models.ChangeSet._parse_template


def parse(change_set):
    try:
        template = json.loads(change_set.template)
    except ValueError:
        # YAML, as the CDK's bootstrap is, has none of it.
        as_it_is(change_set)
        return
    worked = Worked(template, change_set.parameters or {})
    change_set.template_dict = {**template, "Resources": worked.resources(), "Outputs": worked.outputs()}
    change_set.template_dict.pop("Rules", None)


models.ChangeSet._parse_template = parse
