"""The directory, signposting and onward referral."""
