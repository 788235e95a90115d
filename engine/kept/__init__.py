"""What programs work out of files and keep in the user's cache folder, so that the next run need not do it again."""
