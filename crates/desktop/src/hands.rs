//! Hands: ways to ask, a place in the panel, and starting at login.
