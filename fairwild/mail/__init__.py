"""Letters by mail: queued with the deed, delivered after it by one sender."""
