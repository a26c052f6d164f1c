"""The checks of tools/ are tested by planting the sin that each is there to catch."""
