# What one does here every day; `just` comes with the dev extra: .venv/bin/just
set windows-shell := ["powershell.exe", "-NoLogo", "-Command"]

bin := if os_family() == "windows" { ".venv/Scripts/" } else { ".venv/bin/" }
python := bin + "python"
lock := bin + "uv pip compile --quiet --universal --python-version 3.11 --extra build --custom-compile-command 'just lock'"

# Names the recipes.
default:
    @{{ bin }}just --list

# Tests every subsystem in half a minute.
quick *arguments:
    {{ python }} -m pytest -n auto -m "not (slow or process or office or browser or fuzz)" --hypothesis-profile quick {{ arguments }}

# Tests everything.
test *arguments:
    {{ python }} -m pytest -n auto {{ arguments }}

# Writes the expected files of tests/golden anew; read the difference, and say in the commit why it is meant.
golden:
    {{ python }} -m pytest -n auto --update-golden
    git diff --stat -- tests/golden

# Writes the JSON Schemas of all documents in docs/schemas anew.
schemas:
    {{ python }} -m cli.json_documents

# Writes the tables of the grammar, patterns and models of files anew; needed after every change of one of them.
tables:
    {{ python }} .ci/grammar_tables.py
    {{ python }} .ci/pattern_table.py
    {{ python }} .ci/form_table.py

# Checks style, types, imports between packages, and dead code; what pre-commit checks, and more.
lint:
    {{ bin }}ruff check .
    {{ bin }}ruff format --check .
    {{ python }} -m mypy
    {{ bin }}lint-imports
    {{ python }} .ci/dead_code.py

# Resolves the dependencies anew; `just lock --upgrade` takes the newest. Needs a C compiler, and the extra `release` (as do the next).
lock *arguments:
    {{ lock }} --extra dev --extra release --extra spark --no-annotate --output-file constraints.txt {{ arguments }} pyproject.toml
    {{ lock }} --generate-hashes --no-annotate --constraints constraints.txt --no-emit-package durable-rules --output-file requirements.txt {{ arguments }} pyproject.toml

# Asks for known vulnerabilities of the default install.
audit:
    {{ python }} .ci/audit.py

# Writes the bill of materials of the default install: dist/chitieu-VERSION.cdx.json.
sbom:
    {{ python }} .ci/sbom.py

# Compares the engines, the plain engine and the reference on random programs.
agreement programs="3000":
    {{ python }} -m benchmarks.agreement {{ programs }}

# Measures, and writes the tables of the READMEs; `just benchmarks --only startup` makes one of them anew.
benchmarks *arguments:
    {{ python }} -m benchmarks {{ arguments }}

# Counts the instructions of evaluate, why and check, and records them as the budget that CI holds later ones against.
budget:
    {{ python }} .ci/instructions.py --record
