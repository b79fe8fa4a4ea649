"""规则预演的各层: everything that a rule can treat differently. A new layer of the house adds its own here."""

from records import rehearsing as records

LAYERS = (*records.LAYERS,)
