"""Who a phrase means: names, titles and pronouns of one document; what is not clear stays unresolved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

import attrs

from ceaseline.accounts.language import Language

_STEM = 5  # letters by which a name of a side is known in words made of it


@attrs.define
class Speaker:
    """Somebody who speaks in a document.

    Attributes:
        name: the longest form met.
        roles: titles in lower case.
        places: capital words that stood beside the name, as stems.
        is_person: whether a single person, as far as can be told.
    """

    name: str
    roles: set[str] = attrs.field(factory=set)
    places: set[str] = attrs.field(factory=set)
    is_person: bool = True


@attrs.define
class Speakers:
    """The speakers of one document so far; later mentions are understood from earlier ones."""

    language: Language
    known: list[Speaker] = attrs.field(factory=list)
    last: Speaker | None = None

    def resolve(self, phrase: str) -> Speaker | None:
        """Return who is meant, None where that cannot be told.

        Args:
            phrase: as the text has it, such as ``Northland's President Ana Ash``, ``the minister`` or ``she``.
        """
        words = re.findall(r"[\w’'.-]+", phrase)
        if not words:
            return None
        low = [word.lower() for word in words]
        if low[0] in self.language.pronouns and len(words) == 1:
            return self._by_pronoun(low[0])
        found = self._by_name(phrase) or self._by_role(phrase)
        self.last = found or self.last
        return found

    def _by_pronoun(self, word: str) -> Speaker | None:
        kind = self.language.pronouns[word]
        if kind == "one":
            return self.last if self.last is not None and self.last.is_person else None
        if kind == "thing":
            return self.last if self.last is not None and not self.last.is_person else None
        return None

    def _by_name(self, phrase: str) -> Speaker | None:
        name, roles, places, is_person = described(phrase, self.language)
        if not name:
            return None
        for speaker in reversed(self.known):
            if same_name(speaker.name, name):
                speaker.name = max(speaker.name, name, key=lambda each: len(each.split()))
                speaker.roles |= roles
                speaker.places |= places
                return speaker
        made = Speaker(name, roles, places, is_person)
        self.known.append(made)
        return made

    def _by_role(self, phrase: str) -> Speaker | None:
        """Understand "the minister" as the last known who was called so."""
        roles, places = _roles(phrase, self.language), _places(phrase, self.language)
        if not roles or phrase.lower().partition(" ")[0] not in self.language.naming.known:
            return None
        able = [
            each
            for each in reversed(self.known)
            if each.is_person and (each.roles & roles or (roles & self.language.naming.any_title and each.roles))
        ]
        fitting = [each for each in able if not places or each.places & places]
        if fitting:
            return fitting[0]
        there = [each for each in self.known if each.is_person and each.roles and each.places & places]
        return there[0] if len(there) == 1 else None


def described(phrase: str, language: Language) -> tuple[str, set[str], set[str], bool]:
    """Return the name in a phrase, the titles and capital words beside it, and whether it names a person.

    Examples:
        >>> from ceaseline.accounts.language import ENGLISH
        >>> described("Northland's President Ana Ash, who was there,", ENGLISH)
        ('Ana Ash', {'president'}, {'north'}, True)
        >>> described("the Ministry of Defence", ENGLISH)[0]
        'Ministry of Defence'
    """
    relative = "|".join(word for word, kind in language.pronouns.items() if kind == "relative") or "(?!)"
    head = re.split(rf",|\b(?:{relative})\b|\(|\s[–—-]\s", phrase.strip(), maxsplit=1)[0]
    roles, places = _roles(phrase, language), _places(phrase, language)
    if roles:
        head = re.split(rf"\b(?:{'|'.join(language.naming.of_places)})\b", head, maxsplit=1)[0] or head
    words = re.findall(r"[\w’'.-]+", head)
    small = language.naming.small
    runs: list[list[str]] = [[]]
    not_names = (language.determiners | language.days | {*language.months} | language.prepositions) - small
    for word in words:
        bare = _bare(word, language)
        title = bare.lower().rstrip(".") in language.titles | language.naming.address
        if title or not (bare[:1].isupper() or (runs[-1] and bare.lower() in small)) or bare.lower() in not_names:
            runs.append([])
            continue
        runs[-1].append(bare)
        if bare != word:
            runs.append([])
    named = [_without_small(run, small) for run in runs]
    named = [run for run in named if run and run[0].lower() not in language.pronouns]
    if not named:
        return "", roles, places, False
    definite = tuple(f"{word} " for word in language.naming.definite)
    name = named[-1]
    person = bool(roles) or (
        len(name) in {1, 2, 3}
        and not any(word.lower() in small for word in name)
        and not head.lower().startswith(definite)
    )
    alone = roles and len(named) == 1 and head.lower().startswith(definite)
    if alone:  # "the Northland leader" names a side and a title, and nobody
        return "", roles, places, True
    if roles and len(named) == 1 and len(name) == 1 and _title_follows(words, name[0], language):
        return "", roles, places, True
    text = " ".join(name)
    places.discard(_stem(name[-1]))
    if person:
        places -= {_stem(word) for word in name}
    return text, roles, places, person


def _title_follows(words: Sequence[str], name: str, language: Language) -> bool:
    """Tell whether a lone capital word stands before a title, as in "Northland officials"."""
    bare = [_bare(word, language) for word in words]
    at = bare.index(name)
    return at + 1 < len(bare) and bare[at + 1].lower() in language.titles and bare[-1].lower() in language.titles


def _without_small(run: Sequence[str], small: Set[str]) -> list[str]:
    kept = list(run)
    while kept and kept[-1].lower() in small:
        kept.pop()
    return kept


def _bare(word: str, language: Language) -> str:
    """Return a word without the sign of whose something is."""
    plain = word.replace("’", "'")
    ends = (end for end in language.possessives if plain.endswith(end))
    longest = max(ends, key=len, default="")
    return word[: len(word) - len(longest)] if longest else word


def _roles(phrase: str, language: Language) -> set[str]:
    return {
        word
        for word in re.findall(r"[^\W\d_]+", phrase.lower())
        if word in language.titles and word not in language.naming.address
    }


def _places(phrase: str, language: Language) -> set[str]:
    return {_stem(word) for word in re.findall(r"\b[A-Z][a-z]{3,}", phrase) if word.lower() not in language.titles}


def _stem(word: str) -> str:
    return word.lower()[:_STEM]


def same_name(one: str, other: str) -> bool:
    """Tell whether two forms can be one name: the last word is the same, and first names do not differ.

    Examples:
        >>> same_name("Ana Ash", "Ash"), same_name("Ana Ash", "Ivo Ash"), same_name("Ash", "Oak")
        (True, False, False)
    """
    left, right = one.lower().split(), other.lower().split()
    if not left or not right or left[-1] != right[-1]:
        return False
    if len(left) == 1 or len(right) == 1:
        return True
    return left[0][0] == right[0][0] if left[0].endswith(".") or right[0].endswith(".") else left[0] == right[0]


def speaks_for(speaker: Speaker, side: Speaker) -> bool:
    """Tell whether somebody's own side is meant, as it stands beside their name: what it holds is what they say."""
    return all(_stem(word) in speaker.places for word in side.name.split())


def party_of(speaker: Speaker, names: Mapping[str, Sequence[str]]) -> str | None:
    """Return the party whose name stands beside a speaker's; None where none does, or several do.

    Args:
        speaker: as the document describes them.
        names: each party's code with the names it goes by.
    """
    words = {*speaker.places, *(_stem(word) for word in speaker.name.split())}
    found = {
        code for code, known in names.items() if any(_stem(name.split()[-1]) in words for name in known if name)
    }
    return found.pop() if len(found) == 1 else None
