//! gmqtt
fn main() {}
