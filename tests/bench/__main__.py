"""Run the bench: `python -m tests.bench`, or `make bench`."""

from tests.bench.running import main

if __name__ == "__main__":
    main()
