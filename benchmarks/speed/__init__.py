"""How fast archlint is, beside its peers: `python -m benchmarks.speed [NAME=FOLDER ...]`.

Each tool of `benchmarks/peers/` is measured on the same trees, in turn with archlint; what comes out is
`benchmarks/RESULTS.md`, `benchmarks/results.svg` and the raw numbers in `benchmarks/results.json`.
"""
