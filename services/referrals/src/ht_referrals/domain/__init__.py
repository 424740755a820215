"""The rules of the directory, of signposts and of onward referrals."""
