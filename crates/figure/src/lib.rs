//! The room where poses will become moving figures; it keeps its place until there are any.
//!
//! It stays pure: poses come in as data, pictures go out as text.
