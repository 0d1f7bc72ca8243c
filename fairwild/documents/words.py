"""The words of a paper: English sentences in the code, translations handed in as a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH: Mapping[str, str] = MappingProxyType({})


def msgid(text: str) -> str:
    """Mark a sentence for the extraction of messages and leave it as it is."""
    return text


def said(words: Mapping[str, str], sentence: str, /, **values: object) -> str:
    """The sentence in the language of the words, its %(names)s filled in."""
    translated = words.get(sentence) or sentence
    return translated % values if values else translated
