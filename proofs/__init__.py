"""The long forms of the proofs, by name, and the book of what they found: `bin/prove NAME`."""
