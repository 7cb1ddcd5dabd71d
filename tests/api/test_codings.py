"""Equal bodies are equal when they are compressed, since one strong ETag names their bytes."""

import random

import pytest

from api.http.codings import CODINGS, Coding

BODY = "".join(f'{{"id":"figure-{n}","value":{n * n % 9973}}}\n' for n in range(20_000)).encode()


def pieces(seed: int) -> list[bytes]:
    chance, found, at = random.Random(seed), [], 0
    while at < len(BODY):
        size = chance.choice((0, 100, 5_000, 65_535, 65_536, 300_000))
        found.append(BODY[at : at + size])
        at += size
    return found


def compressed(coding: Coding, parts: list[bytes]) -> bytes:
    compressor = coding.start_steady()
    return b"".join([*map(compressor.compress, parts), compressor.flush()])


@pytest.mark.parametrize("coding", CODINGS, ids=lambda coding: coding.name)
def test_the_pieces_that_a_body_comes_in_do_not_change_its_compressed_bytes(coding: Coding):
    assert len({compressed(coding, pieces(seed)) for seed in range(8)} | {compressed(coding, [BODY])}) == 1
