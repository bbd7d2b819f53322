"""Fills a demo city by what a city would do itself: sign in, import, appoint, meet, log, decide. It uses no table."""
