"""The ledger of consents: who agreed to what, how, until when, and what follows when it ends."""
