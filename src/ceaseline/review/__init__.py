"""What people ruled, folded into what the program proposes: it proposes, people determine."""

from ceaseline.review.attributing import determined
from ceaseline.review.folding import decided, fold, left_out
from ceaseline.review.subjects import ERASED, OUTCOMES, WITHDRAWN, Subject, refuse, subject

__all__ = [
    "ERASED",
    "OUTCOMES",
    "WITHDRAWN",
    "Subject",
    "decided",
    "determined",
    "fold",
    "left_out",
    "refuse",
    "subject",
]
