//! The broker's figures as Prometheus and subscribers of `$SYS` see them: each moves by what was done and by nothing else.

mod clients;
mod concurrency;
mod hooks;
mod http;
mod messages;
mod names;
mod packaging;
mod packets;
mod sys;
mod watched;
