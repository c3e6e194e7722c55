"""capi: a desktop interviewer for face-to-face and telephone surveys."""

__version__ = "0.1.0"
