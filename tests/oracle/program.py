"""What the program tells about itself, and what it makes of a site: the only two things that the oracle takes from it."""

import json
import pathlib
import subprocess
import tempfile


class Program:
    """The built program, asked through its command line alone."""

    def __init__(self, path):
        self.path = path
        self.folder = tempfile.TemporaryDirectory()

    def _json(self, *arguments):
        ran = subprocess.run(
            [self.path, *arguments, "--output-format", "json"],
            check=False, capture_output=True, text=True, encoding="utf-8",
        )
        # 1 says that a goal is out of reach, which is an answer too.
        if ran.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(arguments)} ended with {ran.returncode}:\n{ran.stderr}")
        return json.loads(ran.stdout)

    def listed(self, what):
        """Entries of `list WHAT` by their id."""
        return {entry["id"]: entry for entry in self._json("list", what)}

    def explained(self, what, kind):
        """The page of `explain` that is of some kind."""
        pages = self._json("explain", what)["explanations"]
        return next(page for page in pages if page["kind"] == kind)

    def parameters(self, target):
        """What a target asks, by the name of the parameter."""
        page = self.explained(target, "target")
        groups = [page[f"{of}_parameters"] for of in ("hardware", "tenant", "workload")]
        return {entry["parameter"]: entry["value"] for group in groups for entry in group}

    def lines(self, remedy):
        """Lines of cost of a remedy, and the shares of its weeks by step."""
        page = self.explained(remedy, "remedy")
        return page.get("lines", []), {step["step"]: step["share"] for step in page.get("steps", [])}

    def file(self, name, content):
        """Path of a file with some content; JSON is YAML too."""
        path = pathlib.Path(self.folder.name, name)
        path.write_text(json.dumps(content), encoding="utf-8")
        return str(path)

    def site(self, command, site, *arguments):
        """The one site of a report, judged in a single draw: nothing is left to draw but how long works take."""
        report = self._json(command, str(site), "--draws", "1", *arguments)
        if report["errors"]:
            raise SystemExit(f"{site}: {report['errors']}")
        return report["sites"][0]


def middle(amount):
    """The P50 of an amount, which a report writes as one number where all draws agree, else as a list or by names."""
    if isinstance(amount, dict):
        return amount["p50"]
    # Six numbers go from the worst to the best and end with the mean, four from P10 to P90.
    return amount[{4: 1, 6: 2}[len(amount)]] if isinstance(amount, list) else amount


def mean(amount):
    """The mean of an amount, written in the same ways."""
    if isinstance(amount, dict):
        return amount["mean"]
    return amount[-1] if isinstance(amount, list) else amount
