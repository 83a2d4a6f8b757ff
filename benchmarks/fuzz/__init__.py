"""Long fuzzing of the commands: `make bench reliability`, or one alone: `python -m benchmarks.fuzz.fuzzing NAME`."""
