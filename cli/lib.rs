//! gmqtt
