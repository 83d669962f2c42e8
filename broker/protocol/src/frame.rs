//! Cutting a byte stream into packets: the fixed header and what can be checked on it alone.
