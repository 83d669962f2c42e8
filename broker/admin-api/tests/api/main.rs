//! The API seen from outside: a broker that is made up, asked over REST and gRPC.

mod contract;
mod docs;
mod every_service;
mod fake;
mod guards;
mod json;
mod lists;
mod new_routes;
mod old_errors;
mod old_routes;
mod openapi;
mod rest;
mod streams;
mod written;
