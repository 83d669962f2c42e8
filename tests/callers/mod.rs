//! Who may call the admin API, and what callers who knew the broker in Go are answered: against a whole broker, over real
//! connections.

mod authority;
mod go_routes;
mod matrix;
mod node;
mod readme;
mod standard;
mod tls;
mod tokens;
mod web_pages;
