"""Work that happens after the page has answered: a table of jobs in the application's database.

A job is written in the same unit of work as what caused it, so neither exists without the
other. A worker leases a job, runs its handler, and marks it done in the unit of work of the
handler's effects. It renews the lease as long as it works; one that dies in between loses it,
the job runs again, and the effects in the database happen exactly once. What a handler does
outside the database may happen twice.

One worker is enough on SQLite; on PostgreSQL any number may run, on any machines.
"""
