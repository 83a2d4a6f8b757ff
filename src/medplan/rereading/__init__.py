"""A plan read against itself and its neighbours: what an editor should look at and decide; plans in, candidates out."""
