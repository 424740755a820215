-- When the first session is that is booked with nobody, because its trainer has the case no more.
ALTER TABLE cases ADD COLUMN with_nobody_at timestamptz;
