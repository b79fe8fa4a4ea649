"""Forms that repeat nobody's numbers (不回显号码): a refused form shows what was typed, but for ID numbers, mobile phones and bank cards
in a field that is not theirs. Source: design sentence 9.
"""

from django import forms
from django.http import QueryDict

from .personal import without_numbers


class Unrepeating(forms.BaseForm):
    """Base of every form: `class SomeForm(forms.Form, Unrepeating)`. What the form has read is untouched, only what it shows."""

    OWN_NUMBERS = ("username", "mobile", "phone")  # where one's own number belongs
    _read = False

    def full_clean(self) -> None:
        super().full_clean()
        self._read = True
        self.strike_numbers()

    def add_error(self, field, error) -> None:
        super().add_error(field, error)
        if self._read:  # by a use case; before, the fields that follow are still to be read
            self.strike_numbers()

    def strike_numbers(self) -> None:
        """Out of the text that the form shows again."""
        if not self.is_bound or not self.errors:
            return
        said = QueryDict(mutable=True)
        for key in self.data:
            said.setlist(key, self.data.getlist(key) if isinstance(self.data, QueryDict) else [self.data[key]])
        for name, field in self.fields.items():
            key = self.add_prefix(name)
            typed = isinstance(field.widget, forms.TextInput | forms.Textarea | forms.EmailInput | forms.NumberInput)
            if typed and name not in self.OWN_NUMBERS and key in said:
                said[key] = without_numbers(str(said[key]))
        self.data = said
