//! `gmqtt top`: what a broker does, on one screen.
