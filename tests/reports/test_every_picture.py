"""Every kind of picture: small enough to be sent, and nowhere near too much work for the worker that draws it.

The aim is 400 ms (`benchmarks/pictures.py` measures it). A busy machine makes seconds of it on the clock, not in the
processor's time of this process: so that is bounded here, generously, to catch a blow-up alone.
"""

import time

import pytest

from pipelines.pictures import KINDS
from reports.pictures.kinds import draw
from tests.reports.every_picture import samples
from tests.reports.pictures import check_png
from texts.catalogue import LANGUAGES, Language

PROCESSOR_S = 2.0
"""Of one picture; usual are .05, and .2 the first time."""

SAMPLES = samples()


def test_none_is_left_out() -> None:
    assert {sample.kind for sample in SAMPLES.values()} == {kind for kinds in KINDS.values() for kind in kinds}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_size_and_work(name: str, language: Language) -> None:
    sample = SAMPLES[name]
    begun = time.process_time()
    data = draw(sample.kind, sample.report, language=language, side=sample.side)
    spent = time.process_time() - begun
    check_png(data)
    assert spent < PROCESSOR_S
