"""What a rule and a remark are, and which rules there are."""

from __future__ import annotations

import attrs

from ceaseline.forms import Path


@attrs.frozen
class Rule:
    """One thing a text can leave open.

    Attributes:
        code: T and two digits; never given to another rule later.
        title: what is missing, in a few words.
        why: what goes wrong where it is.
        mend: what would close it.
    """

    code: str
    title: str
    why: str
    mend: str


@attrs.frozen
class Remark:
    """One place where the text leaves something open.

    Attributes:
        rule: code of the rule.
        path: where in the form.
        where: clause id, or another part, for people.
        what: what is open there.
        mend: what would close it there.
    """

    rule: str
    path: Path
    where: str
    what: str
    mend: str


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("T01", "act not defined", "Nobody can say whether an act falls under a word that nothing defines.",
             "use a code of the library, or say under measure: what counts as the act"),
        Rule("T02", "act vague", "Two readers take such a word for two things, and both count violations.",
             "say under measure: what would count as it, so that two people judge alike"),
        Rule("T03", "object without class", "A ban on weapons without a class is read as all of them or as none.",
             "name the classes under objects:"),
        Rule("T04", "no geometry", "Where nothing is drawn, each side draws its own.",
             "name a zone or a line under where:, and give its file"),
        Rule("T05", "line without author or date", "A line of nobody and of no day can be moved by anybody.",
             "give author:, as_of: and error_km:"),
        Rule("T06", "no time zone", "An offset without a place does not say what happens when the clocks change.",
             "add zone: such as Europe/Berlin"),
        Rule("T07", "start disputed", "Between the two starts the same act is a violation on one clock alone.",
             "agree on one start, or keep both and read both answers"),
        Rule("T08", "end open", "Without an end nobody can say that it was kept to the end, and it never expires.",
             "give until:, or a day on which it is looked at again"),
        Rule("T09", "exception without procedure", "Whoever fires says that it was the exception.",
             "say under after: or if: what must come first"),
        Rule("T10", "procedure without register", "A step that nobody writes down can be claimed by everybody.",
             "say under register: who keeps the record"),
        Rule("T11", "duty without quantity", "A duty without an amount is kept by one lorry, or by none.",
             "give quantity: with at_least: or at_most:, unit: and per:"),
        Rule("T12", "ceiling without inventory", "Too many cannot be told where nobody said how many there were.",
             "name the declared inventory under quantity: inventory:"),
        Rule("T13", "one-sided", "It binds one side, and its mirror is not proposed; readers take it for a demand.",
             "if that is meant, leave it; else write the mirror clause and name it under mirror:"),
        Rule("T14", "nothing deployed can verify it", "It will be argued about and never shown.",
             "deploy what could see it, or say openly that it is a promise on trust"),
        Rule("T15", "contradiction", "What one clause allows another bans; each side will cite its own.",
             "add the act to the exceptions of the ban, or part them by place or time"),
        Rule("T16", "notification without recipient", "Who is told nothing cannot say that it came too late.",
             "say under recipient: who is told, and under quantity: how long before"),
        Rule("T17", "nobody determines", "Where nobody determines, each side does.",
             "name a body with members, quorum and rule under mechanism:"),
        Rule("T18", "no right of reply", "A finding without a reply is taken for the other side's claim.",
             "give right_of_reply_hours:"),
        Rule("T19", "translation in doubt", "The same words bind two sides to two things.",
             "agree on one of the readings, and say which language holds"),
        Rule("T20", "orders not deposited", "An order nobody has seen can be denied, changed and taken back.",
             "name who holds the orders under orders_deposited_with:"),
        Rule("T21", "binds before the start", "Whether it binds already will be disputed.",
             "if that is meant, write before_start: true"),
        Rule("T22", "one line for several sides", "Each side measures from where it says it stands.",
             "give a line for each obligor under measured_from:"),
        Rule("T23", "rival definitions", "The sides mean two things by the ceasefire, and count by both.",
             "agree on one set of clauses"),
        Rule("T24", "no baseline", "What changed cannot be told where nobody wrote down what was there.",
             "have it declared before the start, and name the record under register: or inventory:"),
        Rule("T25", "guarantee without guarantor or trigger", "Nobody stands in for it, or nothing calls on them.",
             "name guarantor: and trigger:"),
    )
}  # fmt: skip


def remark(rule: str, path: Path, where: str, what: str, mend: str | None = None) -> Remark:
    """Return a remark; where nothing better can be said of the mend, the rule's own."""
    return Remark(rule, path, where, what, mend or RULES[rule].mend)
