"""User administration: create, invite, find and look after the people of a platform."""

__version__ = "0.1.0"
