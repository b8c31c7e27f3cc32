"""The providers, one room each: a protocol that speaks its wire, and one short file per endpoint."""
