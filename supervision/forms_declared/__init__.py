"""申报表目录: every form that departments fill by month. A new one is a declaration here and a dated duty in rules."""

from .base import Form
from .shaanxi import PROGRESS_SHAANXI
from .suzhou import SHEET_SUZHOU

FORMS: dict[str, Form] = {form.key: form for form in (PROGRESS_SHAANXI, SHEET_SUZHOU)}

__all__ = ["FORMS", "Form"]
