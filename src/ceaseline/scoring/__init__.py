"""How good each room was, in a world of which the truth is known; the only room that takes the truth.

Worlds are of our own making. A good score in them is needed, and proves nothing of a real ceasefire.
"""

from ceaseline.scoring.score import Said, Truth, mirrored, score

__all__ = ["Said", "Truth", "mirrored", "score"]
