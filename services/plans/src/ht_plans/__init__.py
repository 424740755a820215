"""Cases, sessions, assessments, plans and maintenance checks."""
