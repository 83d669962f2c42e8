//! The 19 hooks: each called at its place with its data, what the deciding ones may change, and what a failing one does.

mod calls;
mod decisions;
mod example;
mod grant;
mod hand;
mod handle;
mod inside;
mod journal;
mod permissions;
mod reload;
mod unmoved;
