"""What the people who run a help centre want to know: how much there is, how old, how found."""
