"""What earlier builds made, under keys of everything it depends on. A miss only costs time."""
