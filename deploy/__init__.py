"""Trying a deployment out before it is one."""
