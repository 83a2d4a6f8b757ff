"""Keys sorted and looked up: as the library's own ways do it, whatever the keys."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from medplan.rereading.keys import among, counted, stable_order, times

# Few different ones, so that they meet, with those whose highest bits are alike.
_KEY = st.one_of(st.integers(0, 5), st.integers(0, 2**64 - 1), st.sampled_from([2**63, 2**63 + 1, 2**64 - 1]))
_KEYS = st.lists(_KEY, max_size=40).map(lambda keys: np.array(keys, dtype=np.uint64))


@given(keys=_KEYS)
def test_equal_keys_keep_their_order(keys: np.ndarray) -> None:
    order, first = stable_order(keys)
    assert order.tolist() == sorted(range(len(keys)), key=lambda at: (int(keys[at]), at))
    ordered = keys[order].tolist()
    assert first.tolist() == [at for at in range(len(ordered)) if not at or ordered[at] != ordered[at - 1]]


@given(keys=_KEYS)
def test_each_is_counted(keys: np.ndarray) -> None:
    listed = keys.tolist()
    assert times(keys).tolist() == [listed.count(key) for key in listed]
    different, counts, which, order = counted(keys)
    assert different.tolist() == sorted(set(listed))
    assert counts.tolist() == [listed.count(key) for key in different.tolist()]
    assert different[which].tolist() == keys[order].tolist()


@given(keys=_KEYS, wanted=_KEYS)
def test_those_wanted_are_found(keys: np.ndarray, wanted: np.ndarray) -> None:
    assert among(keys, wanted).tolist() == [key in wanted.tolist() for key in keys.tolist()]
