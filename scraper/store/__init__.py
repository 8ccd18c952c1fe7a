"""The one store that remembers: pages, visits, hosts, records and the outbox."""
