"""What the library costs and finds at the size of the country; `python -m benchmarks.run` measures all of it."""
