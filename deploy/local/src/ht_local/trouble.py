"""What the person at the terminal can do something about, said in one sentence."""


class Trouble(Exception):  # noqa: N818 - read by people, not by programmers
    """Nothing works until somebody acts; the text says what they can do."""
