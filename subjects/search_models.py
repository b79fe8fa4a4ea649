"""检索表: the names under which the public finds subjects, as searching wants them. Written by indexing.py and grams.py only.

Source: G2; design §7.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Left, Length

from .models import Subject


class SearchName(models.Model):
    """检索名称: one row for each current or former name that the public may find. See tokens.py for `tok`.

    Two indexes beside the key and no more: any further one tempts the planner away from the GIN (measured). The key
    begins with the subject, so a subject's rows are found by it. Rows are written by indexing.py and grams.py only.
    """

    pk = models.CompositePrimaryKey("subject_id", "n")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+", db_index=False)
    n = models.SmallIntegerField("number of the name within its subject")
    name_n = models.CharField("normalised name", max_length=200, db_collation="C")
    nlen = models.SmallIntegerField("length of name_n")
    tok = ArrayField(models.IntegerField())

    class Meta:
        verbose_name = "检索名称"
        indexes = [
            # A large pending list makes bulk writing six times as fast; whoever writes empties it afterwards.
            GinIndex(fields=["tok"], name="search_name_tok", fastupdate=True, gin_pending_list_limit=64 * 1024),
            models.Index(fields=["name_n"], name="search_name_name"),
        ]

    def __str__(self) -> str:
        return self.name_n


class SearchInitials(models.Model):
    """检索首字母: of each name in SearchName the first letters of its pinyin. A table of its own, so that its indexes tempt nobody.

    Two or three letters are walked from short names to long ones by their first three; more are few enough to be sorted.
    """

    pk = models.CompositePrimaryKey("subject_id", "n")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+", db_index=False)
    n = models.SmallIntegerField("as in SearchName")
    letters = models.CharField("as long as the name", max_length=200, db_collation="C")

    class Meta:
        verbose_name = "检索首字母"
        indexes = [
            models.Index(Left("letters", 3), Length("letters"), "subject_id", "n", name="search_initials_three"),
            models.Index("letters", Length("letters"), "subject_id", "n", name="search_initials_all"),
        ]

    def __str__(self) -> str:
        return self.letters


class CommonGram(models.Model):
    """常见二元组: a gram in so many names that it has tier tokens (`split`: the finer ones). Never removed.

    Writers heed every row; readers those that serve, which is since every name on file has the tokens.
    """

    gram = models.CharField(max_length=3, db_collation="C")
    split = models.BooleanField(default=False)
    frequency = models.IntegerField("names that held it when last counted")
    serving_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "常见二元组"
        constraints = [models.UniqueConstraint(fields=["gram", "split"], name="common_gram_once")]
        indexes = [models.Index(fields=["serving_since"], name="common_gram_serving")]

    def __str__(self) -> str:
        return self.gram
