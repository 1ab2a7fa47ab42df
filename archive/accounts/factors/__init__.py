"""The second factor of an account: a code from a telephone, or a printed recovery code."""
