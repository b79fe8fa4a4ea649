"""manage.py rebuild_search: brings the search index up to date. Safe at any time, best at night."""

from django.core.management.base import BaseCommand

from subjects.grams import COMMON, rebuild
from subjects.indexing import CHUNK, index_subjects
from subjects.models import Subject


class Command(BaseCommand):
    help = "Find new common grams and give the names on file their tokens; with --names write all names anew first."

    def add_arguments(self, parser):
        parser.add_argument("--names", action="store_true", help="compare all subjects' names with the index first")
        parser.add_argument("--threshold", type=int, default=COMMON, help="names from which on a gram is common")

    def handle(self, *args, names: bool, threshold: int, **options):
        if names:
            ids = list(Subject.objects.order_by("id").values_list("id", flat=True))
            written = sum(index_subjects(ids[at : at + CHUNK]) for at in range(0, len(ids), CHUNK))
            self.stdout.write(f"names written or removed: {written}")
        self.stdout.write(f"grams that came to serve: {rebuild(threshold)}")
