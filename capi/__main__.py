"""The way in: straight to the desktop where nothing else is asked for, else to the command line."""

import sys


def main() -> int:
    """Runs capi with the words it was called with; the exit code."""
    from capi.commands.ending import ended, speak_utf8

    speak_utf8()
    words = sys.argv[1:]
    try:
        if words in ([], ["practice"]):
            # Typer, Rich, YAML and SQLAlchemy cost more than the first page may take.
            from capi.desktop import run
            from capi.settings import read_settings

            return run(read_settings(), practice=words == ["practice"])
        from capi.commands.line import run_line

        return run_line(words)
    except Exception as error:
        return ended(error)


if __name__ == "__main__":
    sys.exit(main())
