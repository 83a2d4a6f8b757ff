"""Tests of the domain: no site is built and no browser is started."""
