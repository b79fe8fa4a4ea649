"""口令要求: Django's checks of a new password, said in our words: what is wrong and what to do. Source: A4, F1."""

from django.contrib.auth import password_validation as django


class Unlike(django.UserAttributeSimilarityValidator):
    """不与本人信息相近."""

    def get_error_message(self) -> str:
        return "口令和登录名、姓名太相近，请换一个。"


class Long(django.MinimumLengthValidator):
    """足够长: at least OPTIONS["min_length"] characters."""

    def get_error_message(self) -> str:
        return f"口令太短，请至少用 {self.min_length} 个字符。"


class Uncommon(django.CommonPasswordValidator):
    """不是常见口令."""

    def get_error_message(self) -> str:
        return "这个口令很多人用，容易被猜到，请换一个。"


class NotOnlyDigits(django.NumericPasswordValidator):
    """不全是数字."""

    def get_error_message(self) -> str:
        return "口令不能全是数字，请加上字母或者符号。"
