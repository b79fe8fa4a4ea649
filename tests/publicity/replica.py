"""A re-user's program: keeps a copy of what is public from bulk files and change feed, knowing nothing of the house but what these say."""

import gzip
import hashlib
import json
from datetime import date


class Replica:
    """Items by (kind, id), and the cursor."""

    def __init__(self):
        self.items, self.position, self.removed = {}, 0, []

    def load(self, directory):
        """A bulk run: every file held against the manifest first."""
        manifest = json.loads((directory / "manifest.json").read_text("utf-8"))
        self.items, self.position = {}, manifest["position"]
        for one in manifest["files"]:
            data = (directory / one["name"]).read_bytes()
            assert hashlib.sha256(data).hexdigest() == one["sha256"]
            if one["name"].endswith(".jsonl.gz"):
                for line in gzip.decompress(data).decode().splitlines():
                    item = json.loads(line)
                    self.items[item["kind"], item["id"]] = item

    def apply(self, line):
        if line["op"] == "put":
            self.items[line["kind"], line["id"]] = line["item"]
        else:
            assert set(line) == {"position", "op", "kind", "id"}
            self.items.pop((line["kind"], line["id"]), None)
            self.removed.append(line["id"])

    def follow(self, get):
        """All pages of the feed; `get`: address → JSON."""
        while True:
            page = get(f"/api/v1/changes?after={self.position}")
            for line in page["results"]:
                self.apply(line)
            assert page["next"] >= self.position
            self.position = page["next"]
            if not page["more"]:
                return self

    def standing(self, on: date):
        """What may be shown on the day: what is past its last day is dropped without being told."""
        return {
            key: item
            for key, item in self.items.items()
            if not item.get("public_until") or item["public_until"] >= on.isoformat()
        }
