//! The router seen from outside.

mod deep;
mod found;
mod model;
mod retained;
mod subscriptions;
mod versions;
