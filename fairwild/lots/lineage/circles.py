"""Which nodes of a graph lead to one another (Kosaraju; two walks, no recursion). Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeVar

N = TypeVar("N")


def together(nodes: Collection[N], steps: Collection[tuple[N, N]]) -> list[list[N]]:
    """Give every node once, with those it leads to and that lead back to it."""
    after: dict[N, list[N]] = defaultdict(list)
    before: dict[N, list[N]] = defaultdict(list)
    for source, target in steps:
        after[source].append(target)
        before[target].append(source)
    seen: set[N] = set()
    finished = [node for start in nodes for node in _finished(start, after, seen)]
    seen = set()
    return [found for node in reversed(finished) if (found := list(_finished(node, before, seen)))]


def _finished(start: N, links: Mapping[N, list[N]], seen: set[N]) -> Iterator[N]:
    """Give what is reached from here and was not seen, each after all that it leads to."""
    if start in seen:
        return
    seen.add(start)
    waiting: list[tuple[N, Any]] = [(start, iter(links.get(start, ())))]
    while waiting:
        node, ahead = waiting[-1]
        step = next((one for one in ahead if one not in seen), None)
        if step is None:
            waiting.pop()
            yield node
        else:
            seen.add(step)
            waiting.append((step, iter(links.get(step, ()))))
