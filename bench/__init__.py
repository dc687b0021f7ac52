"""`make bench`: the product beside what else one could have used, on this machine, in one run.

Not part of the product. docs/benchmarks.md says what is measured and how to read it.
"""
