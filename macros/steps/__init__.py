"""The steps of a build: plans read, what all of them say made, what is served besides pages written."""
