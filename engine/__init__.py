"""The library: everything but the terminal."""

VERSION = "0.1.0"
"""The version of chitieu; the distribution takes it from here."""
