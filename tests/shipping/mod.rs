//! What is shipped: the container image, the Debian package, the service.
//!
//! Here everything is held that can be without a release build. `tests/run --long` adds the tests that are ignored otherwise: they
//! build a release and the package, and use both in a Debian that was made for it.

mod compose;
mod debian;
mod dockerfile;
mod image;
pub(crate) mod machine;
mod package;
mod unit;

use std::path::{Path, PathBuf};

/// A file of the tree.
fn in_tree(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(in_tree(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
