"""A development identity provider: signs a token for any persona, to anybody who asks."""
