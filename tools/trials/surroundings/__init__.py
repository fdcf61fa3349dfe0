"""Disks that are full, folders that are closed, little memory, odd variables, moved and older stores."""
