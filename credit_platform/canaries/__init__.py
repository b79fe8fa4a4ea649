"""Canaries (金丝雀): invented ID numbers, telephones and names, seeded by the ordinary use cases and looked for everywhere.

`running.run` seeds (`seeding`), looks (`pages`, `stores`), judges by the allow-table (`allowing`) and rolls everything back. Above all
apps: it may know each of them, none knows it. Source: design sentences 9 and 10, F7, G6.
"""
