"""The rules, one file each. A file defines `RULE`, or `RULES` where several are one subject."""
