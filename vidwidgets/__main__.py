"""`python -m vidwidgets` is the command `vidwidgets`."""

from vidwidgets.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
