"""Reads the inventory before any machine is touched, and says file, line and variable of whatever is wrong with it.

Every variable must be one that a role declares (meta/argument_specs.yml) or that all share (meta/site.yml), and have its
type. Files that Ansible will copy (type: path) must be there; names that end in _network and _address must be just that.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
import zoneinfo

import yaml
from ansible.errors import AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase

HOST_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
ANSIBLE_GROUPS = {"all", "ungrouped"}


class Inventory:
    """Where each variable and group of the inventory's files stands."""

    def __init__(self, sources):
        self.lines = {}
        self.groups = {}
        for source in sources:
            for path in self.files(source):
                with open(path, encoding="utf-8") as file:
                    self.group(path, yaml.compose(file, Loader=yaml.SafeLoader))

    @staticmethod
    def files(source):
        if os.path.isdir(source):
            inside = (os.path.join(source, name) for name in sorted(os.listdir(source)))
            return [path for path in inside if path.endswith((".yml", ".yaml")) and os.path.isfile(path)]
        return [source] if os.path.isfile(source) else []

    def group(self, path, groups):
        for name, body in pairs(groups):
            self.groups.setdefault(name.value, place(path, name))
            for part, content in pairs(body):
                if part.value == "vars":
                    self.variables(path, content)
                elif part.value == "hosts":
                    for _, variables in pairs(content):
                        self.variables(path, variables)
                elif part.value == "children":
                    self.group(path, content)

    def variables(self, path, content):
        for name, _ in pairs(content):
            self.lines.setdefault(name.value, place(path, name))

    def where(self, name):
        return self.lines.get(name, "the inventory")


def pairs(node):
    return node.value if isinstance(node, yaml.MappingNode) else []


def place(path, node):
    return f"{os.path.relpath(path)}:{node.start_mark.line + 1}"


def problem_of(name, option, value):
    """What is wrong with a value of the right type, or None."""
    if value in (None, ""):
        return None
    if option.get("type") == "path" and not os.path.isfile(value):
        return f"there is no file {value}"
    for one in value if isinstance(value, list) else [value]:
        try:
            if name.endswith(("_network", "_networks")):
                ipaddress.ip_network(one)
            elif name.endswith(("_address", "_addresses")):
                ipaddress.ip_address(one)
        except ValueError as error:
            return str(error)
    if name == "site_host" and not HOST_NAME.fullmatch(value):
        return f"{value} is not a host name"
    if name == "site_timezone" and value not in zoneinfo.available_timezones():
        return f"{value} is not a time zone such as Indian/Reunion or Africa/Kinshasa"
    return None


class ActionModule(ActionBase):
    """The task."""

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        roles = self._task.args["roles"]
        base = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        shared = self.options(os.path.join(base, "meta", "site.yml"))
        specs = {
            role: self.options(os.path.join(base, "roles", role, "meta", "argument_specs.yml"))
            for role in sorted({role for of_group in roles.values() for role in of_group})
        }
        inventory = Inventory(task_vars.get("ansible_inventory_sources") or [])
        faults = self.unknown(inventory, roles, {**shared, **{k: v for spec in specs.values() for k, v in spec.items()}})
        for group, of_group in roles.items():
            for host in task_vars["groups"].get(group, []):
                wanted = dict(shared)
                for role in of_group:
                    wanted.update(specs[role])
                faults += self.wrong(inventory, host, wanted, task_vars["hostvars"][host])
        if not task_vars["groups"].get("servers"):
            faults.append("the inventory: the group servers has no machine")
        if faults:
            result.update(failed=True, faults=list(dict.fromkeys(faults)))
            result["msg"] = "The inventory cannot be used; no machine was touched.\n" + "\n".join(result["faults"])
        return result

    @staticmethod
    def options(path):
        with open(path, encoding="utf-8") as file:
            return yaml.safe_load(file)["argument_specs"]["main"]["options"]

    @staticmethod
    def unknown(inventory, roles, known):
        faults = []
        for group, where in inventory.groups.items():
            if group not in roles and group not in ANSIBLE_GROUPS:
                faults.append(f"{where}: {group} is not a group; the groups are {', '.join(roles)}")
        for name, where in inventory.lines.items():
            if name in known or name.startswith(("ansible_", "vault_")):
                continue
            near = difflib.get_close_matches(name, known, 1)
            faults.append(f"{where}: {name} is not a variable of any role" + (f"; is it {near[0]}?" if near else ""))
        return faults

    @staticmethod
    def wrong(inventory, host, wanted, variables):
        faults = []
        given = {}
        for name in wanted:
            try:
                if name in variables:
                    given[name] = variables[name]
            except AnsibleError as error:
                faults.append(f"{inventory.where(name)}: {name} of {host}: {error}")
        for name, option in wanted.items():
            spec = {key: value for key, value in option.items() if key not in ("description", "version_added")}
            values = {name: given[name]} if name in given else {}
            checked = ArgumentSpecValidator({name: spec}).validate(values)
            what = checked.error_messages[0] if checked.error_messages else None
            what = what or problem_of(name, option, checked.validated_parameters.get(name))
            if what:
                faults.append(f"{inventory.where(name)}: {name} of {host}: {what}")
        return faults
