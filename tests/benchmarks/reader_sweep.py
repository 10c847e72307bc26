"""One update of all feeds by reader, in its own environment: python reader_sweep.py DATABASE FILE-OF-ADDRESSES WORKERS."""

import sys
from pathlib import Path

from reader import make_reader

with make_reader(sys.argv[1]) as reader:
    for url in Path(sys.argv[2]).read_text(encoding="utf-8").split("\n"):
        reader.add_feed(url, exist_ok=True)
    reader.update_feeds(scheduled=False, workers=int(sys.argv[3]))
