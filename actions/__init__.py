"""The actions of the dialogue, one a file. Each derives from :class:`actions.guarded.GuardedAction`."""
