"""Throwaway servers for tests: PostgreSQL, Redis, Chromium and the product's own processes.

Everything listens on 127.0.0.1, lives in a temporary folder and is gone when the test run is, even
when the run is killed.
"""
