"""What people ruled, folded into what the program proposes, and how complaints go on: people determine."""

from ceaseline.review.attributing import determined, held_rulings, of_one_affiliation, rulings_on_nothing
from ceaseline.review.cases import cases
from ceaseline.review.flooding import complaint_days
from ceaseline.review.folding import decided, fold, left_out
from ceaseline.review.following import followed
from ceaseline.review.records import MERGED, SPLIT, merging, on_records, splitting
from ceaseline.review.releasing import PEOPLE, releasing, report_named
from ceaseline.review.subjects import ERASED, OUTCOMES, WITHDRAWN, Subject, refuse, subject

__all__ = [
    "ERASED",
    "MERGED",
    "OUTCOMES",
    "PEOPLE",
    "SPLIT",
    "WITHDRAWN",
    "Subject",
    "cases",
    "complaint_days",
    "decided",
    "determined",
    "fold",
    "followed",
    "held_rulings",
    "left_out",
    "merging",
    "of_one_affiliation",
    "on_records",
    "refuse",
    "releasing",
    "report_named",
    "rulings_on_nothing",
    "splitting",
    "subject",
]
