"""Everything on one machine: engines, services, demonstration, command line."""
