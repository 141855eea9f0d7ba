"""Writes a template of a role as Ansible would: render.py ROLE TEMPLATE VARIABLES(JSON) < nothing > file"""

import json
import sys

import jinja2
import yaml

role, template, given = sys.argv[1:]
with open(f"{role}/defaults/main.yml", encoding="utf-8") as file:
    variables = yaml.safe_load(file)
variables.update(json.loads(given), ansible_managed="Rendered for a test.")
folder = jinja2.FileSystemLoader(f"{role}/templates")
environment = jinja2.Environment(loader=folder, trim_blocks=True, keep_trailing_newline=True, undefined=jinja2.StrictUndefined)
sys.stdout.write(environment.get_template(template).render(variables))
