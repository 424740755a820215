"""What a case is part of beside its plan: care pathways, households, campaigns, places."""
