"""Which tests a change asks for, by the import graph of the application.

`python -m test_parts.touched FILE…` runs inside the virtual environment, where grimp is, and
prints two lists as JSON: what to run on SQLite, and what to run on PostgreSQL besides.

A package that was touched is tested whole. In the packages above it, the tests that mirror a
module which imports what was touched, over however many others, are run; so a changed page asks
for its own package alone, and a changed rule for everybody who counts with it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import grimp

from environment import ROOT

TESTS = ROOT / "tests"
# What is quick and looks at the whole house.
ALWAYS = ("tests/architecture/test_house.py", "tests/architecture/test_templates.py")
EVERYTHING = "tests/conftest.py"
ON_THE_DATABASE = ("operations", "queries")
# Beginnings of paths that no module of Python stands for, and the tests that read them.
BY_FOLDER = {
    "docs/": ("tests/architecture/test_house.py",),
    "migrations/": ("tests/architecture/test_migrations.py",),
    "scripts/": ("tests/architecture/test_scripts.py",),
    "static/": ("tests/infra/test_styles.py",),
    "templates/": ("tests/infra/test_templating.py", "tests/web"),
    "requirements": ("tests/architecture/test_scripts.py",),
    "package": ("tests/architecture/test_scripts.py",),
}


@dataclass
class Plan:
    """The tests to run; a folder stands for all that is in it."""

    sqlite: set[str] = field(default_factory=lambda: set(ALWAYS))
    postgresql: set[str] = field(default_factory=set)

    def whole_package(self, name: str) -> None:
        """Test a package whole, and its operations and queries on PostgreSQL too."""
        self.sqlite.add(f"tests/{name}")
        for rung in ON_THE_DATABASE:
            self.postgresql |= {f"tests/{name}/test_{rung}.py", f"tests/{name}/{rung}"}

    def module(self, name: str) -> None:
        """Run the tests that mirror a module."""
        self.sqlite |= set(mirrors(name)[:1])

    def as_json(self) -> str:
        """Return both lists; a path inside another of them is left out."""
        lists = {"sqlite": self.sqlite, "postgresql": self.postgresql}
        return json.dumps({name: outermost(existing(paths)) for name, paths in lists.items()})


def main() -> None:
    """Print what the named files ask for."""
    print(plan_for(sys.argv[1:]).as_json())


def plan_for(files: list[str]) -> Plan:
    """Return what to run after these files were changed."""
    plan, modules = Plan(), set()
    for path in map(PurePosixPath, files):
        if path.parts[0] == "app" and path.suffix == ".py":
            modules.add(module_of(path))
        elif path.parts[0] == "tests":
            plan.sqlite |= asked_by_test(path)
        else:
            plan.sqlite |= asked_by_other(path)
    for name in modules:
        plan.whole_package(package_of(name))
    for name in standing_on(modules):
        plan.module(name)
    return plan


def module_of(path: PurePosixPath) -> str:
    """Return the dotted name of a module of the application."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def package_of(module: str) -> str:
    """Return the package of the house that a module lies in."""
    return module.split(".")[1] if "." in module else module


def standing_on(modules: set[str]) -> set[str]:
    """Return the modules that import one of these, over however many others."""
    if not modules:
        return set()
    graph = grimp.build_graph("app", exclude_type_checking_imports=True, cache_dir=None)
    return {
        above
        for module in modules & graph.modules
        for above in graph.find_downstream_modules(module)
    }


def mirrors(module: str) -> list[str]:
    """Return the tests that mirror a module, the nearest first: its own, or those of its rung."""
    if "." not in module:
        return []  # the application itself, which everything stands in
    _app, *folders, name = module.split(".")
    nearest = [f"tests/{'/'.join([*folders, f'test_{name}.py'])}"]
    if len(folders) > 1:
        *above, rung = folders
        nearest += [f"tests/{'/'.join([*above, f'test_{rung}.py'])}", f"tests/{'/'.join(folders)}"]
    return existing(nearest)


def asked_by_test(path: PurePosixPath) -> set[str]:
    """Return what a changed file of the tests asks for: itself, or all who use it."""
    if str(path) == EVERYTHING:
        return {str(folder.relative_to(ROOT)) for folder in TESTS.iterdir() if folder.is_dir()} - {
            "tests/browser",
            "tests/journeys",
        }
    if path.name.startswith("test_"):
        return {str(path)}
    return {f"tests/{path.stem}"} if path.parts[1] == "factories" else {str(path.parent)}


def asked_by_other(path: PurePosixPath) -> set[str]:
    """Return what a template, a style or another file asks for."""
    asked = {
        test
        for beginning, tests in BY_FOLDER.items()
        if str(path).startswith(beginning)
        for test in tests
    }
    if path.parts[0] == "templates":
        asked |= {f"tests/{path.parts[1]}/views", f"tests/{path.parts[1]}/test_views.py"}
    return asked


def existing(paths: list[str] | set[str]) -> list[str]:
    """Return the paths that are there, in the given order of a list."""
    return [path for path in paths if (ROOT / path).exists()]


def outermost(paths: list[str]) -> list[str]:
    """Return paths without those that lie inside another."""
    return sorted(
        path
        for path in paths
        if not any(path.startswith(f"{folder}/") for folder in paths if folder != path)
    )


if __name__ == "__main__":
    main()
