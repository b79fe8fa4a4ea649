"""What is wrong with a new password is said in the words of the pages."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import Officer


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("hexinqiao-lin", "太相近"),
        ("k7-vq", "至少用 10 个字符"),
        ("password123", "很多人用"),
        ("8264190375", "不能全是数字"),
    ],
)
def test_what_is_wrong_is_said_in_our_words(password, said):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, Officer(username="hexinqiao-lin"))
    words = "".join(refused.value.messages)
    assert said in words
    assert "密码" not in words
